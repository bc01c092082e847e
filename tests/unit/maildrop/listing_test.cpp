#include <n3/maildrop.hpp>

#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace n3 {
namespace {

using namespace std::literals;

std::vector<Entry> entries(std::initializer_list<std::string> uids) {
  std::vector<Entry> entries;
  for (const std::string& uid : uids) entries.push_back({.uid = uid, .octets = 10});
  return entries;
}

std::string refusal(std::vector<Entry> refused) {
  try {
    const Listing listing(std::move(refused));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Listing, keeps_its_entries_in_the_order_given) {
  const Listing listing({{.uid = "b", .octets = 20}, {.uid = "a", .octets = 300}});
  ASSERT_EQ(listing.size(), 2);
  EXPECT_EQ(listing[0].uid, "b");
  EXPECT_EQ(listing[1].uid, "a");
  EXPECT_EQ(listing.octets(), 320);
}

TEST(Listing, may_be_empty) {
  EXPECT_EQ(Listing().size(), 0);
  EXPECT_EQ(Listing(std::vector<Entry>()).octets(), 0);
}

TEST(Listing, adds_up_more_octets_than_32_bits_hold) {
  EXPECT_EQ(Listing({{.uid = "a", .octets = 3'000'000'000}, {.uid = "b", .octets = 3'000'000'000}}).octets(),
            6'000'000'000);
}

// RFC 1939, UIDL: 1 to 70 octets of 0x21 to 0x7E.
TEST(Listing, takes_every_uid_that_the_rfc_allows) {
  std::vector<Entry> all;
  for (char c = 0x21; c <= 0x7e; ++c) all.push_back({.uid = std::string(1, c)});
  EXPECT_EQ(Listing(std::move(all)).size(), 94);
  EXPECT_EQ(refusal(entries({std::string(70, 'x')})), "accepted");
}

TEST(Listing, refuses_every_other_uid) {
  for (int octet = 0; octet < 256; ++octet) {
    if (octet >= 0x21 && octet <= 0x7e) continue;
    EXPECT_TRUE(refusal(entries({"a"s + static_cast<char>(octet)})).starts_with("not a UIDL")) << octet;
  }
  EXPECT_TRUE(refusal(entries({""})).starts_with("not a UIDL"));
  EXPECT_TRUE(refusal(entries({std::string(71, 'x')})).starts_with("not a UIDL"));
}

TEST(Listing, refuses_two_messages_with_one_uid_and_names_it) {
  EXPECT_EQ(refusal(entries({"a", "b", "a"})), "two messages have the UIDL a");
  EXPECT_EQ(refusal(entries({"a", "A"})), "accepted");
}

}  // namespace
}  // namespace n3
