#include "mime/header_writer.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

std::string written(const std::string& name, const std::vector<std::string>& tokens) {
  std::string out;
  n3::mime::HeaderWriter header(out, name);
  for (const auto& token : tokens) header.add(token);
  header.end();
  return out;
}

TEST(HeaderWriter, puts_spaces_between_tokens) {
  EXPECT_EQ(written("Subject", {"Tick", "tock"}), "Subject: Tick tock\r\n");
  EXPECT_EQ(written("X-Empty", {}), "X-Empty:\r\n");
}

TEST(HeaderWriter, folds_before_a_token_that_does_not_fit) {
  const std::string fits(76 - 9, 'a');
  EXPECT_EQ(written("Subject", {fits, "b"}), "Subject: " + fits + "\r\n b\r\n");
  const std::string a(76 - 11, 'a');
  EXPECT_EQ(written("Subject", {a, "b"}), "Subject: " + a + " b\r\n");
  EXPECT_EQ(written("Subject", {a, "bb"}), "Subject: " + a + "\r\n bb\r\n");
}

TEST(HeaderWriter, folds_at_the_same_column_on_every_line) {
  const std::string full(75, 'a');
  EXPECT_EQ(written("To", {"x", full, full}), "To: x\r\n " + full + "\r\n " + full + "\r\n");
}

TEST(HeaderWriter, never_folds_behind_the_name) {
  const std::string token(200, 'a');
  EXPECT_EQ(written("References", {token, "b"}), "References: " + token + "\r\n b\r\n");
}

TEST(HeaderWriter, tells_the_room_that_is_left) {
  std::string out;
  n3::mime::HeaderWriter header(out, "Subject");
  EXPECT_EQ(header.room(), 67u);
  header.add(std::string(67, 'a'));
  EXPECT_EQ(header.room(), 0u);
}

}  // namespace
