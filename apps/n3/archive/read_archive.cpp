#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <n3/sources.hpp>

#include "archive/archive.hpp"
#include "base/files.hpp"
#include "base/settled.hpp"

namespace n3::program {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<Source> source_at(const fs::path& place) {
  std::error_code error;
  if (!fs::exists(place, error)) throw std::runtime_error(fmt::format("there is no {}", place.string()));
  if (!fs::is_directory(place, error)) return mbox(place);
  if (fs::is_directory(place / "cur", error)) return maildir(place, OnDelete::hide);
  return directory(place);
}

}  // namespace

std::vector<ArchivedMail> read_archive(const fs::path& place) {
  const auto source = source_at(place);
  auto answer = settled(source->fetch(""));
  if (answer.error()) throw std::runtime_error(answer.error()->text);
  std::vector<ArchivedMail> mails;
  for (Item& item : answer.value()->items) {
    ArchivedMail& mail = mails.emplace_back();
    mail.key = item.key;
    if (const auto* file = std::get_if<MailFile>(&item.content)) {
      mail.name = item.key;
      mail.bytes = [path = file->path] { return read_needed(path); };
    } else {
      mail.name = std::to_string(mails.size());
      mail.bytes = [bytes = std::move(std::get<Mail>(item.content).bytes)] { return bytes; };
    }
  }
  return mails;
}

}  // namespace n3::program
