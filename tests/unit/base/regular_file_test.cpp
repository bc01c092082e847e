#include "base/regular_file.hpp"

#include <gtest/gtest.h>

#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "folder.hpp"
#include "process.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;

template <class T>
std::error_code error_of(const RegularFile::Expected<T>& result) {
  return result ? std::error_code() : result.error();
}

std::string words_of(const fs::path& path, Links links) { return explain(error_of(RegularFile::open(path, links))); }

// Takes from this thread the right to leases on the files of others.
class WithoutLeases {
 public:
  WithoutLeases() {
    ::syscall(SYS_capget, &header_, before_);
    __user_cap_data_struct now[] = {before_[0], before_[1]};
    now[0].effective &= ~(1U << CAP_LEASE);
    ::syscall(SYS_capset, &header_, now);
  }
  ~WithoutLeases() { ::syscall(SYS_capset, &header_, before_); }

 private:
  __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct before_[2]{};
};

class RegularFileTest : public testing::Test {
 protected:
  const test::Folder folder;
};

TEST_F(RegularFileTest, is_read_whole_whatever_its_size) {
  for (const std::size_t octets : {0, 1, 65'535, 65'536, 65'537, 200'000}) {
    std::string bytes(octets, '\0');
    for (std::size_t i = 0; i < octets; ++i) bytes[i] = static_cast<char>(i % 251);
    auto file = RegularFile::open(folder.write("file", bytes), Links::refuse);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->size(), octets);
    EXPECT_TRUE(file->read_all() == bytes) << octets;
  }
}

TEST_F(RegularFileTest, is_read_piece_by_piece) {
  auto file = RegularFile::open(folder.write("file", "abcde"), Links::refuse);
  std::string piece(3, '\0');
  EXPECT_EQ(file->read(piece), 3u);
  EXPECT_EQ(piece, "abc");
  EXPECT_EQ(file->read(piece), 2u);
  EXPECT_EQ(piece.substr(0, 2), "de");
  EXPECT_EQ(file->read(piece), 0u);
}

TEST_F(RegularFileTest, that_is_too_large_is_an_error_whatever_it_was_when_it_was_opened) {
  const fs::path path = folder.write("file", "12345");
  EXPECT_EQ(RegularFile::open(path, Links::refuse)->read_all(5), "12345");
  EXPECT_EQ(error_of(RegularFile::open(path, Links::refuse)->read_all(4)), std::errc::file_too_large);
  auto file = RegularFile::open(path, Links::refuse);
  folder.write("file", "123456");
  EXPECT_EQ(error_of(file->read_all(5)), std::errc::file_too_large);
}

TEST_F(RegularFileTest, is_being_written_as_long_as_somebody_has_it_open_for_that) {
  const fs::path path = folder.write("file", "text");
  auto file = RegularFile::open(path, Links::refuse);
  {
    const std::ofstream writer(path, std::ios::app);
    EXPECT_TRUE(file->is_being_written());
  }
  const std::ifstream reader(path);
  EXPECT_FALSE(file->is_being_written());
}

TEST_F(RegularFileTest, of_another_user_is_being_written_until_it_is_two_seconds_old) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const fs::path path = folder.write("file", "text");
  ASSERT_EQ(::chown(path.c_str(), 65534, 65534), 0);
  const WithoutLeases from_now_on;
  EXPECT_TRUE(RegularFile::open(path, Links::refuse)->is_being_written());
  fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::seconds(4));
  EXPECT_FALSE(RegularFile::open(path, Links::refuse)->is_being_written());
}

TEST_F(RegularFileTest, stays_what_it_is_when_its_name_goes) {
  const fs::path path = folder.write("file", "text");
  auto file = RegularFile::open(path, Links::refuse);
  fs::remove(path);
  EXPECT_EQ(file->read_all(), "text");
}

TEST_F(RegularFileTest, is_no_folder_FIFO_or_device) {
  EXPECT_EQ(error_of(RegularFile::open(folder.path(), Links::follow)), std::errc::is_a_directory);
  ASSERT_EQ(::mkfifo(folder.file("fifo").c_str(), 0600), 0);  // nobody writes to it: opening it must not wait
  EXPECT_EQ(error_of(RegularFile::open(folder / "fifo", Links::follow)), std::errc::not_supported);
  for (const fs::path& path : {folder.path(), folder / "fifo", fs::path("/dev/zero")}) {
    EXPECT_EQ(words_of(path, Links::follow), "it is no regular file") << path;
    EXPECT_EQ(explain(error_of(stamp_of(path))), "it is no regular file") << path;
  }
}

TEST_F(RegularFileTest, is_no_link_where_links_are_refused) {
  fs::create_symlink(folder.write("file", "text"), folder / "link");
  EXPECT_EQ(RegularFile::open(folder / "link", Links::follow)->read_all(), "text");
  EXPECT_EQ(words_of(folder / "link", Links::refuse), "it is a symbolic link");
  EXPECT_EQ(explain(error_of(stamp_of(folder / "link"))), "it is a symbolic link");
}

TEST_F(RegularFileTest, that_is_missing_is_an_error_with_the_words_of_the_system) {
  EXPECT_EQ(words_of(folder / "none", Links::follow), "No such file or directory");
  EXPECT_EQ(explain(error_of(stamp_of(folder / "none"))), "No such file or directory");
}

TEST_F(RegularFileTest, has_a_stamp_that_can_be_had_without_opening_it) {
  const fs::path path = folder.write("file", "text");
  EXPECT_EQ(stamp_of(path), RegularFile::open(path, Links::refuse)->stamp());
}

TEST_F(RegularFileTest, has_a_stamp_that_tells_size_time_and_file_apart) {
  const fs::path path = folder.write("file", "text");
  const auto time = fs::last_write_time(path);
  const auto stamp = stamp_of(path);
  folder.write("file", "longer");
  fs::last_write_time(path, time);
  EXPECT_NE(stamp_of(path), stamp);
  folder.write("file", "text");
  fs::last_write_time(path, time);
  EXPECT_EQ(stamp_of(path), stamp);
  fs::last_write_time(path, time + std::chrono::nanoseconds(1));
  EXPECT_NE(stamp_of(path), stamp);
  fs::rename(folder.write("other", "text"), path);
  fs::last_write_time(path, time);
  EXPECT_NE(stamp_of(path), stamp);
}

TEST_F(RegularFileTest, is_closed_once_wherever_it_has_been_moved_to) {
  const fs::path path = folder.write("file", "text");
  const std::size_t before = test::open_descriptors();
  {
    auto file = RegularFile::open(path, Links::refuse);
    RegularFile moved = std::move(*file);
    EXPECT_EQ(moved.read_all(), "text");
    EXPECT_EQ(test::open_descriptors(), before + 1);
  }
  (void)RegularFile::open(folder.path(), Links::refuse);
  EXPECT_EQ(test::open_descriptors(), before);
}

}  // namespace
}  // namespace n3
