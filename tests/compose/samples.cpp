#include "samples.hpp"

#include <chrono>
#include <string_view>

namespace {

using namespace std::chrono;

n3::Identity identity(unsigned number) {
  return {.uid = "sample-" + std::to_string(number),
          .date = sys_days{2026y / 11 / 23} + seconds{number},
          .host = "n3.example"};
}

n3::Message simple() { return n3::Message{}.from("Clock", "clock@example.org").to("ann@example.org").subject("Tick"); }

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  while (times-- > 0) result += text;
  return result;
}

std::vector<n3::Message> subjects() {
  const std::vector<std::string> texts = {
      "Ä",
      "Grüße aus Köln",
      "日本語の件名",
      "Tick 🕛 tock",
      " leads with a space",
      "ends with a space ",
      "two  spaces",
      "   ",
      "=?UTF-8?Q?not_meant?=",
      "a =?b",
      "ä  ö",
      "a ä b ö c",
      repeated("word ", 100),
      repeated("ä", 300),
      repeated("日本語", 100),
      repeated("ab🕛", 60),
      std::string(3000, 'x'),
      "x " + std::string(200, 'y') + " z",
      std::string(66, 'x'),
      std::string(67, 'x'),
      "(a comment) \"a quote\" <angles>, comma; semicolon: colon",
      "Re: [list] Ünïcode [again]",
      std::string(40, ' '),
      "\xc2\xa0non-breaking\xc2\xa0",
      "\xe2\x80\xa8line separator",
  };
  std::vector<n3::Message> messages;
  for (const auto& text : texts) messages.push_back(simple().subject(text).text("Body.\n"));
  return messages;
}

std::vector<n3::Message> names() {
  const std::vector<std::string> texts = {
      "Ann",
      "Ann Smith",
      "Dr. Ann Smith, MD",
      "Ann \"the\" Smith",
      "back\\slash",
      "Ann Ö",
      "日本 語",
      "a@b",
      " ann ",
      "two  spaces",
      "(not a comment)",
      "=?UTF-8?Q?no?=",
      repeated("Ann ", 40) + "Smith",
      repeated("Dr. ", 40) + "Smith",
      std::string(100, 'n'),
      repeated("ö", 100),
      "O'Neill",
      "a;b:c",
      "x_y",
      "?",
      "=",
  };
  std::vector<n3::Message> messages;
  for (const auto& text : texts)
    messages.push_back(n3::Message{}
                           .from(text, "ann@example.org")
                           .to(text, "ben@example.org")
                           .to(text, "cid@example.org")
                           .reply_to(text, "d@example.org")
                           .list_id(text, "list.example.org")
                           .subject("names"));
  return messages;
}

std::vector<n3::Message> addresses() {
  n3::Message many = simple();
  for (int i = 0; i < 300; ++i) many.to("Person " + std::to_string(i), "person" + std::to_string(i) + "@example.org");
  n3::Message odd = simple();
  for (const char* address :
       {"a@b", "a.b@c.d", "!#$%&'*+-/?^_`{|}~=@example.org", "\"a b\"@example.org", "\"a@b\"@example.org",
        "\"a\\\"b\"@example.org", "ann@[192.0.2.1]", "ann@[IPv6:2001:db8::1]", "ann@xn--kln-sna.example"})
    odd.to(address).cc("Named", address);
  n3::Message longest = simple().to("Long", std::string(64, 'l') + '@' + std::string(251, 'd') + ".org");
  return {many, odd, longest};
}

std::vector<n3::Message> texts() {
  const std::vector<std::string> bodies = {
      "",
      "\n",
      "one line",
      "one line\n",
      "two\nlines\n",
      "crlf\r\nlines\r\n",
      "old\rmac\r",
      "\n\n\n",
      "Grüße\n",
      "日本語のテキスト\n",
      repeated("日本語のテキスト", 500),
      repeated("long ", 1000),
      std::string(5000, 'x'),
      "trailing blank \nand tab\t\n",
      ".\n..\n.dot\n",
      "From here\nFrom there\n",
      "tab\there\n",
      "a\n.",
      "control \x01\x1b[31m\x7f\n",
      std::string("nul \0 here\n", 11),
      "--\nsignature\n",
      "--=_sample\n",
      "=\n==\n=3D\n",
      "soft=\n",
      std::string(76, 'x') + "\n",
      std::string(77, 'x') + "\n",
      std::string(75, 'x') + "ä\n",
      std::string(74, 'x') + " \n",
      repeated("x", 75) + ".y\n",
      repeated("x", 75) + "From y\n",
      " leading\n",
      "\xef\xbb\xbf"
      "byte order mark\n",
      repeated("🕛", 100) + "\n",
  };
  std::vector<n3::Message> messages;
  for (const auto& body : bodies) {
    messages.push_back(simple().text(body));
    messages.push_back(simple().text(body).html("<p>" + body + "</p>"));
  }
  messages.push_back(simple());
  messages.push_back(simple().html("<p>Only HTML</p>\n"));
  messages.push_back(simple().markdown(
      "It is **noon**.\n\n| a | b |\n|---|---|\n| 1 | ~~2~~ |\n\n<script>x</script> www.example.org\n"));
  return messages;
}

std::string all_octets() {
  std::string bytes;
  for (int i = 0; i < 1024; ++i) bytes += static_cast<char>(i * 7);
  return bytes;
}

std::vector<n3::Message> file_names() {
  const std::vector<std::string> texts = {
      "a.txt",
      "two words.pdf",
      "quo\"te.txt",
      "back\\slash.txt",
      "sl/ash",
      "../../etc/passwd",
      "",
      " ",
      " a ",
      "Zürich.pdf",
      "日本語.txt",
      repeated("長い名前", 40) + ".txt",
      std::string(200, 'n') + ".txt",
      "=?UTF-8?Q?x?=.txt",
      "100%.txt",
      "50%25.txt",
      "a'b''c.txt",
      "semi;colon=equals.txt",
      "star*.txt",
      "(parens).txt",
      "🕛.png",
      "a,b<c>d@e:f?g[h]i{j}.txt",
      "utf-8''x",
      std::string(60, 'a'),
      std::string(61, 'a'),
      std::string(62, 'a'),
      std::string(63, 'a'),
      std::string(64, 'a'),
  };
  std::vector<n3::Message> messages;
  for (const auto& text : texts)
    messages.push_back(simple().text("See file.\n").attach({.name = text, .bytes = all_octets()}));
  return messages;
}

std::vector<n3::Message> attachments() {
  const n3::Attachment logo{.name = "logo.png", .bytes = all_octets(), .type = "image/png", .cid = "logo@example.org"};
  const n3::Attachment plain_cid{.name = "", .bytes = "GIF89a", .type = "image/gif", .cid = "dot"};
  const n3::Attachment csv{.name = "t.csv", .bytes = "a;b\nö;ü\n", .type = "text/csv; header=present"};
  const n3::Attachment latin{.name = "l.txt", .bytes = "\xe4\n", .type = "text/plain; charset=\"iso-8859-1\""};
  const n3::Attachment mail{.name = "m.eml", .bytes = "Subject: inner\nFrom: a@b\n\nHello\n", .type = "message/rfc822"};
  const n3::Attachment mail8{.name = "m8.eml", .bytes = "Subject: ä\n\nHello\n", .type = "message/rfc822"};
  const n3::Attachment not_mail{.name = "n.eml", .bytes = "This is no mail\n", .type = "message/rfc822"};
  const n3::Attachment own{.name = "own.eml",
                           .bytes = n3::compose(simple().text("a").html("b").attach(csv), identity(7)),
                           .type = "message/rfc822"};
  const n3::Attachment empty{.name = "empty", .bytes = "", .type = "application/octet-stream"};
  const n3::Attachment parameters{
      .name = "p", .bytes = "x", .type = "application/x-y; a=\"b c\"; long=" + std::string(200, 'v')};
  const std::string html = "<img src=\"cid:logo@example.org\"><img src=\"cid:dot\">";
  return {
      simple().text("t").html(html).attach(logo),
      simple().html(html).attach(logo).attach(plain_cid),
      simple().text("t").html(html).attach(csv).attach(logo).attach(latin).attach(plain_cid),
      simple().text("t").attach(logo),
      simple().attach(csv),
      simple().text("t").attach(mail).attach(mail8).attach(not_mail).attach(own),
      simple().html("<p>h</p>").attach(empty).attach(parameters),
  };
}

std::vector<n3::Message> other_headers() {
  n3::Message thread = simple().in_reply_to("a.b@example.org");
  for (int i = 0; i < 60; ++i) thread.reference(std::to_string(i) + ".thread@example.org");
  const std::string left(890, 'i');
  n3::Message long_ids = simple().in_reply_to(left + "@b.org").reference(left + "@c.org").reference("k@b");
  n3::Message extra = simple().header("X-Empty", "").header("X-Same", "1").header("X-Same", "2");
  extra.header("List-Archive", "<https://example.org/" + std::string(300, 'a') + ">");
  extra.header("X-Long", std::string(3000, 'x')).header(std::string(50, 'N'), "🕛").header(std::string(50, 'M'), "  x");
  extra.keyword("ä")
      .keyword("b")
      .keyword("c, d")
      .header("X-Emoji", repeated("🕛 ", 50))
      .header("!#$%&'*+-.^_`|~", "odd name");
  return {thread, long_ids, extra};
}

std::vector<n3::Message> dates() {
  std::vector<n3::Message> messages;
  const std::vector<sys_seconds> moments = {sys_seconds{}, sys_seconds{} - 1s, sys_days{1900y / 1 / 1},
                                            sys_days{2000y / 2 / 29} + 12h, sys_days{9999y / 12 / 31} + 86399s};
  for (const auto moment : moments) messages.push_back(simple().date(moment));
  return messages;
}

}  // namespace

std::vector<Sample> chosen_samples() {
  std::vector<Sample> samples;
  for (const auto& group :
       {subjects(), names(), addresses(), texts(), file_names(), attachments(), other_headers(), dates()})
    for (const auto& message : group) samples.push_back({message, identity(static_cast<unsigned>(samples.size()))});
  samples.push_back({simple(), {.uid = "<odd>@uid;\"", .date = {}, .host = "not a host"}});
  samples.push_back({n3::Message{}, {.uid = std::string(70, '~'), .date = {}, .host = "[192.0.2.1]"}});
  return samples;
}
