#include "spool_test.hpp"

#include <n3/body.hpp>

#include "spool/ledger.hpp"

namespace n3 {
namespace {

// Mail whose bytes the spool keeps.
class MailTest : public SpoolTest {
 protected:
  void add_mail(std::string key, std::string bytes) {
    spool->mailbox("blog").add({.key = std::move(key), .content = Mail{std::move(bytes)}});
  }
};

TEST_F(MailTest, its_bytes_are_kept_as_they_are_and_measured_as_a_client_is_sent_them) {
  const std::string forms[] = {"Subject: crlf\r\n\r\nText.\r\n", "Subject: lf\n\nText.\n",
                               "Subject: no end\n\nText.",       "Subject: header only\n",
                               "Subject: dots\n\n.\n..\n",       std::string("Subject: odd\n\nTe\rxt\0\xff\n", 22)};
  for (const std::string& bytes : forms) add_mail(bytes, bytes);
  auto session = login();
  ASSERT_EQ(session.count(), std::size(forms));
  for (std::size_t i = 0; i < std::size(forms); ++i) {
    EXPECT_EQ(session.retrieve(i + 1), forms[i]);
    EXPECT_EQ(session.entry(i + 1).octets, octets(forms[i]));
  }
}

TEST_F(MailTest, large_mail_is_read_in_pieces) {
  for (const std::size_t size : {spool::piece_octets, 3 * spool::piece_octets + 7}) {
    const std::string bytes = "Subject: Large\n\n" + std::string(size - 17, 'x') + "\n";
    add_mail(std::to_string(size), bytes);
    auto session = login();
    EXPECT_EQ(session.retrieve(session.count()), bytes);
  }
}

TEST_F(MailTest, what_has_come_first_stays) {
  add_mail("1", "Subject: First\r\n\r\nText.\r\n");
  add_mail("1", "Subject: Second\r\n\r\nText.\r\n");
  EXPECT_EQ(login().subjects(), Names{"First"});
}

TEST_F(MailTest, mail_that_is_gone_from_its_source_and_comes_back_is_the_same) {
  const Item mail{.key = "1", .content = Mail{"Subject: First\r\n\r\nText.\r\n"}};
  Batch batch{.items = {mail}, .complete = true};
  spool->mailbox("blog").source("mbox", scripted([&](auto) { return batch; }), at_login);
  spool->start();
  const auto before = login().uids();
  batch.items = {};
  EXPECT_EQ(login().count(), 0);
  batch.items = {mail};
  EXPECT_EQ(login().uids(), before);
}

TEST_F(MailTest, mail_without_an_octet_is_refused) {
  EXPECT_THROW(add_mail("1", ""), std::invalid_argument);
  EXPECT_EQ(login().count(), 0);
}

}  // namespace
}  // namespace n3
