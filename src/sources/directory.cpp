#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <n3/sources.hpp>

#include "base/ascii.hpp"
#include "sources/folder.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;
using sources::DatedItem;
using sources::Folder;
using sources::FoundFile;

bool is_mail(const std::string& name) {
  constexpr std::string_view suffix = ".eml";
  return name.size() > suffix.size() && ascii::same(std::string_view(name).substr(name.size() - suffix.size()), suffix);
}

class Directory final : public Source {
 public:
  explicit Directory(fs::path path) : path_(std::move(path)) {}

  Answer<Batch> fetch(std::string_view) override {
    auto folder = Folder::list(path_);
    if (!folder) return folder.error();
    Batch batch{.again = std::chrono::seconds(0), .complete = true};
    std::vector<DatedItem> items;
    take(std::move(folder->files), {}, items);
    for (const std::string& account : folder->folders) {
      auto own = Folder::list(path_ / account);
      if (own) {
        take(std::move(own->files), account, items);
      } else {  // one account's trouble is not another's
        batch.unknown.push_back(account);
        batch.problems.push_back(own.error().text);
      }
    }
    batch.items = sources::oldest_first(std::move(items));
    return batch;
  }

 private:
  static void take(std::vector<FoundFile> files, const std::string& account, std::vector<DatedItem>& items) {
    for (FoundFile& file : files) {
      if (!is_mail(file.name)) continue;
      std::string key = account.empty() ? std::move(file.name) : account + "/" + file.name;
      items.push_back(
          {file.modified, {.key = std::move(key), .content = MailFile{std::move(file.path)}, .account = account}});
    }
  }

  const fs::path path_;
};

}  // namespace

std::unique_ptr<Source> directory(fs::path folder) { return std::make_unique<Directory>(std::move(folder)); }

}  // namespace n3
