#include <algorithm>
#include <cerrno>
#include <chrono>
#include <expected>
#include <filesystem>
#include <iterator>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <unistd.h>

#include <n3/log.hpp>
#include <n3/sources.hpp>

#include "base/ascii.hpp"
#include "base/digest.hpp"
#include "sources/folder.hpp"
#include "sources/folder_watch.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;
using sources::DatedItem;
using sources::Folder;
using sources::FolderWatch;
using sources::FoundFile;

bool is_mail(const std::string& name) {
  constexpr std::string_view suffix = ".eml";
  return name.size() > suffix.size() && ascii::same(std::string_view(name).substr(name.size() - suffix.size()), suffix);
}

// "NAME.eml" or "ACCOUNT/NAME.eml". What else a ledger may say that somebody has written to leads elsewhere.
bool is_key(const std::string& key) {
  const auto slash = key.find('/');
  const std::string name = slash == key.npos ? key : key.substr(slash + 1);
  return !key.starts_with('.') && !key.starts_with('/') && is_mail(name) && !name.starts_with('.') &&
         !name.contains('/');
}

class Directory final : public Source {
 public:
  Directory(fs::path path, OnDelete on_delete) : path_(std::move(path)), on_delete_(on_delete) {}

  // The cursor is a digest of all that was found: where that is the same, nothing has changed. Where somebody watches,
  // one need not even look.
  Answer<Batch> fetch(std::string_view cursor) override {
    if (!cursor.empty() && cursor == last_cursor_ && watch_.is_quiet()) return unchanged(cursor);
    watch_.begin_anew();
    auto folder = list(path_);
    if (!folder) return folder.error();
    Batch batch{.again = std::chrono::seconds(0), .complete = true};
    std::vector<DatedItem> items;
    Sha256 digest;
    digest.add_framed(path_.string());
    take(std::move(folder->files), {}, items, digest);
    report(*folder, path_, batch);
    for (const std::string& account : folder->folders) {
      if (is_mail(account)) continue;
      auto own = list(path_ / account);
      if (own) {
        take(std::move(own->files), account, items, digest);
        report(*own, path_ / account, batch);
      } else {  // one account's trouble is not another's
        batch.unknown.push_back(account);
        batch.problems.push_back(own.error().text);
      }
    }
    batch.items = sources::oldest_first(std::move(items));
    batch.cursor = last_cursor_ = digest.hex();
    problems_ = batch.problems;
    return batch.cursor == cursor ? unchanged(cursor) : std::move(batch);
  }

  bool removes() const override { return on_delete_ == OnDelete::remove_file; }

  Answer<Done> remove(std::span<const std::string> keys) override {
    std::set<fs::path> changed;
    for (const std::string& key : keys) {
      if (!is_key(key)) return Error::permanent("no file of " + path_.string() + " is called " + printable(key));
      const fs::path file = path_ / key;
      if (::unlink(file.c_str()) != 0 && errno != ENOENT)
        return sources::failure("cannot remove", file, sources::last_error());
      changed.insert(file.parent_path());
    }
    for (const fs::path& folder : changed)
      if (auto error = sources::sync_folder(folder)) return *error;
    return Done{};
  }

 private:
  Batch unchanged(std::string_view cursor) const {
    return {.cursor = std::string(cursor), .again = std::chrono::seconds(0), .problems = problems_};
  }

  // A file with another name elsewhere may be written to there, and nobody who watches this folder sees it.
  std::expected<Folder, Error> list(const fs::path& path) {
    watch_.add(path);
    auto folder = Folder::list(path);
    if (!folder || std::ranges::any_of(folder->files, &FoundFile::has_other_names)) watch_.give_up();
    return folder;
  }

  static void take(std::vector<FoundFile> files, const std::string& account, std::vector<DatedItem>& items,
                   Sha256& digest) {
    for (FoundFile& file : files) {
      if (!is_mail(file.name)) continue;
      digest.add_framed(account);
      digest.add_framed(file.name);
      digest.add_framed(file.stamp);
      std::string key = account.empty() ? std::move(file.name) : account + "/" + file.name;
      MailFile mail{.path = std::move(file.path), .may_be_partial = true};
      items.push_back({file.modified, {.key = std::move(key), .content = std::move(mail), .account = account}});
    }
  }

  // Says which names look like mail, or like an account's folder, and are not.
  static void report(const Folder& folder, const fs::path& path, Batch& batch) {
    std::vector<std::string> names;
    std::ranges::copy_if(folder.folders, std::back_inserter(names), is_mail);
    std::ranges::copy_if(folder.others, std::back_inserter(names), [&](const std::string& name) {
      std::error_code ignored;
      return is_mail(name) || fs::is_directory(path / name, ignored);
    });
    if (auto line = sources::left_out(names, path)) batch.problems.push_back(std::move(*line));
  }

  const fs::path path_;
  const OnDelete on_delete_;
  FolderWatch watch_;  // since before it was listed
  std::string last_cursor_;
  std::vector<std::string> problems_;
};

}  // namespace

std::unique_ptr<Source> directory(fs::path folder, OnDelete on_delete) {
  return std::make_unique<Directory>(std::move(folder), on_delete);
}

}  // namespace n3
