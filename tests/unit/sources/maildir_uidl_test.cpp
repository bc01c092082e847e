#include "mail_folder_test.hpp"

namespace n3 {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::MatchesRegex;

// A Maildir that another server has served.
class MaildirUidlTest : public MailFolderTest {
 protected:
  MaildirUidlTest() {
    for (const char* name : {"new", "cur", "tmp"}) fs::create_directory(folder / name);
  }

  std::unique_ptr<Source> source(std::string_view uidl) const {
    return maildir(folder.path(), OnDelete::remove_file, uidl);
  }

  Names uids(std::string_view uidl) const { return uids(*source(uidl)); }

  static Names uids(Source& source) {
    Names all;
    for (const Item& item : fetch(source).items) all.push_back(item.uid);
    return all;
  }

  static std::string refusal(std::string_view uidl) {
    try {
      maildir("/nonexistent", OnDelete::hide, uidl);
      return "";
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
  }

  void write_uidlist(const std::string& messages) {
    folder.write("dovecot-uidlist", "3 V1595550524 N9 G3245b8393532086b084b000083ecc375\n" + messages);
  }
};

TEST_F(MaildirUidlTest, as_it_is_no_message_brings_one) {
  write("cur/1.host:2,S");
  EXPECT_THAT(uids(""), ElementsAre(""));
}

TEST_F(MaildirUidlTest, messages_that_dovecot_has_listed_come_in_its_order_with_its_UIDLs) {
  write("cur/1.host:2,S", 1);
  write("cur/2.host,S=17:2,", 3);
  write("new/3.host", 2);
  write_uidlist("1 W20 :1.host:2,\n2 :3.host\n8 :2.host,S=17:2,RS\n");
  EXPECT_THAT(uids("dovecot"), ElementsAre("000000015f1a2b3c", "000000025f1a2b3c", "000000085f1a2b3c"));
  EXPECT_THAT(uids("dovecot:%v.%u"), ElementsAre("1595550524.1", "1595550524.2", "1595550524.8"));
  EXPECT_THAT(keys(*source("dovecot")), ElementsAre("1.host", "3.host", "2.host,S=17"));
}

TEST_F(MaildirUidlTest, those_that_it_has_not_listed_come_after_them_without_one) {
  write("cur/1.host:2,S", 1);
  write("new/2.host", 3);
  write_uidlist("7 :1.host:2,\n");
  EXPECT_THAT(uids("dovecot"), ElementsAre("000000075f1a2b3c", ""));
}

TEST_F(MaildirUidlTest, a_Maildir_that_dovecot_has_never_seen_has_no_list) {
  write("new/1.host");
  EXPECT_THAT(uids("dovecot"), ElementsAre(""));
}

TEST_F(MaildirUidlTest, a_list_that_is_lost_is_an_error_since_clients_would_fetch_all_again) {
  write("cur/1.host:2,S");
  EXPECT_EQ(error_of(*source("dovecot")),
            "there is no " + (folder / "dovecot-uidlist").string() +
                ", by which clients know the messages in cur; without it leave out uidl = \"dovecot\"");
}

TEST_F(MaildirUidlTest, a_list_that_is_damaged_is_an_error) {
  write("cur/1.host:2,S");
  folder.write("dovecot-uidlist", "7 what\n");
  EXPECT_EQ(error_of(*source("dovecot")),
            "cannot read " + (folder / "dovecot-uidlist").string() + ": its format is neither 1 nor 3");
}

TEST_F(MaildirUidlTest, a_file_name_is_one_without_the_flags) {
  write("cur/1.host,S=17:2,S", 1);
  write("new/2.host", 0);
  EXPECT_THAT(uids("filename"), ElementsAre("1.host,S=17", "2.host"));
}

TEST_F(MaildirUidlTest, a_field_of_the_header_may_say_it) {
  write("cur/1.host:2,S", 2, "Subject: x\nx-uidl: abc\n\nX-UIDL: no\n");
  write("cur/2.host:2,S", 1, "Subject: x\n\nX-UIDL: no\n");
  write("cur/3.host:2,S", 0, "X-UIDL: " + std::string(100'000, 'x') + "\n\n");
  const auto names = uids("header:X-UIDL");
  ASSERT_EQ(names.size(), 3);
  EXPECT_EQ(names[0], "abc");
  EXPECT_EQ(names[1], "");
}

TEST_F(MaildirUidlTest, a_header_is_read_once) {
  write("cur/1.host:2,S", 1, "X-UIDL: abc\n\n");
  const auto once = source("header:X-UIDL");
  EXPECT_THAT(uids(*once), ElementsAre("abc"));
  write("cur/1.host:2,S", 1, "X-UIDL: def\n\n");
  write("cur/2.host:2,S", 0, "X-UIDL: ghi\n\n");
  EXPECT_THAT(uids(*once), ElementsAre("abc", "ghi"));
  EXPECT_THAT(uids("header:X-UIDL"), ElementsAre("def", "ghi"));
}

TEST_F(MaildirUidlTest, what_is_not_understood_is_refused) {
  const std::string none = "is none of \"dovecot\", \"dovecot:FORMAT\", \"filename\" and \"header:NAME\"";
  for (const char* uidl : {"Dovecot", "courier", "filename:x", ":", " dovecot"})
    EXPECT_EQ(refusal(uidl), "\"" + std::string(uidl) + "\" " + none);
  for (const char* field : {"", ":", "X UIDL", "X-UIDL:"})
    EXPECT_EQ(refusal("header:" + std::string(field)), "\"header:" + std::string(field) + "\" names no header field");
  EXPECT_EQ(refusal("header"), "\"header:\" names no header field");
  EXPECT_EQ(refusal("dovecot:%m"), "%m: UIDLs that are an MD5 of headers are not supported");
}

TEST_F(MaildirUidlTest, through_a_spool_they_are_what_clients_are_told_and_later_mail_gets_others) {
  write("cur/1.host:2,S", 1);
  write("cur/2.host:2,", 3);
  write_uidlist("1 :1.host:2,\n2 :2.host:2,\n");
  auto spool = Spool::open("memory");
  spool->mailbox("inbox").source("maildir", source("dovecot"), std::chrono::seconds(0));
  spool->start();
  const auto listed = [&] {
    Names names;
    for (const Entry& entry : *settled(spool->maildrop("ann", {"inbox"})->list()).value()->listing)
      names.push_back(entry.uid);
    return names;
  };
  EXPECT_THAT(listed(), ElementsAre("000000015f1a2b3c", "000000025f1a2b3c"));
  write("new/3.host");
  EXPECT_THAT(listed(), ElementsAre("000000015f1a2b3c", "000000025f1a2b3c", MatchesRegex("[0-9a-f]{15}")));
  fs::remove(folder / "dovecot-uidlist");  // what is known is known
  EXPECT_EQ(listed().size(), 3);
}

}  // namespace
}  // namespace n3
