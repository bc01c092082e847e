#include "sources/known_uids.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/regular_file.hpp"
#include "sources/dovecot_uidl.hpp"
#include "sources/mail_header.hpp"

namespace n3::sources {
namespace {

namespace fs = std::filesystem;

const fs::path& path_of(const DatedItem& item) { return std::get<MailFile>(item.item.content).path; }

class Dovecot final : public KnownUids {
 public:
  explicit Dovecot(std::string_view format) : uidl_(format) {}

  // What dovecot has not listed yet no client knows.
  std::optional<Error> give(const fs::path& maildir, std::vector<DatedItem>& items) override {
    auto file = RegularFile::open(maildir / name, Links::refuse);
    if (!file && file.error() == std::errc::no_such_file_or_directory) return never_listed(maildir, items);
    const auto text = file ? file->read_all() : std::unexpected(file.error());
    if (!text) return failure("cannot read", maildir / name, text.error());
    const auto list = DovecotUidlist::parse(*text);
    if (!list) return Error::temporary("cannot read " + (maildir / name).string() + ": " + list.error());
    for (DatedItem& one : items) {
      const auto known = list->messages.find(one.item.key);
      if (known == list->messages.end()) continue;
      one.item.uid = uidl_.of(*list, known->second, one.item.key);
      one.number = known->second.uid;
    }
    return std::nullopt;
  }

 private:
  static constexpr const char* name = "dovecot-uidlist";

  // A server that has listed a message has moved it to cur, and clients would fetch it once more.
  static std::optional<Error> never_listed(const fs::path& maildir, const std::vector<DatedItem>& items) {
    if (std::ranges::none_of(items,
                             [&](const DatedItem& one) { return path_of(one).parent_path() == maildir / "cur"; }))
      return std::nullopt;
    return Error::temporary("there is no " + (maildir / name).string() +
                            ", by which clients know the messages in cur; without it leave out uidl = \"dovecot\"");
  }

  const DovecotUidl uidl_;
};

class FileName final : public KnownUids {
 public:
  std::optional<Error> give(const fs::path&, std::vector<DatedItem>& items) override {
    for (DatedItem& one : items) one.item.uid = one.item.key;
    return std::nullopt;
  }
};

class Header final : public KnownUids {
 public:
  explicit Header(std::string_view field) : field_(field) {
    if (field_.empty() || !std::ranges::all_of(field_, [](char c) { return c > ' ' && c < '\x7f' && c != ':'; }))
      throw std::invalid_argument("\"header:" + field_ + "\" names no header field");
  }

  // A message's header stays the same and is read once.
  std::optional<Error> give(const fs::path&, std::vector<DatedItem>& items) override {
    std::map<std::string, std::string> read;
    for (DatedItem& one : items) {
      const auto before = read_.find(one.item.key);
      const auto uid = before != read_.end() ? std::optional(before->second) : uid_in(path_of(one));
      if (!uid) continue;
      one.item.uid = *uid;
      read.emplace(one.item.key, *uid);
    }
    read_ = std::move(read);
    return std::nullopt;
  }

 private:
  // Nothing: it cannot be read just now.
  std::optional<std::string> uid_in(const fs::path& path) const {
    constexpr std::size_t longest_header = std::size_t{64} * 1024;
    auto file = RegularFile::open(path, Links::refuse);
    if (!file) return std::nullopt;
    std::string start(longest_header, '\0');
    const auto length = file->read(start);
    if (!length) return std::nullopt;
    start.resize(*length);
    return field_value(header_of(start), field_).value_or("");
  }

  const std::string field_;
  std::map<std::string, std::string> read_;  // by base name, of what was there last time
};

}  // namespace

std::unique_ptr<KnownUids> known_uids(std::string_view uidl) {
  const std::string_view kind = uidl.substr(0, uidl.find(':'));
  const bool is_bare = kind.size() == uidl.size();
  const std::string_view rest = is_bare ? std::string_view() : uidl.substr(kind.size() + 1);
  if (uidl.empty()) return nullptr;
  if (kind == "dovecot") return std::make_unique<Dovecot>(is_bare ? DovecotUidl::usual : rest);
  if (kind == "header") return std::make_unique<Header>(rest);
  if (uidl == "filename") return std::make_unique<FileName>();
  throw std::invalid_argument("\"" + std::string(uidl) +
                              "\" is none of \"dovecot\", \"dovecot:FORMAT\", \"filename\" and \"header:NAME\"");
}

}  // namespace n3::sources
