#include "mime/mailbox_list.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

std::string written(const std::vector<n3::Mailbox>& mailboxes) {
  std::string out;
  n3::mime::HeaderWriter header(out, "To");
  n3::mime::add_mailboxes(header, mailboxes);
  header.end();
  return out;
}

TEST(MailboxList, writes_names_as_they_may_stand) {
  const struct {
    const char* name;
    const char* field;
  } examples[] = {
      {"", "To: ann@example.org\r\n"},
      {"Ann", "To: Ann <ann@example.org>\r\n"},
      {"Ann Smith", "To: Ann Smith <ann@example.org>\r\n"},
      {"O'Neill", "To: O'Neill <ann@example.org>\r\n"},
      {"Joe Q. Public", "To: \"Joe Q. Public\" <ann@example.org>\r\n"},  // RFC 5322 appendix A.1.2
      {"Giant; \"Big\" Box", "To: \"Giant; \\\"Big\\\" Box\" <ann@example.org>\r\n"},
      {"back\\slash", "To: \"back\\\\slash\" <ann@example.org>\r\n"},
      {"ben@example.org", "To: \"ben@example.org\" <ann@example.org>\r\n"},
      {"a, b", "To: \"a, b\" <ann@example.org>\r\n"},
      {" a  b ", "To: \" a  b \" <ann@example.org>\r\n"},
      {"Patrik Fältström", "To: =?UTF-8?B?UGF0cmlrIEbDpGx0c3Ryw7Zt?= <ann@example.org>\r\n"},
      {"=?UTF-8?Q?no?=", "To: =?UTF-8?B?PT9VVEYtOD9RP25vPz0=?= <ann@example.org>\r\n"},
  };
  for (const auto& [name, field] : examples) EXPECT_EQ(written({{name, "ann@example.org"}}), field);
}

TEST(MailboxList, separates_by_commas_and_folds) {
  EXPECT_EQ(written({{"Mary Smith", "mary@x.test"}, {"", "jdoe@example.org"}, {"Who?", "one@y.test"}}),
            "To: Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>\r\n");
  EXPECT_EQ(
      written({{"A Rather Long Name", "a.rather.long@address.example.org"}, {"Another Name", "another@example.org"}}),
      "To: A Rather Long Name <a.rather.long@address.example.org>, Another Name\r\n <another@example.org>\r\n");
}

TEST(MailboxList, breaks_long_names) {
  const std::string quotable = "Dr. " + std::string(70, 'x');
  EXPECT_EQ(written({{quotable, "a@b"}}), "To: =?UTF-8?Q?Dr=2E_" + std::string(54, 'x') + "?=\r\n =?UTF-8?Q?" +
                                              std::string(16, 'x') + "?= <a@b>\r\n");
  EXPECT_EQ(written({{std::string(65, 'x'), "a@b"}}),
            "To: =?UTF-8?Q?" + std::string(60, 'x') + "?=\r\n =?UTF-8?Q?xxxxx?= <a@b>\r\n");
}

}  // namespace
