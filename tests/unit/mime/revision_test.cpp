#include <gtest/gtest.h>

#include <set>

#include <n3/source.hpp>

namespace n3 {
namespace {

TEST(Revision, is_the_same_for_what_says_the_same) {
  const auto letter = [] { return Message{}.from("a@example.org").subject("Tere").text("One."); };
  EXPECT_EQ(revision(letter()), revision(letter()));
  EXPECT_EQ(revision(letter()), revision(letter().date(std::chrono::sys_seconds{}))) << "a date says nothing";
}

TEST(Revision, is_another_for_whatever_else_is_said) {
  const std::vector<Message> all{
      Message{},
      Message{}.subject("a"),
      Message{}.text("a"),
      Message{}.text(""),
      Message{}.html("a"),
      Message{}.markdown("a"),
      Message{}.from("a@example.org"),
      Message{}.to("a@example.org"),
      Message{}.cc("a@example.org"),
      Message{}.reply_to("a@example.org"),
      Message{}.to("a@example.org").to("b@example.org"),
      Message{}.to("a", "a@example.org"),
      Message{}.attach({.name = "a"}),
      Message{}.attach({.bytes = "a"}),
      Message{}.attach({.name = "a"}).attach({.name = "a"}),
      Message{}.header("X-A", "a"),
      Message{}.header("X-B", "a"),
      Message{}.in_reply_to("a@example.org"),
      Message{}.reference("a@example.org"),
      Message{}.list_id("a", "a.example.org"),
      Message{}.keyword("a"),
  };
  std::set<std::string> revisions;
  for (const Message& message : all) revisions.insert(revision(message));
  EXPECT_EQ(revisions.size(), all.size());
}

// Ledgers remember it.
TEST(Revision, never_changes) {
  EXPECT_EQ(revision(Message{}.from("Ann", "a@example.org").subject("Tere").text("One.").header("X-A", "b")),
            "1328c57015f41d1d655720a3eb92ea8f");
}

}  // namespace
}  // namespace n3
