#include "witness.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "messages.hpp"
#include "properties.hpp"

namespace n3::transcripts {
namespace {

constexpr std::size_t longest_reply = 512;   // RFC 2449 section 4, CRLF included

[[noreturn]] void complain(const std::string& what) { throw std::logic_error(what); }

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// One space is one space: two of them have an empty word between them.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (char c : text) {
    if (c == ' ') words.emplace_back();
    else words.back() += c;
  }
  return words;
}

// "1 120" and whatever a server adds behind another space.
std::pair<std::size_t, std::string> numbered(const std::string& line) {
  const auto words = words_of(line);
  const auto number = number_in(words[0]);
  if (words.size() < 2 || !number || *number == 0 || words[1].empty())
    complain("not a message number, one space and a value: \"" + line + "\"");
  return {static_cast<std::size_t>(*number), words[1]};
}

std::uint64_t octets_in(const std::string& text) {
  const auto octets = number_in(text);
  if (!octets) complain("no number of octets: \"" + text + "\"");
  return *octets;
}

void require_printable(std::string_view line) {
  if (line.size() + 2 > longest_reply) complain("a reply longer than 512 octets");
  if (std::ranges::any_of(line, [](char c) { return ascii::is_control(c) || static_cast<unsigned char>(c) >= 0x80; }))
    complain("a reply that is not printable ASCII: \"" + std::string(line) + "\"");
}

bool is_status(std::string_view line, std::string_view status) {
  return line == status || line.starts_with(std::string(status) + ' ');
}

}  // namespace

bool Witness::Command::ends_in_lines() const {
  if (verb == "CAPA" || verb == "RETR" || verb == "TOP") return true;
  return (verb == "LIST" || verb == "UIDL" || verb == "AUTH") && arguments.empty();
}

std::size_t Witness::Command::number() const {
  return arguments.empty() ? 0 : static_cast<std::size_t>(number_in(arguments[0]).value_or(0));
}

Witness::Command Witness::parse(const std::string& line) {
  auto words = words_of(line);
  Command command{line, ascii::uppercase(words[0]), {}};
  command.arguments.assign(words.begin() + 1, words.end());
  return command;
}

// ---- The client ----

void Witness::said(std::string_view octets) {
  if (handshaking_) return;   // nothing sent behind STLS counts
  pending_ += octets;
  for (auto end = pending_.find("\r\n"); end != pending_.npos; end = pending_.find("\r\n")) {
    waiting_.push_back(pending_.substr(0, end));
    pending_.erase(0, end + 2);
  }
}

void Witness::encrypted() {
  if (!handshaking_ && greeted_) complain("a handshake that nobody asked for");
  handshaking_ = false;
  is_encrypted_ = true;
}

// ---- The server ----

void Witness::heard(std::string_view line) {
  octets_heard_ += line.size() + 2;
  if (leaving_) complain("something behind the reply to QUIT");
  if (handshaking_) complain("something in plaintext behind the reply to STLS");
  if (!greeted_) return heard_greeting(line);
  if (listing_) return heard_line_of_body(line);
  heard_status(line);
}

void Witness::heard_greeting(std::string_view line) {
  require_printable(line);
  if (!is_status(line, "+OK")) complain("a greeting that is no +OK");
  greeted_ = true;
}

void Witness::heard_status(std::string_view line) {
  if (waiting_.empty()) complain("a reply to nothing: \"" + std::string(line) + "\"");
  const std::string said = waiting_.front();
  waiting_.pop_front();
  const Command command = parse(in_exchange_ ? mechanism_line_ : said);

  if (line.starts_with("+ ")) {
    if (command.verb != "AUTH" || command.arguments.empty()) complain("a challenge to \"" + said + "\"");
    mechanism_line_ = command.line;
    in_exchange_ = true;
    return;
  }
  require_printable(line);
  const bool was_in_exchange = in_exchange_;
  in_exchange_ = false;
  if (is_status(line, "-ERR")) return;
  if (!is_status(line, "+OK")) complain("no reply: \"" + std::string(line) + "\"");
  if (was_in_exchange) {
    logged_in_ = true;
  } else if (command.ends_in_lines()) {
    listing_ = command;
    status_ = line;
  } else {
    accepted(command, std::string(line.substr(3)));
  }
}

void Witness::heard_line_of_body(std::string_view line) {
  if (line == ".") {
    const Command command = *listing_;
    listing_.reset();
    accepted_lines(command);
    lines_.clear();
    return;
  }
  if (line.starts_with('.')) line.remove_prefix(1);
  const bool is_message = listing_->verb == "RETR" || listing_->verb == "TOP";
  if (!is_message) require_printable(line);
  lines_.emplace_back(line);
}

void Witness::accepted(const Command& command, const std::string& text) {
  if (command.verb == "PASS" || command.verb == "APOP" || command.verb == "AUTH") logged_in_ = true;
  if (command.verb == "QUIT") leaving_ = true;
  if (command.verb == "STAT") saw_stat(text);
  if (command.verb == "LIST" || command.verb == "UIDL") {
    const auto [number, value] = numbered(std::string(trimmed(text)));
    if (number != command.number()) complain("another message than the one asked for");
    if (command.verb == "LIST") remember_octets(number, octets_in(value));
    if (command.verb == "UIDL") remember_uid(number, value);
  }
  if (command.verb == "STLS") {
    handshaking_ = true;
    waiting_.clear();
    pending_.clear();
  }
  if (command.verb == "DELE") {
    if (!marked_.insert(command.number()).second) complain("DELE of a deleted message was accepted");
  }
  if (command.verb == "RSET") marked_.clear();
  if (command.verb == "DELE" || command.verb == "RSET") {
    stat_.reset();
    listed_.reset();
  }
}

void Witness::accepted_lines(const Command& command) {
  if (command.verb == "CAPA") saw_capabilities();
  if (command.verb == "LIST") saw_list();
  if (command.verb == "UIDL") saw_uidl();
  if (command.verb == "RETR") saw_message(command.number());
  if (command.verb == "TOP") saw_top(command.number(), command.arguments.size() > 1 ? command.arguments[1] : "");
}

// ---- What is said about messages ----

void Witness::remember_octets(std::size_t number, std::uint64_t octets) {
  if (marked_.contains(number)) complain("message " + std::to_string(number) + " is shown, though deleted");
  const auto [known, is_new] = octets_.emplace(number, octets);
  if (!is_new && known->second != octets)
    complain("message " + std::to_string(number) + " had " + std::to_string(known->second) + " octets, and now " +
             std::to_string(octets));
}

void Witness::remember_uid(std::size_t number, const std::string& uid) {
  if (marked_.contains(number)) complain("message " + std::to_string(number) + " is shown, though deleted");
  if (uid.size() > 70 || std::ranges::any_of(uid, [](char c) { return c < 0x21 || c > 0x7e; }))
    complain("a unique-id that RFC 1939 does not allow: " + uid);
  const auto [known, is_new] = uids_.emplace(number, uid);
  if (!is_new && known->second != uid) complain("message " + std::to_string(number) + " has another unique-id now");
}

void Witness::saw_stat(const std::string& text) {
  const auto words = words_of(trimmed(text));
  if (words.size() < 2) complain("STAT without two numbers");
  stat_ = {static_cast<std::size_t>(octets_in(words[0])), octets_in(words[1])};
  if (listed_ && listed_->size() != stat_->first) complain("STAT counts other messages than LIST shows");
}

void Witness::saw_list() {
  std::uint64_t sum = 0;
  listed_.emplace();
  for (const std::string& line : lines_) {
    const auto [number, value] = numbered(line);
    if (!listed_->empty() && *listed_->rbegin() >= number) complain("LIST is not in order");
    listed_->insert(number);
    remember_octets(number, octets_in(value));
    sum += octets_in(value);
  }
  if (stat_ && stat_->first != listed_->size()) complain("STAT counts other messages than LIST shows");
  if (stat_ && stat_->second != sum) complain("STAT is not the sum of LIST");
}

void Witness::saw_uidl() {
  std::set<std::string> seen;
  for (const std::string& line : lines_) {
    const auto [number, uid] = numbered(line);
    remember_uid(number, uid);
    if (!seen.insert(uid).second) complain("two messages have the unique-id " + uid);
    if (listed_ && !listed_->contains(number)) complain("UIDL shows a message that LIST does not");
  }
  if (stat_ && stat_->first != seen.size()) complain("UIDL shows another number of messages than STAT counts");
}

void Witness::saw_message(std::size_t number) {
  const std::uint64_t octets = octets_of(lines_);
  remember_octets(number, octets);
  const auto words = words_of(status_);
  const auto announced = words.size() > 1 ? number_in(words[1]) : std::nullopt;
  if (announced && *announced != octets)
    complain("RETR announced " + words[1] + " octets and sent " + std::to_string(octets));
  if (const auto known = messages_.find(number); known != messages_.end() && known->second != lines_)
    complain("RETR sent another message than before");
  messages_[number] = lines_;
  ++retrieved_;
}

void Witness::saw_top(std::size_t number, const std::string& wanted) {
  const auto body = std::ranges::find(lines_, "");
  if (body == lines_.end()) complain("TOP without the empty line behind the header");
  const auto sent = static_cast<std::uint64_t>(lines_.end() - body - 1);
  const auto most = number_in(wanted);
  if (most && sent > *most) complain("TOP sent more lines than were asked for");
  ++retrieved_;
  if (marked_.contains(number)) complain("TOP of a deleted message was accepted");
  const auto known = messages_.find(number);
  if (known == messages_.end()) return;
  const bool is_beginning = known->second.size() >= lines_.size() &&
                            std::equal(lines_.begin(), lines_.end(), known->second.begin());
  if (!is_beginning) complain("TOP is not the beginning of RETR");
  if (most && sent < *most && lines_ != known->second) complain("TOP sent fewer lines than were asked for");
}

void Witness::saw_capabilities() const {
  std::set<std::string> tags;
  for (const std::string& line : lines_) {
    const std::string tag = ascii::uppercase(line.substr(0, line.find(' ')));
    if (tag.empty() || !tags.insert(tag).second) complain("CAPA lists this twice, or nothing: \"" + line + "\"");
  }
  if (is_encrypted_ && tags.contains("STLS")) complain("STLS is offered inside TLS");
}

// ---- The end ----

std::set<std::size_t> Witness::numbers() const { return listed_.value_or(std::set<std::size_t>()); }

std::optional<std::set<std::size_t>> Witness::must_be_removed() const {
  if (leaving_) return marked_;
  const bool is_undecided =
      std::ranges::any_of(waiting_, [](const std::string& line) { return ascii::same(line, "QUIT"); });
  if (is_undecided) return std::nullopt;
  return std::set<std::size_t>();
}

void Witness::finish(bool is_closed, bool is_busy) const {
  if (leaving_ && !is_closed) complain("the connection is open after QUIT");
  if (is_closed || is_busy) return;
  if (listing_) complain("the reply to \"" + listing_->line + "\" has no end");
  if (!waiting_.empty()) complain("no reply to \"" + waiting_.front() + "\"");
}

}  // namespace n3::transcripts
