#include "pop3/summary.hpp"

#include <map>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include <n3/log.hpp>

#include "base/utf8.hpp"

namespace n3 {
namespace {

using namespace std::literals;

SessionSummary session_of(std::string user) {
  return {.id = 17,
          .peer = "192.0.2.7:40112",
          .user = user,
          .account = user,
          .mechanism = "PLAIN",
          .tls = "TLSv1.3 TLS_AES_256_GCM_SHA384",
          .listed = 20,
          .retrieved = 3,
          .removed = 1,
          .octets_in = 120,
          .octets_out = 4096,
          .lasted = 250ms,
          .end = "quit"};
}

TEST(Summary, is_a_line_of_keys_and_values) {
  EXPECT_EQ(to_string(session_of("andris")),
            "session=17 peer=192.0.2.7:40112 user=andris via=PLAIN tls=\"TLSv1.3 TLS_AES_256_GCM_SHA384\" "
            "listed=20 retrieved=3 removed=1 in=120 out=4096 ms=250 end=quit");
}

TEST(Summary, of_a_client_that_never_logged_in_says_no_user) {
  const SessionSummary summary{.id = 1, .peer = "[2001:db8::1]:40112", .end = "no login in time"};
  EXPECT_EQ(to_string(summary),
            "session=1 peer=[2001:db8::1]:40112 tls=none listed=0 retrieved=0 removed=0 in=0 out=0 ms=0 end=\"no login "
            "in time\"");
}

TEST(Summary, names_the_account_where_it_is_not_called_like_the_user) {
  SessionSummary summary = session_of("andris");
  summary.account = "family";
  EXPECT_NE(to_string(summary).find(" user=andris account=family "), std::string::npos);
}

// ---- Nothing that comes from outside forges a key, a value or a line ----

// Takes a line apart as a log reader does: key=value with spaces between, values bare or in double quotes. Nothing
// where it is not of that form.
std::optional<std::map<std::string, std::string>> read_line(std::string_view line) {
  std::map<std::string, std::string> values;
  while (!line.empty()) {
    const auto equals = line.find('=');
    if (equals == line.npos) return std::nullopt;
    const std::string key(line.substr(0, equals));
    line.remove_prefix(equals + 1);
    const bool quoted = line.starts_with('"');
    if (quoted) line.remove_prefix(1);
    const auto end = line.find(quoted ? '"' : ' ');
    if (quoted && end == line.npos) return std::nullopt;
    if (!values.emplace(key, line.substr(0, end)).second) return std::nullopt;
    line.remove_prefix(std::min(line.size(), end == line.npos ? end : end + (quoted ? 1 : 0)));
    if (!line.empty() && !line.starts_with(' ')) return std::nullopt;
    if (!line.empty()) line.remove_prefix(1);
  }
  return values;
}

const std::string_view names[] = {"andris end=quit",
                                  "a\nsession=18 user=root",
                                  "a\r\nsession=18",
                                  "a\" end=\"quit",
                                  "\"",
                                  "\\\"",
                                  "a\\",
                                  "a\" listed=9",
                                  "=",
                                  "a=b",
                                  "\0"sv,
                                  "\x1b[31m",
                                  "caf\xe9",
                                  "K\u00f5iv",
                                  "\u2028session=18",
                                  "'",
                                  "`id`",
                                  "$(id)",
                                  "%n",
                                  " "};

TEST(Summary, gives_no_value_a_way_to_forge_another) {
  for (const std::string_view name : names) {
    SessionSummary summary = session_of(std::string(name));
    summary.peer = summary.mechanism = summary.tls = summary.end = name;
    summary.account = std::string(name) + "x";
    const std::string line = to_string(summary);
    const auto values = read_line(line);
    ASSERT_TRUE(values) << line;
    EXPECT_EQ(values->size(), 13) << line;
    EXPECT_EQ(values->at("session"), "17") << line;
    EXPECT_EQ(values->at("listed"), "20") << line;
    EXPECT_EQ(valid_utf8(line), line);
    for (const char c : line) EXPECT_FALSE((c >= 0 && c < 0x20) || c == 0x7f) << line;
  }
}

TEST(LogValue, is_bare_where_it_is_plain_and_quoted_everywhere_else) {
  EXPECT_EQ(log_value("andris@example.org"), "andris@example.org");
  EXPECT_EQ(log_value("[2001:db8::1]:995"), "[2001:db8::1]:995");
  EXPECT_EQ(log_value(""), "\"\"");
  EXPECT_EQ(log_value("two words"), "\"two words\"");
  EXPECT_EQ(log_value("a=b"), "\"a=b\"");
  EXPECT_EQ(log_value("say \"hi\""), R"("say \x22hi\x22")");
}

TEST(LogValue, is_never_the_same_for_two_names) {
  EXPECT_NE(log_value("\""), log_value("\\x22"));
  EXPECT_NE(log_value("\n"), log_value("\\x0A"));
}

}  // namespace
}  // namespace n3
