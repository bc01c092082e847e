#include <n3/maildrop.hpp>

#include <random>
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

// ---- Listings made of listings ----

std::string uids(const Listing& listing) {
  std::string all;
  for (const Entry& entry : listing) all += entry.uid;
  return all;
}

TEST(Listing, may_be_put_together) {
  const Listing ab(entries({"a", "b"}));
  const Listing c(entries({"c"}));
  EXPECT_EQ(uids(ab + c), "abc");
  EXPECT_EQ(uids(c + ab + Listing()), "cab");
  EXPECT_EQ((ab + c).octets(), 30);
  EXPECT_EQ(uids(ab), "ab");
}

TEST(Listing, may_be_cut) {
  const Listing abcd = Listing(entries({"a", "b"})) + Listing(entries({"c", "d"}));
  EXPECT_EQ(uids(abcd.slice(1, 3)), "bc");
  EXPECT_EQ(uids(abcd.slice(0, 4)), "abcd");
  EXPECT_EQ(uids(abcd.slice(2, 2)), "");
  EXPECT_EQ(abcd.slice(1, 4).octets(), 30);
}

TEST(Listing, that_grows_keeps_its_entries_where_they_are) {
  std::vector<Entry> many;
  for (int i = 0; i < 5000; ++i) many.push_back({.uid = std::to_string(i)});
  const Listing yesterday(std::move(many));
  const Listing today = yesterday + Listing(entries({"new"}));
  EXPECT_EQ(&today[0], &yesterday[0]);
  EXPECT_EQ(&today[4999], &yesterday[4999]);
}

TEST(Listing, agrees_with_a_vector_however_it_is_cut_and_put_together) {
  std::mt19937 random(11);
  int made = 0;
  std::vector<Entry> model;
  Listing listing;
  for (int step = 0; step < 400; ++step) {
    if (step % 40 == 39) {
      const std::size_t begin = random() % (model.size() + 1);
      const std::size_t end = begin + random() % (model.size() - begin + 1);
      listing = listing.slice(begin, end);
      model = {model.begin() + static_cast<std::ptrdiff_t>(begin), model.begin() + static_cast<std::ptrdiff_t>(end)};
    } else {
      std::vector<Entry> more;
      for (auto count = random() % 5 == 0 ? random() % 3000 : random() % 3; count > 0; --count)
        more.push_back({.uid = std::to_string(++made), .octets = random() % 1000});
      model.insert(model.end(), more.begin(), more.end());
      listing += Listing(std::move(more));
    }
    ASSERT_EQ(listing.size(), model.size());
    const std::size_t end = model.empty() ? 0 : random() % model.size();
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < end; ++i) sum += model[i].octets;
    ASSERT_EQ(listing.octets_before(end), sum);
    for (std::size_t i = random() % 50; i < model.size(); i += 1 + random() % 50)
      ASSERT_EQ(listing[i].uid, model[i].uid);
  }
}

}  // namespace
}  // namespace n3
