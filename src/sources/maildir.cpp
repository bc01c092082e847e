#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

#include <n3/sources.hpp>

#include "sources/dovecot_uidlist.hpp"
#include "sources/folder.hpp"
#include "sources/known_uids.hpp"
#include "sources/said_octets.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;
using sources::DatedItem;
using sources::Folder;
using sources::FolderStamp;
using sources::FoundFile;
using sources::KnownUids;

// While other programs rename files, a folder may have to be listed more than once.
constexpr int most_attempts = 5;

// In this order, since files move from new to cur: one that moves meanwhile is seen twice rather than not at all.
constexpr const char* folders[] = {"new", "cur"};

class Maildir final : public Source {
 public:
  Maildir(fs::path path, OnDelete on_delete, std::unique_ptr<KnownUids> known_uids)
      : path_(std::move(path)), on_delete_(on_delete), known_uids_(std::move(known_uids)) {}

  // Whatever happens in a folder changes its time, and no program can set that back.
  Answer<Batch> fetch(std::string_view cursor) override {
    if (!cursor.empty() && cursor == stamp().text)
      return Batch{.cursor = std::string(cursor), .again = std::chrono::seconds(0)};
    auto listed = list_quietly();
    if (!listed) return listed.error();
    std::map<std::string, FoundFile> last;  // of two with one base name: the one in cur
    for (auto& [base, file] : listed->files) last.insert_or_assign(base, std::move(file));
    std::vector<DatedItem> items;
    for (auto& [base, file] : last)
      items.push_back(
          {file.modified, {.key = base, .content = MailFile{file.path, sources::said_octets(base, file.size)}}});
    if (known_uids_)
      if (auto error = known_uids_->give(path_, items)) return *error;
    return Batch{.items = sources::oldest_first(std::move(items)),
                 .cursor = listed->quiet ? listed->stamp : "",
                 .again = std::chrono::seconds(0),
                 .complete = listed->quiet,
                 .problems = std::move(listed->problems)};
  }

  bool removes() const override { return on_delete_ == OnDelete::remove_file; }

  // Done when a listing that has missed nothing has none of them, or all that it had are gone.
  Answer<Done> remove(std::span<const std::string> keys) override {
    const std::set<std::string> wanted(keys.begin(), keys.end());
    bool done = false;
    for (int attempt = 0; !done && attempt < most_attempts; ++attempt) {
      auto listed = list_quietly();
      if (!listed) return listed.error();
      done = listed->quiet;
      for (const auto& [base, file] : listed->files) {
        if (!wanted.contains(base) || ::unlink(file.path.c_str()) == 0) continue;
        if (errno != ENOENT) return sources::failure("cannot remove", file.path, sources::last_error());
        done = false;  // renamed meanwhile, or removed
      }
    }
    if (!done) return Error::temporary("cannot remove messages of " + path_.string() + ": they are being renamed");
    for (const char* folder : folders)
      if (auto error = sources::sync_folder(path_ / folder)) return *error;
    return Done{};
  }

 private:
  using Files = std::multimap<std::string, FoundFile>;  // by base name

  struct Listed {
    Files files;
    std::vector<std::string> problems;
    std::string stamp{};
    bool quiet = false;  // nothing was renamed meanwhile: a file that is can escape a listing
  };

  // A quiet listing, where that can be had.
  std::expected<Listed, Error> list_quietly() const {
    for (int attempt = 1;; ++attempt) {
      const FolderStamp before = stamp();
      auto listed = list();
      if (!listed) return listed;
      listed->quiet = before.is_settled && before.text == stamp().text;
      listed->stamp = before.text;
      if (listed->quiet || attempt == most_attempts) return listed;
      std::this_thread::sleep_for(FolderStamp::tick);
    }
  }

  std::expected<Listed, Error> list() const {
    Listed listed;
    for (const char* name : folders) {
      auto folder = Folder::list(path_ / name);
      if (!folder) return std::unexpected(folder.error());
      for (FoundFile& file : folder->files) listed.files.emplace(sources::base_name(file.name), std::move(file));
      if (auto line = sources::left_out(folder->others, path_ / name)) listed.problems.push_back(std::move(*line));
    }
    return listed;
  }

  FolderStamp stamp() const { return FolderStamp::of(path_ / folders[0], path_ / folders[1]); }

  const fs::path path_;
  const OnDelete on_delete_;
  const std::unique_ptr<KnownUids> known_uids_;  // where there are any
};

}  // namespace

std::unique_ptr<Source> maildir(fs::path folder, OnDelete on_delete, std::string_view uidl) {
  return std::make_unique<Maildir>(std::move(folder), on_delete, sources::known_uids(uidl));
}

}  // namespace n3
