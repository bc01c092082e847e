#include "sources/dovecot_uidl.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace n3::sources {
namespace {

const DovecotUidlist list{.uid_validity = 1795699253, .messages = {}};

std::string uidl(std::string_view format, const DovecotUidlist::Message& message = {.uid = 26}) {
  return DovecotUidl(format).of(list, message, "1700000001.M1P1.host,S=25");
}

std::string refusal(std::string_view format) {
  try {
    const DovecotUidl refused(format);
    return "";
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

// As dovecot 2.3 makes them.
TEST(DovecotUidl, is_what_dovecot_makes_of_the_format) {
  const std::vector<std::pair<std::string_view, std::string>> formats{{"%08Xu%08Xv", "0000001a6b083235"},
                                                                      {"%08Xv%08Xu", "6b0832350000001a"},
                                                                      {"%v.%u", "1795699253.26"},
                                                                      {"%v-%u", "1795699253-26"},
                                                                      {"%u", "26"},
                                                                      {"UID%u-%v", "UID26-1795699253"},
                                                                      {"%Xu", "1a"},
                                                                      {"%05u", "00026"},
                                                                      {"%02v%u", "179569925326"},
                                                                      {"%f", "1700000001.M1P1.host,S=25"},
                                                                      {"%g", "1700000001.M1P1.host,S=25"},
                                                                      {"%030f", "000001700000001.M1P1.host,S=25"},
                                                                      {"100%%-%u", "100%-26"}};
  for (const auto& [format, expected] : formats) EXPECT_EQ(uidl(format), expected) << format;
}

TEST(DovecotUidl, is_the_GUID_where_the_message_has_one_and_that_is_asked_for) {
  EXPECT_EQ(uidl("%g", {.uid = 26, .guid = "3245b839"}), "3245b839");
  EXPECT_EQ(uidl("%u", {.uid = 26, .guid = "3245b839"}), "26");
}

TEST(DovecotUidl, is_the_messages_own_where_it_has_one) {
  EXPECT_EQ(uidl("%u", {.uid = 26, .guid = {}, .uidl = "old.17"}), "old.17");
  EXPECT_EQ(uidl("%u", {.uid = 26, .guid = {}, .uidl = ""}), "1700000001.M1P1.host,S=25");
}

TEST(DovecotUidl, a_format_by_which_all_messages_would_be_one_is_refused) {
  for (const char* format : {"", "x", "%v", "%%u", "%08Xv"})
    EXPECT_EQ(refusal(format), "a format of UIDLs needs %u, %f or %g, or all messages have the same") << format;
}

TEST(DovecotUidl, a_format_that_is_not_understood_is_refused) {
  EXPECT_EQ(refusal("%m"), "%m: UIDLs that are an MD5 of headers are not supported");
  for (const char* name : {"%x", "%8Xu", "%-5u", "%Lu", "%Xf", "%0999u", "%", "%08X", "%{uid}", "%5.3u"})
    EXPECT_TRUE(refusal(std::string("%u") + name).contains("is no variable that is known here")) << name;
}

}  // namespace
}  // namespace n3::sources
