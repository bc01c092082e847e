#include "mime/parse_date.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.hpp"

namespace n3::mime {
namespace {

using std::chrono::minutes;

// A number, a word or a sign.
struct Token {
  enum class Kind { number, word, sign };
  Kind kind;
  std::string text;  // a word in lower case
  int value = 0;     // of a number
  bool after_space = false;

  bool is(char sign) const { return kind == Kind::sign && text.front() == sign; }
};

std::vector<Token> tokens_of(std::string_view text) {
  constexpr std::size_t most = 40;
  std::vector<Token> tokens;
  bool space = false;
  while (!text.empty() && tokens.size() < most) {
    const auto take_while = [&](auto belongs) {
      const auto end = std::ranges::find_if_not(text, belongs);
      std::string token(text.begin(), end);
      text.remove_prefix(token.size());
      return token;
    };
    const char c = text.front();
    if (ascii::is_digit(c)) {
      Token token{Token::Kind::number, take_while(ascii::is_digit), 0, space};
      std::from_chars(token.text.data(), token.text.data() + std::min<std::size_t>(token.text.size(), 9), token.value);
      tokens.push_back(std::move(token));
    } else if (ascii::is_alnum(c)) {
      tokens.push_back({Token::Kind::word,
                        ascii::lowercase(take_while([](char l) { return ascii::is_alnum(l) && !ascii::is_digit(l); })),
                        0, space});
    } else {
      if (c != ' ' && !ascii::is_control(c)) tokens.push_back({Token::Kind::sign, std::string(1, c), 0, space});
      text.remove_prefix(1);
      space = c == ' ' || ascii::is_control(c);
      continue;
    }
    space = false;
  }
  return tokens;
}

constexpr std::string_view months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                       "jul", "aug", "sep", "oct", "nov", "dec"};

// 1 to 12; 0: no month. The first three letters count.
int month_number(std::string_view word) {
  if (word.size() < 3) return 0;
  const auto* found = std::ranges::find(months, word.substr(0, 3));
  return found == std::end(months) ? 0 : static_cast<int>(found - months) + 1;
}

// In minutes east of Greenwich.
constexpr std::pair<std::string_view, int> zones[] = {
    {"z", 0},      {"ut", 0},     {"utc", 0},    {"gmt", 0},     {"wet", 0},     {"bst", 60},   {"west", 60},
    {"cet", 60},   {"met", 60},   {"cest", 120}, {"mest", 120},  {"eet", 120},   {"eest", 180}, {"msk", 180},
    {"ist", 330},  {"hkt", 480},  {"sgt", 480},  {"awst", 480},  {"jst", 540},   {"kst", 540},  {"aest", 600},
    {"aedt", 660}, {"nzst", 720}, {"nzdt", 780}, {"ndt", -150},  {"nst", -210},  {"adt", -180}, {"ast", -240},
    {"edt", -240}, {"est", -300}, {"et", -300},  {"cdt", -300},  {"cst", -360},  {"mdt", -360}, {"mst", -420},
    {"pdt", -420}, {"pst", -480}, {"pt", -480},  {"akdt", -480}, {"akst", -540}, {"hst", -600}};

struct Date {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  minutes east{0};

  std::optional<std::chrono::sys_seconds> time() const {
    using namespace std::chrono;
    const year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day)));
    const bool good = year >= 1900 && year <= 9999 && date.ok() && hour <= 24 && minute <= 59 && second <= 60;
    if (!good || abs(east) > hours(24)) return std::nullopt;
    return sys_days(date) + hours(hour) + minutes(minute) + seconds(std::min(second, 59)) - east;
  }
};

class Reader {
 public:
  explicit Reader(std::string_view text) : tokens_(tokens_of(text)) {}

  std::optional<std::chrono::sys_seconds> read() {
    if (tokens_.empty()) return std::nullopt;
    const bool year_first = peek().kind == Token::Kind::number && peek().text.size() >= 4;
    if (!(year_first ? read_iso_date() : read_words())) return std::nullopt;
    return date_.time();
  }

 private:
  const Token& peek(std::size_t ahead = 0) const {
    static const Token none{Token::Kind::sign, ";", 0, false};
    return next_ + ahead < tokens_.size() ? tokens_[next_ + ahead] : none;
  }
  bool at_end() const { return next_ >= tokens_.size(); }
  bool skip(char sign) {
    if (!peek().is(sign)) return false;
    ++next_;
    return true;
  }
  bool number(int& value) {
    if (peek().kind != Token::Kind::number) return false;
    value = tokens_[next_++].value;
    return true;
  }

  // 2026-11-23T09:50:00.5+02:00, 20261123T095000Z, 2026-11, 2026/11/23 09:50
  bool read_iso_date() {
    const std::string digits = peek().text;
    date_.month = date_.day = 1;
    number(date_.year);
    if (digits.size() == 8) {
      date_.day = date_.year % 100;
      date_.month = date_.year / 100 % 100;
      date_.year /= 10000;
    } else if (digits.size() != 4) {
      return false;
    } else if (skip('-') || skip('/') || skip('.')) {
      if (!number(date_.month)) return false;
      if ((skip('-') || skip('/') || skip('.')) && !number(date_.day)) return false;
    }
    if (peek().kind == Token::Kind::word && peek().text == "t") ++next_;
    if (peek().kind == Token::Kind::number) read_time();
    return read_zone();
  }

  // Mon, 23 Nov 2026 09:50:00 +0200; November 23, 2026 9:50 PM; Mon Nov 23 09:50:00 UTC 2026
  bool read_words() {
    if (peek().kind == Token::Kind::word && peek(1).is(',')) ++next_;  // a weekday; "Mar" is Tuesday to some
    while (!at_end()) {
      const Token& token = peek();
      if (token.kind == Token::Kind::number && peek(1).is(':')) {
        read_time();
        if (!read_zone()) return false;
      } else if (token.kind == Token::Kind::number) {
        read_day_or_year();
      } else {
        if (token.kind == Token::Kind::word && date_.month == 0) date_.month = month_number(token.text);
        ++next_;
      }
    }
    return date_.day > 0 && date_.month > 0 && has_year_;
  }

  void read_day_or_year() {
    const Token& token = peek();
    if (date_.day == 0 && token.text.size() <= 2) {
      date_.day = token.value;
    } else if (!has_year_) {
      has_year_ = true;
      date_.year = token.value;
      if (token.text.size() == 2) date_.year += token.value < 50 ? 2000 : 1900;  // RFC 2822 section 4.3
      if (token.text.size() == 3) date_.year += 1900;
    }
    ++next_;
  }

  // 09:50, 09:50:00.123, 095000, 9:50 PM
  void read_time() {
    const std::string digits = peek().text;
    number(date_.hour);
    if (digits.size() == 6 || digits.size() == 4) {
      date_.second = digits.size() == 6 ? date_.hour % 100 : 0;
      if (digits.size() == 6) date_.hour /= 100;
      date_.minute = date_.hour % 100;
      date_.hour /= 100;
    }
    if (skip(':') && number(date_.minute) && skip(':')) number(date_.second);
    int fraction = 0;
    if (skip('.') || skip(',')) number(fraction);
    if (peek().text == "pm" && date_.hour < 12) date_.hour += 12;
    if (peek().text == "am" && date_.hour == 12) date_.hour = 0;
    if (peek().text == "pm" || peek().text == "am") ++next_;
  }

  // Z, GMT, +0200, +02:00, GMT+2, EST; false for an offset that is none.
  bool read_zone() {
    if (peek().kind == Token::Kind::word) {
      const auto* zone = std::ranges::find(zones, peek().text, &std::pair<std::string_view, int>::first);
      if (zone == std::end(zones)) return true;
      date_.east = minutes(zone->second);
      ++next_;
    }
    if (!peek().is('+') && !peek().is('-')) return true;
    if (peek(1).kind != Token::Kind::number || peek(1).after_space) return true;
    const int sign = peek().is('-') ? -1 : 1;
    ++next_;
    const std::size_t digits = peek().text.size();
    int hours = 0;
    int rest = 0;
    number(hours);
    if (digits > 2) {
      rest = hours % 100;
      hours /= 100;
    } else if (skip(':')) {
      number(rest);
    }
    date_.east = sign * minutes(hours * 60 + rest);
    return rest <= 59;  // and Date sees to the hours
  }

  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  Date date_;
  bool has_year_ = false;
};

}  // namespace

std::optional<std::chrono::sys_seconds> parse_date(std::string_view text) { return Reader(text).read(); }

}  // namespace n3::mime
