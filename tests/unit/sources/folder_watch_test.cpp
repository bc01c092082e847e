#include "sources/folder_watch.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include <sys/statfs.h>

#include "folder.hpp"

namespace n3::sources {
namespace {

namespace fs = std::filesystem;

class FolderWatchTest : public testing::Test {
 protected:
  void SetUp() override {
    folder.write("in/mail.eml", "text");
    watch.add(folder / "in");
    if (!watch.is_quiet()) GTEST_SKIP() << "this file system cannot be watched";
  }

  const test::Folder folder;
  FolderWatch watch;
};

TEST_F(FolderWatchTest, is_quiet_as_long_as_files_are_only_read) {
  std::ifstream(folder / "in/mail.eml").get();
  for (const auto& entry : fs::directory_iterator(folder / "in")) EXPECT_TRUE(entry.exists());
  EXPECT_TRUE(watch.is_quiet());
  EXPECT_TRUE(watch.is_quiet());
}

TEST_F(FolderWatchTest, is_not_once_anything_has_happened) {
  const fs::path mail = folder / "in/mail.eml";
  const std::vector<std::pair<const char*, std::function<void()>>> all{
      {"a file is written to", [&] { std::ofstream(mail, std::ios::app) << "more"; }},
      {"is touched", [&] { fs::last_write_time(mail, fs::file_time_type::clock::now()); }},
      {"may be read by others", [&] { fs::permissions(mail, fs::perms::all); }},
      {"comes", [&] { folder.write("in/2.eml", "text"); }},
      {"is renamed", [&] { fs::rename(folder / "in/2.eml", folder / "in/3.eml"); }},
      {"goes", [&] { fs::remove(folder / "in/3.eml"); }},
      {"a folder comes", [&] { fs::create_directory(folder / "in/ann"); }},
      {"a link comes", [&] { fs::create_symlink("/", folder / "in/link"); }}};
  for (const auto& [what, happens] : all) {
    FolderWatch fresh;
    fresh.add(folder / "in");
    EXPECT_TRUE(fresh.is_quiet()) << what;
    happens();
    EXPECT_FALSE(fresh.is_quiet()) << what;
    EXPECT_FALSE(fresh.is_quiet()) << what;
  }
}

TEST_F(FolderWatchTest, is_not_once_a_folder_above_is_another) {
  const fs::path inner = folder.write("a/b/mail.eml", "text").parent_path();
  FolderWatch fresh;
  fresh.add(inner);
  fs::rename(folder / "a", folder / "old");
  EXPECT_FALSE(fresh.is_quiet());
  FolderWatch replaced;
  replaced.add(folder / "old/b");
  fs::rename(folder / "old", folder / "older");
  folder.write("old/b/mail.eml", "text");
  EXPECT_FALSE(replaced.is_quiet());
}

TEST_F(FolderWatchTest, is_quiet_again_once_it_has_begun_anew) {
  for (int i = 0; i < 3; ++i) {
    folder.write("in/mail.eml", "text " + std::to_string(i));
    EXPECT_FALSE(watch.is_quiet());
    watch.begin_anew();
    watch.add(folder / "in");
    EXPECT_TRUE(watch.is_quiet());
  }
}

TEST_F(FolderWatchTest, is_never_where_nobody_can_know) {
  for (const char* place : {"/proc/self", "/nonexistent", "/etc/passwd"}) {
    FolderWatch blind;
    blind.add(place);
    EXPECT_FALSE(blind.is_quiet()) << place;
  }
}

}  // namespace
}  // namespace n3::sources
