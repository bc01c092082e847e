#include "mime/message_id.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "mime/grammar.hpp"

namespace {

using n3::mime::message_id;

TEST(MessageId, is_made_of_uid_and_host) {
  EXPECT_EQ(message_id({.uid = "5f3c-17_a"}), "5f3c-17_a@n3.invalid");
  EXPECT_EQ(message_id({.uid = "a", .date = {}, .host = "pop.example.org"}), "a@pop.example.org");
}

TEST(MessageId, escapes_what_an_id_may_not_have) {
  EXPECT_EQ(message_id({.uid = "<a@b>.c=D"}), "=3Ca=40b=3E=2Ec=3DD@n3.invalid");
}

TEST(MessageId, of_a_host_that_is_none_ends_in_invalid) {
  for (const char* host : {"", "not a host", "a..b", "a\r\nBcc: b", "ö.example", "a@b", "<a>", "=?x?="})
    EXPECT_EQ(message_id({.uid = "a", .date = {}, .host = host}), "a@n3.invalid") << host;
  EXPECT_EQ(message_id({.uid = "a", .date = {}, .host = "[192.0.2.1]"}), "a@[192.0.2.1]");
}

TEST(MessageId, of_no_uid_or_a_long_one_is_a_digest) {
  EXPECT_EQ(message_id({.uid = ""}), "==e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855@n3.invalid");
  EXPECT_EQ(message_id({.uid = std::string(70, '~')}).size(), 70 * 3 + 11u);
  EXPECT_EQ(message_id({.uid = std::string(71, '~')}).size(), 2 + 64 + 11u);
}

TEST(MessageId, differs_where_uids_do_and_is_always_valid) {
  std::set<std::string> ids;
  std::size_t uids = 0;
  const auto take = [&](std::string uid) {
    ++uids;
    const std::string id = message_id({.uid = std::move(uid)});
    EXPECT_TRUE(n3::mime::is_message_id(id)) << id;
    ids.insert(id);
  };
  for (char a = 0x21; a <= 0x7e; ++a) {
    take({a});
    for (char b = 0x21; b <= 0x7e; ++b) take({a, b});
  }
  for (const char* uid : {"=41", "A41", "==", "=3D", "a.b", "a=2Eb", "a=2eb", ".a", "a.", "a..b"})
    take(std::string("x") + uid);
  EXPECT_EQ(ids.size(), uids);
}

}  // namespace
