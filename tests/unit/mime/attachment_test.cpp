#include "mime/attachment.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

using n3::Attachment;
using n3::mime::attachment_part;

std::string header_of(const Attachment& attachment) { return attachment_part(attachment).header; }

TEST(Attachment, is_base64_with_its_name_and_type) {
  const auto part = attachment_part({.name = "a.png", .bytes = "\x89PNG", .type = "image/png"});
  EXPECT_EQ(part.header,
            "Content-Type: image/png\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "Content-Disposition: attachment; filename=a.png\r\n");
  EXPECT_EQ(part.bytes, "iVBORw==");
}

TEST(Attachment, without_a_name_has_none) {
  EXPECT_TRUE(header_of({.bytes = "a"}).ends_with("Content-Disposition: attachment\r\n"));
}

TEST(Attachment, with_a_content_id_is_an_inline_image) {
  EXPECT_EQ(header_of({.name = "logo.gif", .bytes = "GIF89a", .type = "image/gif", .cid = "logo@example.org"}),
            "Content-Type: image/gif\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "Content-ID: <logo@example.org>\r\n"
            "Content-Disposition: inline; filename=logo.gif\r\n");
}

TEST(Attachment, keeps_the_parameters_of_its_type) {
  EXPECT_TRUE(header_of({.bytes = "a", .type = "text/csv; header=\"present\"; Charset=\"iso-8859-1\""})
                  .starts_with("Content-Type: text/csv; header=present; charset=iso-8859-1\r\n"));
}

TEST(Attachment, of_text_in_utf8_says_so) {
  const auto type = [](const char* bytes) { return header_of({.bytes = bytes, .type = "text/plain"}); };
  EXPECT_TRUE(type("ascii").starts_with("Content-Type: text/plain\r\n"));
  EXPECT_TRUE(type("ütf").starts_with("Content-Type: text/plain; charset=utf-8\r\n"));
  EXPECT_TRUE(type("\xfc").starts_with("Content-Type: text/plain\r\n"));
}

TEST(AttachedMessage, of_seven_bits_goes_as_it_is) {
  const auto part =
      attachment_part({.bytes = "Subject: a\n b\nFrom: c@d\n\nHello\n.\nFrom me", .type = "message/rfc822"});
  EXPECT_TRUE(part.header.starts_with("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n"));
  EXPECT_EQ(part.bytes, "Subject: a\r\n b\r\nFrom: c@d\r\n\r\nHello\r\n.\r\nFrom me\r\n");
}

// RFC 2046 section 5.2.1 and RFC 2045 section 6.4: base64 is not allowed for message/rfc822.
TEST(AttachedMessage, that_cannot_go_as_it_is_becomes_a_file) {
  const std::string long_line(999, 'x');
  for (const std::string& mail :
       {std::string("Subject: ä\n\nHello\n"), std::string("Subject: a\n\nHellö\n"), std::string("no header"),
        std::string(""), std::string("\nno header"), std::string(" folded: first\n\nx"), std::string("A: b\nno end"),
        "A: b\n\n" + long_line, std::string("A: b\n\n\0", 7), std::string("From a@b Mon\nA: b\n\n")}) {
    const auto part = attachment_part({.bytes = mail, .type = "message/rfc822"});
    EXPECT_TRUE(
        part.header.starts_with("Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"))
        << mail;
  }
}

TEST(AttachedMessage, of_another_kind_becomes_a_file_unless_base64_may_carry_it) {
  EXPECT_TRUE(header_of({.bytes = "a: b\n\n", .type = "message/partial; id=x"})
                  .starts_with("Content-Type: application/octet-stream\r\n"));
  EXPECT_TRUE(header_of({.bytes = "a: b\n\n", .type = "message/global"})
                  .starts_with("Content-Type: message/global\r\n"));  // RFC 6532
}

}  // namespace
