#include "pop3/maildrop_view.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace n3::pop3 {
namespace {

using Indexes = std::vector<std::size_t>;

// Messages of 1, 2, 4, 8 ... octets: any sum says whose it is.
Snapshot snapshot_of(std::size_t count, std::vector<IndexRange> hidden = {}) {
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < count; ++i)
    entries.push_back({.uid = "uid" + std::to_string(i), .octets = std::uint64_t{1} << (i % 60)});
  return {std::make_shared<const Listing>(std::move(entries)), std::move(hidden)};
}

TEST(MaildropView, of_nothing_has_no_messages) {
  for (const MaildropView& view : {MaildropView(), MaildropView(snapshot_of(0))}) {
    EXPECT_EQ(view.size(), 0);
    EXPECT_EQ(view.count(), 0);
    EXPECT_EQ(view.octets(), 0);
    EXPECT_EQ(view.deleted(), Indexes{});
  }
}

TEST(MaildropView, numbers_messages_from_one) {
  const MaildropView view(snapshot_of(3));
  EXPECT_EQ(view.size(), 3);
  EXPECT_EQ(view.entry(1).uid, "uid0");
  EXPECT_EQ(view.entry(3).uid, "uid2");
  EXPECT_EQ(view.octets(), 1 + 2 + 4);
}

TEST(MaildropView, keeps_its_numbers_when_messages_are_deleted) {
  MaildropView view(snapshot_of(3));
  view.mark_deleted(2);
  EXPECT_TRUE(view.is_deleted(2));
  EXPECT_FALSE(view.is_deleted(1) || view.is_deleted(3));
  EXPECT_EQ(view.entry(3).uid, "uid2");
  EXPECT_EQ(view.size(), 3);
  EXPECT_EQ(view.count(), 2);
  EXPECT_EQ(view.octets(), 1 + 4);
  EXPECT_EQ(view.deleted(), Indexes{1});
}

TEST(MaildropView, counts_a_message_that_is_deleted_twice_once) {
  MaildropView view(snapshot_of(3));
  view.mark_deleted(2);
  view.mark_deleted(2);
  EXPECT_EQ(view.count(), 2);
  EXPECT_EQ(view.octets(), 1 + 4);
}

TEST(MaildropView, has_all_back_after_a_reset) {
  MaildropView view(snapshot_of(4, {{1, 2}}));
  for (std::size_t number = 1; number <= view.size(); ++number) view.mark_deleted(number);
  EXPECT_EQ(view.count(), 0);
  EXPECT_EQ(view.octets(), 0);
  view.reset();
  EXPECT_EQ(view.count(), 3);
  EXPECT_EQ(view.octets(), 1 + 4 + 8);
  EXPECT_EQ(view.deleted(), Indexes{});
}

TEST(MaildropView, numbers_only_what_is_not_hidden) {
  const MaildropView view(snapshot_of(6, {{0, 1}, {2, 4}}));
  EXPECT_EQ(view.size(), 3);
  EXPECT_EQ((Indexes{view.index(1), view.index(2), view.index(3)}), (Indexes{1, 4, 5}));
  EXPECT_EQ(view.octets(), 2 + 16 + 32);
}

TEST(MaildropView, may_have_all_hidden) {
  const MaildropView view(snapshot_of(3, {{0, 3}}));
  EXPECT_EQ(view.size(), 0);
  EXPECT_EQ(view.octets(), 0);
}

// ---- Snapshots come from the code of others ----

TEST(Snapshot, is_sound_where_what_is_hidden_is_listed_and_in_order) {
  EXPECT_TRUE(is_sound(snapshot_of(0)));
  EXPECT_TRUE(is_sound(snapshot_of(3)));
  EXPECT_TRUE(is_sound(snapshot_of(3, {{0, 1}})));
  EXPECT_TRUE(is_sound(snapshot_of(3, {{0, 1}, {1, 3}})));
}

TEST(Snapshot, is_not_sound_without_a_listing_or_with_indexes_out_of_order_or_range) {
  EXPECT_FALSE(is_sound(Snapshot{}));
  EXPECT_FALSE(is_sound(Snapshot{nullptr, {{0, 1}}}));
  EXPECT_FALSE(is_sound(snapshot_of(0, {{0, 1}})));
  EXPECT_FALSE(is_sound(snapshot_of(3, {{3, 4}})));
  EXPECT_FALSE(is_sound(snapshot_of(3, {{1, 2}, {0, 1}})));
  EXPECT_FALSE(is_sound(snapshot_of(3, {{1, 2}, {1, 2}})));
  EXPECT_FALSE(is_sound(snapshot_of(3, {{0, 2}, {1, 3}})));
  EXPECT_FALSE(is_sound(snapshot_of(3, {{1, 1}})));
  EXPECT_FALSE(is_sound(snapshot_of(3, {{2, 1}})));
  EXPECT_FALSE(is_sound(snapshot_of(3, {{0, 1}, {2, 4294967295}})));
}

// ---- Against a model that numbers by hand ----

class Model {
 public:
  explicit Model(const Snapshot& snapshot) : listing_(snapshot.listing) {
    const auto is_shown = [&](std::size_t i) {
      return std::ranges::none_of(snapshot.hidden, [i](const IndexRange& r) { return r.begin <= i && i < r.end; });
    };
    for (std::size_t i = 0; i < listing_->size(); ++i)
      if (is_shown(i)) shown_.push_back(i);
    deleted_.resize(shown_.size());
  }

  void mark_deleted(std::size_t number) { deleted_[number - 1] = true; }
  void reset() { deleted_.assign(shown_.size(), false); }

  void expect_the_same(const MaildropView& view) const {
    ASSERT_EQ(view.size(), shown_.size());
    Indexes gone;
    std::uint64_t octets = 0;
    for (std::size_t number = 1; number <= shown_.size(); ++number) {
      const std::size_t index = shown_[number - 1];
      ASSERT_EQ(view.index(number), index);
      ASSERT_EQ(view.entry(number).uid, (*listing_)[index].uid);
      ASSERT_EQ(view.is_deleted(number), deleted_[number - 1]);
      if (deleted_[number - 1]) gone.push_back(index);
      if (!deleted_[number - 1]) octets += (*listing_)[index].octets;
    }
    ASSERT_EQ(view.deleted(), gone);
    ASSERT_EQ(view.count(), shown_.size() - gone.size());
    ASSERT_EQ(view.octets(), octets);
  }

 private:
  std::shared_ptr<const Listing> listing_;
  Indexes shown_;
  std::vector<bool> deleted_;
};

// Neighbours are one range or two.
std::vector<IndexRange> some_of(std::size_t count, std::size_t in_a_hundred, std::mt19937& random) {
  std::vector<IndexRange> some;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (random() % 100 >= in_a_hundred) continue;
    if (!some.empty() && some.back().end == i && random() % 2 == 0) {
      some.back().end = i + 1;
    } else {
      some.push_back({i, i + 1});
    }
  }
  return some;
}

TEST(MaildropView, agrees_with_a_naive_model_whatever_is_hidden_and_deleted) {
  std::mt19937 random(3);
  for (const std::size_t in_a_hundred : {0, 3, 30, 70, 97, 100}) {
    for (int i = 0; i < 30; ++i) {
      const std::size_t count = random() % 60;
      const Snapshot snapshot = snapshot_of(count, some_of(count, in_a_hundred, random));
      Model model(snapshot);
      MaildropView view(snapshot);
      model.expect_the_same(view);
      for (int step = 0; step < 40 && view.size() > 0; ++step) {
        if (random() % 15 == 0) {
          model.reset();
          view.reset();
        } else {
          const std::size_t number = 1 + random() % view.size();
          model.mark_deleted(number);
          view.mark_deleted(number);
        }
        ASSERT_NO_FATAL_FAILURE(model.expect_the_same(view));
      }
    }
  }
}

}  // namespace
}  // namespace n3::pop3
