#include "mime/transfer_encoding.hpp"

#include <string>

#include <gtest/gtest.h>

namespace {

using namespace n3::mime;

TEST(LineEnds, become_crlf_whatever_they_were) {
  EXPECT_EQ(with_crlf(""), "");
  EXPECT_EQ(with_crlf("a"), "a\r\n");
  EXPECT_EQ(with_crlf("a\n"), "a\r\n");
  EXPECT_EQ(with_crlf("a\r\n"), "a\r\n");
  EXPECT_EQ(with_crlf("a\rb"), "a\r\nb\r\n");
  EXPECT_EQ(with_crlf("a\r\n\nb\r\r\nc"), "a\r\n\r\nb\r\n\r\nc\r\n");
  EXPECT_EQ(with_crlf("\n"), "\r\n");
}

TEST(TransferEncoding, of_plain_text_is_7bit) {
  for (const std::string& text :
       {std::string(), std::string("It is noon.\n"), std::string("\n\na\tb\n"), std::string(76, 'x') + "\n"}) {
    const Encoded encoded = encode_text(text);
    EXPECT_EQ(encoded.encoding, "7bit") << text;
    EXPECT_EQ(encoded.bytes, with_crlf(text));
  }
}

TEST(TransferEncoding, of_text_that_mail_could_damage_is_quoted_printable) {
  const std::string padding = "This is some text of many words, so that base64 would be longer.\n";
  for (const char* text :
       {"trailing \n", "trailing\t\n", ".\n", ".dot\n", "From here\n", "a\x1b[1m\n", "caf\xc3\xa9\n"})
    EXPECT_EQ(encode_text(padding + text).encoding, "quoted-printable") << text;
  EXPECT_EQ(encode_text(padding + std::string(77, 'x')).encoding, "quoted-printable");
}

TEST(TransferEncoding, is_the_shorter_one) {
  EXPECT_EQ(encode_text("日本語のテキスト\n").encoding, "base64");
  EXPECT_EQ(encode_text("日本語のテキスト\n").bytes, "5pel5pys6Kqe44Gu44OG44Kt44K544OIDQo=");
  EXPECT_EQ(encode_text("Viele Grüße von uns allen aus Köln\n").encoding, "quoted-printable");
  EXPECT_EQ(encode_text("Viele Grüße von uns allen aus Köln\n").bytes,
            "Viele Gr=C3=BC=C3=9Fe von uns allen aus K=C3=B6ln\r\n");
}

TEST(TransferEncoding, of_bytes_is_base64_in_lines_of_76) {
  EXPECT_EQ(encode_bytes("").bytes, "");
  EXPECT_EQ(encode_bytes("foobar").bytes, "Zm9vYmFy");
  std::string line;
  for (int i = 0; i < 19; ++i) line += "eHh4";
  EXPECT_EQ(encode_bytes(std::string(57, 'x')).bytes, line);
  EXPECT_EQ(encode_bytes(std::string(58, 'x')).bytes, line + "\r\neA==");
  EXPECT_EQ(encode_bytes({"\0\xff\r\n", 4}).bytes, "AP8NCg==");
}

}  // namespace
