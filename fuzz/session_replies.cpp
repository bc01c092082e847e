#include "session_replies.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <string>

#include "input.hpp"
#include "session_world.hpp"
#include "tests/unit/pop3/wire_form.hpp"

namespace n3::fuzz {
namespace {

std::optional<std::uint64_t> number_at(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end != text.data() ? std::optional(number) : std::nullopt;
}

bool is_printable(std::string_view line) {
  return std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; });
}

bool says(std::string_view status, std::string_view beginning, std::string_view end) {
  return status.starts_with(beginning) && status.ends_with(end);
}

// "+OK 14 octets" is RETR's, "+OK 3 messages (42 octets)" LIST's.
bool is_retr(std::string_view status) { return says(status, "+OK ", " octets") && number_at(status.substr(4)); }
bool is_list(std::string_view status) { return says(status, "+OK ", " octets)") && number_at(status.substr(4)); }
bool has_lines(std::string_view status) {
  return says(status, "+OK ", " follow") || says(status, "+OK ", " follows") || is_retr(status) || is_list(status);
}

std::string joined(const std::vector<std::string_view>& lines) {
  std::string text;
  for (const std::string_view line : lines) text.append(line).append("\r\n");
  return text;
}

// A message as RETR has it, without stuffing.
std::string retrieved(const std::string& message) {
  std::string text;
  for (const std::string& line : pop3::lines_of(pop3::wire_form(message).bytes))
    text += line.substr(line.starts_with('.') ? 1 : 0) + "\r\n";
  return text;
}

const std::set<std::string>& whole_messages() {
  static const std::set<std::string> all = [] {
    std::set<std::string> texts;
    for (const std::string& message : messages()) texts.insert(retrieved(message));
    return texts;
  }();
  return all;
}

// TOP counts nothing: it may be of a body that is not as long as was listed.
const std::set<std::string>& all_bodies() {
  static const std::set<std::string> all = [] {
    std::set<std::string> texts = whole_messages();
    for (const std::string& message : messages())
      texts.insert({retrieved(with_more(message)), retrieved(with_less(message))});
    return texts;
  }();
  return all;
}

}  // namespace

Replies::Replies(std::string_view output, bool complete) : rest_(output), complete_(complete) {
  while (read_reply()) ++count_;
}

// False at the end, also where it comes in the middle of a line; that is allowed where the connection broke.
bool Replies::read_line(std::string_view& line) {
  const auto end = rest_.find("\r\n");
  if (end == rest_.npos) {
    require(rest_.empty() || !complete_, "every line ends in CRLF");
    rest_ = {};
    return false;
  }
  line = rest_.substr(0, end);
  require(line.find('\n') == line.npos, "a line holds no LF");
  rest_.remove_prefix(end + 2);
  return true;
}

bool Replies::read_reply() {
  std::string_view status;
  if (!read_line(status)) return false;
  const bool challenge = status.starts_with("+ ");
  require(challenge || status.starts_with("+OK ") || status.starts_with("-ERR "), "a reply begins with its status");
  require(is_printable(status), "a status line is printable ASCII");
  require(challenge || status.size() + 2 <= 512, "a status line is at most 512 octets. RFC 2449 section 4");
  if (has_lines(status)) read_lines(status);
  if (says(status, "+OK message ", " deleted")) deleted_.insert(*number_at(status.substr(12)));
  if (status.starts_with("+OK maildrop has ")) deleted_.clear();
  return true;
}

void Replies::read_lines(std::string_view status) {
  std::vector<std::string_view> lines;
  for (std::string_view line; read_line(line);) {
    if (line == ".") {
      if (is_retr(status)) check_message(status, lines);
      if (status == "+OK top of message follows") check_top(lines);
      if (is_list(status) || status == "+OK unique-ids follow") check_listing(status, lines);
      return;
    }
    if (line.starts_with('.')) require(line.starts_with(".."), "a line that begins with a dot is stuffed");
    lines.push_back(line.substr(line.starts_with('.') ? 1 : 0));
  }
  require(!complete_, "what has lines ends with a dot");
}

void Replies::check_message(std::string_view status, const std::vector<std::string_view>& lines) const {
  const std::string text = joined(lines);
  require(text.size() == *number_at(status.substr(4)), "RETR sends as many octets as it says");
  require(whole_messages().contains(text), "what RETR sends in full is a message, whole");
}

void Replies::check_top(const std::vector<std::string_view>& lines) const {
  const std::string text = joined(lines);
  const auto begins_with_it = [&](const std::string& message) { return message.starts_with(text); };
  require(std::ranges::any_of(all_bodies(), begins_with_it), "what TOP sends is the beginning of a message");
}

void Replies::check_listing(std::string_view status, const std::vector<std::string_view>& lines) const {
  std::uint64_t last = 0;
  std::uint64_t octets = 0;
  for (const std::string_view line : lines) {
    const auto space = line.find(' ');
    const auto number = number_at(line);
    require(number && space != line.npos && line.find(' ', space + 1) == line.npos, "an entry is a number and a word");
    require(*number > last, "numbers go up");
    require(!deleted_.contains(*number), "what is deleted is not listed");
    last = *number;
    octets += number_at(line.substr(space + 1)).value_or(0);
  }
  if (!is_list(status)) return;
  require(lines.size() == *number_at(status.substr(4)), "LIST lists as many messages as it says");
  require(octets == *number_at(status.substr(status.find('(') + 1)), "LIST adds up");
}

}  // namespace n3::fuzz
