#include <string>
#include <vector>

#include "spool_test.hpp"

// Messages that are read one after the other: what the spool has ready before it is asked for.
namespace n3 {
namespace {

class ReadingTest : public SpoolTest {
 protected:
  void add_mail(int many) {
    for (int i = 1; i <= many; ++i) add(std::to_string(i), "Item " + std::to_string(i));
  }

  static bool is_ready(Session& session, std::size_t number) {
    EXPECT_EQ(session.subject(number), "Item " + std::to_string(session.shown.at(number - 1) + 1));
    return session.was_ready;
  }

  /// The numbers of those that the spool had to be asked for.
  static std::vector<std::size_t> fetched(Session& session, std::size_t from = 1) {
    std::vector<std::size_t> numbers;
    for (std::size_t number = from; number <= session.count(); ++number)
      if (!is_ready(session, number)) numbers.push_back(number);
    return numbers;
  }
};

TEST_F(ReadingTest, who_reads_on_finds_more_and_more_ready) {
  add_mail(50);
  Session session = login();
  EXPECT_EQ(fetched(session), (std::vector<std::size_t>{1, 2, 4, 8, 16, 32, 48}));
}

TEST_F(ReadingTest, who_reads_one_message_reads_one) {
  add_mail(3);
  Session session = login();
  EXPECT_FALSE(is_ready(session, 3));
  EXPECT_FALSE(is_ready(session, 1));
  EXPECT_FALSE(is_ready(session, 3));
}

TEST_F(ReadingTest, who_begins_in_the_middle_reads_on_as_well) {
  add_mail(20);
  Session session = login();
  EXPECT_EQ(fetched(session, 10), (std::vector<std::size_t>{10, 11, 13, 17}));
}

TEST_F(ReadingTest, what_is_ready_is_what_is_opened_and_is_given_once) {
  add_mail(4);
  Session session = login();
  for (std::size_t number = 1; number <= 3; ++number) session.retrieve(number);
  ASSERT_TRUE(session.was_ready);
  const std::string ready = session.retrieve(3);
  EXPECT_FALSE(session.was_ready);
  Session other = login();
  EXPECT_EQ(other.retrieve(3), ready);
}

TEST_F(ReadingTest, what_the_account_has_deleted_is_not_read) {
  add_mail(9);
  EXPECT_EQ(login().delete_and_quit({3, 4, 5}), "+OK");
  Session session = login();
  EXPECT_EQ(fetched(session), (std::vector<std::size_t>{1, 2, 4}));
}

TEST_F(ReadingTest, a_large_message_in_between_comes_in_pieces) {
  add("1", "Item 1");
  add("2", "Item 2");
  const std::string large = "Subject: Item 3\r\n\r\n" + std::string(200'000, 'x') + "\r\n";
  spool->mailbox("blog").add({.key = "3", .content = Mail{large}});
  add("4", "Item 4");
  add("5", "Item 5");
  Session session = login();
  EXPECT_EQ(session.subject(1), "Item 1");
  EXPECT_EQ(session.subject(2), "Item 2");
  EXPECT_EQ(session.retrieve(3), large);
  EXPECT_EQ(session.subject(4), "Item 4");
  EXPECT_EQ(session.subject(5), "Item 5");
}

TEST_F(ReadingTest, what_may_still_be_replaced_is_read_when_it_is_retrieved) {
  add_mail(9);
  spool->mailbox("blog").rules({.changes = Changes::replace});
  Session session = login();
  EXPECT_EQ(fetched(session).size(), 9);
}

}  // namespace
}  // namespace n3
