#include "spool/upkeep.hpp"

#include "durable_spool_test.hpp"
#include "spool/ledger_file.hpp"

namespace n3 {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class UpkeepTest : public DurableSpoolTest {
 protected:
  UpkeepTest() {
    add("1", "First");
    add("2", "Second");
    add("1", "News", "news");
  }

  std::string refusal(const std::function<void()>& something) {
    try {
      something();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "done";
  }

  spool::Upkeep upkeep{spool::open_ledger_file({.file = file})};
};

TEST_F(UpkeepTest, tells_what_mailboxes_hold) {
  const auto all = upkeep.mailboxes();
  ASSERT_EQ(all.size(), 2);
  EXPECT_EQ(all[0].name, "blog");
  EXPECT_EQ(all[0].messages, 2);
  EXPECT_EQ(all[0].octets, login().snapshot.listing->octets());
  EXPECT_TRUE(all[0].newest);
}

TEST_F(UpkeepTest, tells_what_is_known_of_a_message) {
  auto session = login();
  const std::string mail = session.retrieve(2);
  spool->stop();  // so that the diary is written
  const auto message = upkeep.message("blog", session.entry(2).uid);
  EXPECT_EQ(message.key, "2");
  EXPECT_EQ(message.octets, mail.size());
  EXPECT_EQ(message.state, spool::State::shown);
  EXPECT_TRUE(message.retrieved);
  EXPECT_EQ(upkeep.bytes(message.id), mail);
  EXPECT_FALSE(upkeep.message("blog", session.entry(1).uid).retrieved);
}

TEST_F(UpkeepTest, tells_of_what_is_shown_no_more_as_well) {
  spool->mailbox("blog").rules({.keep = 1});
  add("3", "Third");
  EXPECT_EQ(upkeep.messages("blog", false).size(), 1);
  EXPECT_EQ(upkeep.messages("blog", true).size(), 3);
}

TEST_F(UpkeepTest, a_mailbox_that_is_renamed_keeps_its_mail_as_it_is) {
  const Names uids = login().uids();
  EXPECT_EQ(login("bob").delete_and_quit({2}), "+OK");
  upkeep.rename("blog", "diary");
  restart();
  add("1", "First", "diary");
  EXPECT_EQ(login("ann", {"diary"}).uids(), uids);
  EXPECT_EQ(login("bob", {"diary"}).count(), 1);
}

TEST_F(UpkeepTest, another_mailbox_may_take_the_old_name_and_has_mail_of_its_own) {
  const Names uids = login().uids();
  upkeep.rename("blog", "diary");
  restart();
  add("1", "First");
  auto both = login("ann", {"blog", "diary"});
  EXPECT_EQ(both.count(), 3);
  EXPECT_NE(login().entry(1).uid, uids.at(0));
}

TEST_F(UpkeepTest, what_is_forgotten_is_new_when_it_comes_again_and_has_another_UIDL) {
  const std::string uid = login().entry(1).uid;
  upkeep.forget("blog", uid);
  EXPECT_EQ(login().subjects(), Names{"Second"});
  add("1", "First");
  EXPECT_EQ(login().subjects(), (Names{"Second", "First"}));
  EXPECT_NE(login().entry(2).uid, uid);
}

TEST_F(UpkeepTest, a_mailbox_that_is_forgotten_begins_anew) {
  const Names uids = login().uids();
  login("bob").delete_and_quit({1});
  upkeep.forget_all("blog");
  EXPECT_EQ(login().count(), 0);
  EXPECT_EQ(login("ann", {"news"}).count(), 1);
  add("1", "First");
  EXPECT_EQ(login("bob").count(), 1);
  EXPECT_NE(login().entry(1).uid, uids.at(0));
}

TEST_F(UpkeepTest, finds_nothing_wrong_where_nothing_is) {
  std::size_t last = 0;
  EXPECT_THAT(upkeep.verify([&](std::size_t done, std::size_t all) {
    EXPECT_EQ(all, 3);
    EXPECT_EQ(done, ++last);
  }),
              IsEmpty());
  EXPECT_EQ(last, 3);
}

TEST_F(UpkeepTest, finds_bytes_that_are_not_those_that_were_entered) {
  const std::string uid = login().entry(2).uid;
  db::Connection({.file = file})
      .run("UPDATE body SET bytes = replace(bytes, 'Second', 'Sekond') WHERE id = ? * 1048576",
           upkeep.message("blog", uid).id);
  EXPECT_THAT(upkeep.verify(),
              ElementsAre("mailbox blog, message " + uid + ": its bytes are not those that were entered"));
}

TEST_F(UpkeepTest, says_what_is_not_there) {
  EXPECT_EQ(refusal([&] { upkeep.messages("none", false); }), "there is no mailbox none");
  EXPECT_EQ(refusal([&] { upkeep.message("blog", "x"); }), "the mailbox blog has no message with the UIDL x");
  EXPECT_EQ(refusal([&] { upkeep.rename("none", "other"); }), "there is no mailbox none");
  EXPECT_EQ(refusal([&] { upkeep.rename("blog", "news"); }), "there is a mailbox news already");
}

}  // namespace
}  // namespace n3
