#include "maildrop/file_body.hpp"

#include <string>

#include <gtest/gtest.h>

#include <sys/stat.h>

#include "bodies.hpp"
#include "folder.hpp"

namespace n3 {
namespace {

constexpr std::size_t piece = 64 * 1024;

class ReadFile : public testing::Test {
 protected:
  std::string error_of(const std::filesystem::path& path) {
    auto answer = read_file(path);
    return answer.error() ? answer.error()->text : "no error";
  }

  test::Folder folder;
};

std::string mail_of(std::size_t octets) {
  std::string mail(octets, '\0');
  for (std::size_t i = 0; i < octets; ++i) mail[i] = static_cast<char>(i % 251);
  return mail;
}

TEST_F(ReadFile, gives_the_bytes_of_a_file_of_any_size) {
  for (const std::size_t octets :
       {std::size_t{0}, std::size_t{1}, std::size_t{4000}, piece - 1, piece, piece + 1, 2 * piece, 3 * piece + 5}) {
    const std::string mail = mail_of(octets);
    auto answer = read_file(folder.write("mail.eml", mail));
    ASSERT_NE(answer.value(), nullptr) << octets;
    EXPECT_TRUE(read_all(std::move(*answer.value())) == mail) << octets;
  }
}

TEST_F(ReadFile, reads_a_small_file_whole_and_a_large_one_in_pieces) {
  auto small = read_file(folder.write("small.eml", mail_of(piece - 1)));
  EXPECT_TRUE(std::holds_alternative<Body::View>(small.value()->content()));
  for (const std::size_t octets : {piece, 10 * piece}) {
    auto large = read_file(folder.write("large.eml", mail_of(octets)));
    EXPECT_TRUE(std::holds_alternative<Body::Chunks>(large.value()->content()));
  }
}

TEST_F(ReadFile, lends_pieces_of_at_most_64_KiB) {
  auto large = read_file(folder.write("large.eml", mail_of(5 * piece + 1)));
  auto& chunks = std::get<Body::Chunks>(large.value()->content());
  std::size_t octets = 0;
  for (;;) {
    auto answer = chunks->next();
    ASSERT_NE(answer.value(), nullptr);
    if (answer.value()->empty()) break;
    EXPECT_LE(answer.value()->size(), piece);
    octets += answer.value()->size();
  }
  EXPECT_EQ(octets, 5 * piece + 1);
  EXPECT_TRUE(chunks->next().value()->empty()) << "the end stays the end";
}

TEST_F(ReadFile, goes_on_with_a_file_that_is_removed_meanwhile) {
  const auto path = folder.write("large.eml", mail_of(2 * piece));
  auto large = read_file(path);
  std::filesystem::remove(path);
  EXPECT_EQ(read_all(std::move(*large.value())).size(), 2 * piece);
}

TEST_F(ReadFile, is_an_error_at_the_end_where_a_file_was_written_to_meanwhile) {
  const std::string octets(200'000, 'a');
  const auto path = folder.write("changing.eml", octets);
  auto body = read_file(path);
  auto& chunks = std::get<Body::Chunks>(body.value()->content());
  EXPECT_EQ(chunks->next().value()->size(), 65'536);
  folder.write("changing.eml", std::string(200'000, 'b'));
  for (int i = 0; i < 3; ++i) EXPECT_NE(chunks->next().value(), nullptr);
  const auto end = chunks->next();
  ASSERT_NE(end.error(), nullptr);
  EXPECT_EQ(end.error()->text, "changing.eml was written to while it was read");
}

TEST_F(ReadFile, leaves_no_file_open) {
  const auto open_files = [] { return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}); };
  const auto before = open_files();
  const auto large = folder.write("large.eml", mail_of(2 * piece));
  const auto small = folder.write("small.eml", mail_of(10));
  for (int i = 0; i < 3; ++i) {
    (void)read_file(large);
    (void)read_file(small);
    (void)read_file(folder.path());
    (void)read_file(folder / "missing.eml");
  }
  EXPECT_EQ(open_files(), before);
}

TEST_F(ReadFile, says_which_file_is_missing_without_its_folder) {
  EXPECT_EQ(error_of(folder / "missing.eml"), "cannot read missing.eml: No such file or directory");
}

TEST_F(ReadFile, says_why_a_file_cannot_be_opened) {
  std::filesystem::create_symlink("loop.eml", folder / "loop.eml");
  EXPECT_EQ(error_of(folder / "loop.eml"), "cannot read loop.eml: it is a symbolic link");
}

TEST_F(ReadFile, refuses_a_folder_a_fifo_and_a_device) {
  std::filesystem::create_directory(folder / "folder.eml");
  EXPECT_EQ(error_of(folder / "folder.eml"), "cannot read folder.eml: it is no regular file");

  ASSERT_EQ(mkfifo((folder / "fifo.eml").c_str(), 0600), 0);  // nobody writes to it: opening it must not wait
  EXPECT_EQ(error_of(folder / "fifo.eml"), "cannot read fifo.eml: it is no regular file");

  EXPECT_EQ(error_of("/dev/zero"), "cannot read zero: it is no regular file");
}

}  // namespace
}  // namespace n3
