#include <n3/message.hpp>

#include <string>
#include <string_view>

#include <gtest/gtest.h>

// Golden messages, whole. Clients know a message by its UIDL and its size: what was composed once must be composed the
// same way for ever. Who changes one of these texts changes every message that is served from data, not from a store.
namespace {

using namespace std::chrono;
using n3::Identity;
using n3::Message;

const Identity identity{.uid = "5f3c", .date = sys_days{2026y / November / 23} + 9h + 50min, .host = "pop.example.org"};

// The text without its first line end, and with CRLF.
std::string lines(std::string_view text) {
  std::string result;
  for (const char c : text.substr(1)) result += c == '\n' ? "\r\n" : std::string(1, c);
  return result;
}

TEST(Compose, an_empty_message) {
  EXPECT_EQ(n3::compose(Message{}, identity), lines(R"(
Date: Mon, 23 Nov 2026 09:50:00 +0000
From: n3@pop.example.org
Message-ID: <5f3c@pop.example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

)"));
}

TEST(Compose, a_plain_text) {
  EXPECT_EQ(
      n3::compose(Message{}.from("Clock", "clock@example.org").to("ann@example.org").subject("Tick").text("Noon."),
                  identity),
      lines(R"(
Date: Mon, 23 Nov 2026 09:50:00 +0000
From: Clock <clock@example.org>
To: ann@example.org
Subject: Tick
Message-ID: <5f3c@pop.example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

Noon.
)"));
}

TEST(Compose, every_header_there_is) {
  const auto message = Message{}
                           .from("Die Uhr, täglich", "clock@example.org")
                           .reply_to("desk@example.org")
                           .to("Ann", "ann@example.org")
                           .to("Ben B. \"B\" Ö", "ben@example.org")
                           .cc("cid@example.org")
                           .subject("Zwölf Uhr: die Uhr schlägt, wie jeden Tag um diese Zeit, zwölfmal")
                           .date(sys_days{2000y / February / 29})
                           .in_reply_to("16@example.org")
                           .reference("15@example.org")
                           .reference("16@example.org")
                           .list_id("Uhren aller Länder", "clocks.example.org")
                           .header("Archived-At", "<https://clocks.example.org/17>")
                           .header("X-Colours", "rot, grün");
  EXPECT_EQ(n3::compose(message, identity), lines(R"(
Date: Tue, 29 Feb 2000 00:00:00 +0000
From: =?UTF-8?Q?Die_Uhr=2C_t=C3=A4glich?= <clock@example.org>
Reply-To: desk@example.org
To: Ann <ann@example.org>, =?UTF-8?B?QmVuIEIuICJCIiDDlg==?=
 <ben@example.org>
Cc: cid@example.org
Subject: =?UTF-8?Q?Zw=C3=B6lf_Uhr=3A_die_Uhr_schl=C3=A4gt=2C_wie_jeden_Tag?=
 =?UTF-8?Q?_um_diese_Zeit=2C_zw=C3=B6lfmal?=
Message-ID: <5f3c@pop.example.org>
In-Reply-To: <16@example.org>
References: <15@example.org> <16@example.org>
List-Id: =?UTF-8?Q?Uhren_aller_L=C3=A4nder?= <clocks.example.org>
Archived-At: <https://clocks.example.org/17>
X-Colours: rot, =?UTF-8?B?Z3LDvG4=?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

)"));
}

TEST(Compose, markdown_as_text_and_html) {
  EXPECT_EQ(n3::compose(Message{}.subject("Tick 🕛").markdown("It is **zwölf**.\n"), identity), lines(R"(
Date: Mon, 23 Nov 2026 09:50:00 +0000
From: n3@pop.example.org
Subject: Tick =?UTF-8?B?8J+Vmw==?=
Message-ID: <5f3c@pop.example.org>
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_743ffa975bb6af52180e400dc579bf33"

--=_743ffa975bb6af52180e400dc579bf33
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

It is **zw=C3=B6lf**.

--=_743ffa975bb6af52180e400dc579bf33
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html>
<html>
<head><meta charset=3D"utf-8"></head>
<body>
<p>It is <strong>zw=C3=B6lf</strong>.</p>
</body>
</html>

--=_743ffa975bb6af52180e400dc579bf33--
)"));
}

TEST(Compose, all_levels_of_multipart) {
  const auto message = Message{}
                           .text("Siehe Bild.")
                           .html("<img src=\"cid:bild\">")
                           .attach({.name = "Übersicht 2026.pdf", .bytes = "%PDF", .type = "application/pdf"})
                           .attach({.name = "", .bytes = "GIF89a", .type = "image/gif", .cid = "bild"});
  EXPECT_EQ(n3::compose(message, identity), lines(R"(
Date: Mon, 23 Nov 2026 09:50:00 +0000
From: n3@pop.example.org
Message-ID: <5f3c@pop.example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_743ffa975bb6af52180e400dc579bf33"

--=_743ffa975bb6af52180e400dc579bf33
Content-Type: multipart/related;
 boundary="=_7d97b7c8b49abbd8fee0c9f37f5a8a99"; type="multipart/alternative"

--=_7d97b7c8b49abbd8fee0c9f37f5a8a99
Content-Type: multipart/alternative;
 boundary="=_bd2e2aa1a5b861fa9c7313f29156cad7"

--=_bd2e2aa1a5b861fa9c7313f29156cad7
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

Siehe Bild.

--=_bd2e2aa1a5b861fa9c7313f29156cad7
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 7bit

<img src="cid:bild">

--=_bd2e2aa1a5b861fa9c7313f29156cad7--

--=_7d97b7c8b49abbd8fee0c9f37f5a8a99
Content-Type: image/gif
Content-Transfer-Encoding: base64
Content-ID: <bild>
Content-Disposition: inline

R0lGODlh
--=_7d97b7c8b49abbd8fee0c9f37f5a8a99--

--=_743ffa975bb6af52180e400dc579bf33
Content-Type: application/pdf
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename*=UTF-8''%C3%9Cbersicht%202026.pdf

JVBERg==
--=_743ffa975bb6af52180e400dc579bf33--
)"));
}

TEST(Compose, text_of_every_transfer_encoding) {
  const auto body = [](const char* text) {
    const std::string mail = n3::compose(Message{}.text(text), identity);
    return mail.substr(mail.find("Content-Transfer-Encoding"));
  };
  EXPECT_EQ(body("Noon\n"), "Content-Transfer-Encoding: 7bit\r\n\r\nNoon\r\n");
  EXPECT_EQ(body("Zwölf Uhr\n"), "Content-Transfer-Encoding: quoted-printable\r\n\r\nZw=C3=B6lf Uhr\r\n");
  EXPECT_EQ(body("十二時\n"), "Content-Transfer-Encoding: base64\r\n\r\n5Y2B5LqM5pmCDQo=\r\n");
}

TEST(Compose, html_alone) {
  const std::string mail = n3::compose(Message{}.html("<p>Noon</p>"), identity);
  EXPECT_TRUE(mail.ends_with(
      "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n<p>Noon</p>\r\n"));
}

TEST(Compose, an_image_that_no_html_shows_is_an_attachment) {
  const auto message = Message{}.text("t").attach({.bytes = "GIF89a", .type = "image/gif", .cid = "a@b"});
  EXPECT_NE(n3::compose(message, identity).find("Content-Type: multipart/mixed"), std::string::npos);
}

// What the identity says and nothing else: no clock, no random number, no counter.
TEST(Compose, the_same_input_is_the_same_bytes) {
  const auto message = Message{}.subject("Tick").markdown("*tock*").attach({.name = "a", .bytes = "b"});
  const std::string mail = n3::compose(message, identity);
  EXPECT_EQ(n3::compose(message, identity), mail);
  EXPECT_EQ(n3::compose(Message(message), Identity(identity)), mail);
  EXPECT_NE(n3::compose(message, {.uid = "5f3d", .date = identity.date, .host = identity.host}), mail);
}

TEST(Compose, ten_megabytes_of_text) {
  std::string text;
  while (text.size() < 10'000'000) text += "Zwölf Uhr und alles ist gut, sagt der Wächter auf dem Turm.\n";
  const std::string mail = n3::compose(Message{}.text(text), identity);
  EXPECT_GT(mail.size(), text.size());
  EXPECT_LT(mail.size(), text.size() * 5 / 4);
}

TEST(Compose, a_hundred_thousand_addresses) {
  Message message;
  for (int i = 0; i < 100'000; ++i)
    message.to("Jörg " + std::to_string(i), "joerg" + std::to_string(i) + "@example.org");
  const std::string mail = n3::compose(message, identity);
  EXPECT_NE(mail.find("<joerg99999@example.org>\r\nMessage-ID:"), std::string::npos);
}

TEST(Compose, text_made_of_boundaries) {
  const auto plain = Message{}.text("a").html("b");
  const std::string first = n3::compose(plain, identity);
  const std::string boundary = first.substr(first.find("boundary=\"") + 10, 34);
  const std::string mail =
      n3::compose(Message{}.text("--" + boundary + "\n--" + boundary + "--\n").html("b"), identity);
  const std::string other = mail.substr(mail.find("boundary=\"") + 10, 34);
  EXPECT_NE(other, boundary);
  EXPECT_NE(mail.find("\r\n--" + other + "--\r\n"), std::string::npos);
}

TEST(Compose, keywords_are_phrases_with_commas_between_them) {
  const auto keywords = [](const Message& message) {
    const std::string mail = n3::compose(message, {.uid = "1"});
    const std::size_t begin = mail.find("Keywords:");
    return mail.substr(begin, mail.find("\r\nMIME-Version") - begin);
  };
  EXPECT_EQ(keywords(Message{}.keyword("").keyword("sea").keyword("full moon")), "Keywords: sea, full moon");
  EXPECT_EQ(keywords(Message{}.keyword("sea, moon").keyword("x@y")), "Keywords: \"sea, moon\", \"x@y\"");
  EXPECT_EQ(keywords(Message{}.keyword("Küste").keyword("sea")), "Keywords: =?UTF-8?B?S8O8c3Rl?= , sea")
      << "RFC 2047 section 5 (3)";
}

}  // namespace
