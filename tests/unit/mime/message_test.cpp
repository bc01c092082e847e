#include <n3/message.hpp>

#include <functional>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using n3::Message;
using testing::HasSubstr;

// What a setter says when it refuses; empty where it does not.
std::string refusal(const std::function<void(Message&)>& set) {
  Message message;
  try {
    set(message);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return {};
}

TEST(Message, keeps_what_its_setters_were_given) {
  const auto message = Message{}
                           .from("Clock", "clock@example.org")
                           .to("Ann Ö", "ann@example.org")
                           .to("ben@example.org")
                           .cc("cid@example.org")
                           .reply_to("Desk", "desk@example.org")
                           .subject("Tick 🕛")
                           .date(std::chrono::sys_seconds{std::chrono::seconds{7}})
                           .text("text")
                           .html("<p>html</p>")
                           .attach({.name = "a.png", .bytes = "PNG", .type = "image/png", .cid = "a@b"})
                           .header("X-One", "1")
                           .header("X-One", "2")
                           .in_reply_to("a@b")
                           .reference("c@d")
                           .reference("a@b")
                           .list_id("News", "news.example.org")
                           .keyword("Sea")
                           .keyword("Moon");
  const auto& fields = message.fields();
  ASSERT_EQ(fields.from.size(), 1u);
  EXPECT_EQ(fields.from[0].name, "Clock");
  ASSERT_EQ(fields.to.size(), 2u);
  EXPECT_EQ(fields.to[0].name, "Ann Ö");
  EXPECT_EQ(fields.to[1].name, "");
  EXPECT_EQ(fields.to[1].address, "ben@example.org");
  EXPECT_EQ(fields.cc.at(0).address, "cid@example.org");
  EXPECT_EQ(fields.reply_to.at(0).name, "Desk");
  EXPECT_EQ(fields.subject, "Tick 🕛");
  EXPECT_EQ(fields.date->time_since_epoch().count(), 7);
  EXPECT_EQ(fields.text, "text");
  EXPECT_EQ(fields.html, "<p>html</p>");
  EXPECT_EQ(fields.attachments.at(0).cid, "a@b");
  ASSERT_EQ(fields.headers.size(), 2u);
  EXPECT_EQ(fields.headers[1].second, "2");
  EXPECT_EQ(fields.in_reply_to, "a@b");
  EXPECT_EQ(fields.references, (std::vector<std::string>{"c@d", "a@b"}));
  EXPECT_EQ(fields.list_id.address, "news.example.org");
  EXPECT_EQ(fields.keywords, (std::vector<std::string>{"Sea", "Moon"}));
}

TEST(Message, has_one_sender_the_last_one_said) {
  const auto message = Message{}.from("a@example.org").from("B", "b@example.org");
  ASSERT_EQ(message.fields().from.size(), 1u);
  EXPECT_EQ(message.fields().from[0].address, "b@example.org");
}

TEST(Message, of_markdown_has_text_and_html) {
  const auto message = Message{}.markdown("It is **noon**.");
  EXPECT_EQ(message.fields().text, "It is **noon**.");
  EXPECT_THAT(*message.fields().html, HasSubstr("<p>It is <strong>noon</strong>.</p>"));
}

TEST(Message, refuses_line_ends_and_nul_in_every_header) {
  using namespace std::string_literals;
  for (const std::string& bad : {"a\r\nBcc: b@c"s, "a\nb"s, "a\rb"s, "a\0b"s, "\n"s}) {
    EXPECT_NE(refusal([&](Message& m) { m.subject(bad); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.from(bad, "a@b"); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.to(bad, "a@b"); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.cc(bad, "a@b"); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.reply_to(bad, "a@b"); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.to("a", bad + "@b"); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.to("a", "a@" + bad); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.header("X-One", bad); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.header(bad, "x"); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.in_reply_to(bad + "@b"); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.reference("a@" + bad); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.list_id(bad, "a.b"); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.list_id("a", "a." + bad); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.attach({.type = "text/" + bad}); }), "");
    EXPECT_NE(refusal([&](Message& m) { m.attach({.cid = bad}); }), "");
  }
}

TEST(Message, says_which_setter_refused_what_and_why) {
  EXPECT_EQ(refusal([](Message& m) { m.to("Ann", "ann"); }),
            "n3::Message::to: \"ann\" is not an e-mail address such as ann@example.org");
  EXPECT_EQ(
      refusal([](Message& m) { m.subject("a\r\nb"); }),
      "n3::Message::subject: \"a\\x0D\\x0Ab\" has a CR, LF or NUL, which no header may have: replace it by a space");
  EXPECT_THAT(refusal([](Message& m) { m.to("ann@köln.example"); }), HasSubstr("write the domain in its xn-- form"));
  EXPECT_THAT(refusal([](Message& m) { m.reference(std::string(5000, 'a') + "@b"); }),
              testing::AllOf(HasSubstr("at most 900 octets"), HasSubstr("aaaa...")));
  EXPECT_THAT(refusal([](Message& m) { m.in_reply_to("<a@b>"); }), HasSubstr("without angle brackets"));
}

TEST(Message, refuses_headers_that_are_not_for_free_text) {
  for (const char* name :
       {"From", "to", "CC", "Reply-To", "subject", "Date", "In-Reply-To", "References", "List-ID", "keywords"})
    EXPECT_THAT(refusal([&](Message& m) { m.header(name, "x"); }), HasSubstr("has a setter of its own")) << name;
  for (const char* name : {"MIME-Version", "message-id", "Content-Type", "content-anything"})
    EXPECT_THAT(refusal([&](Message& m) { m.header(name, "x"); }), HasSubstr("is written by n3::compose")) << name;
  for (const char* name : {"Bcc", "Sender", "Return-Path", "Received", "Resent-From"})
    EXPECT_THAT(refusal([&](Message& m) { m.header(name, "x"); }), HasSubstr("belongs to mail transport")) << name;
  for (const std::string& name :
       {std::string(), std::string("X Y"), std::string("X:"), std::string("Ä"), std::string(51, 'X')})
    EXPECT_THAT(refusal([&](Message& m) { m.header(name, "x"); }), HasSubstr("is not a header's name")) << name;
}

TEST(Message, refuses_types_and_ids_that_are_none) {
  for (const char* type : {"", "image", "image/", "a/b; c", "multipart/mixed"})
    EXPECT_NE(refusal([&](Message& m) { m.attach({.type = type}); }), "") << type;
  for (const std::string& cid :
       {std::string("<a@b>"), std::string("a b"), std::string("ä"), std::string("a\"b"), std::string(201, 'a')})
    EXPECT_NE(refusal([&](Message& m) { m.attach({.cid = cid}); }), "") << cid;
  for (const char* id : {"", "news", "a b.c", "a..b", "<a.b>"})
    EXPECT_NE(refusal([&](Message& m) { m.list_id("x", id); }), "") << id;
}

TEST(Message, is_unchanged_where_a_setter_refused) {
  Message message = Message{}.subject("before");
  EXPECT_THROW(message.subject("a\nb"), std::invalid_argument);
  EXPECT_THROW(message.attach({.type = "no type"}), std::invalid_argument);
  EXPECT_EQ(message.fields().subject, "before");
  EXPECT_TRUE(message.fields().attachments.empty());
}

TEST(Message, shows_bad_octets_and_control_characters_harmlessly) {
  const auto message =
      Message{}.subject("a\xff\x1b\tb").text("\xff").html("\xc3").attach({.name = "a\r\nb\x01\xff.txt"});
  EXPECT_EQ(message.fields().subject, "a\uFFFD  b");
  EXPECT_EQ(message.fields().text, "\uFFFD");
  EXPECT_EQ(message.fields().html, "\uFFFD");
  EXPECT_EQ(message.fields().attachments[0].name, "a__b_\uFFFD.txt");
}

}  // namespace
