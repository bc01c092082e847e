#include "witness.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/ascii.hpp"

namespace n3::transcripts {
namespace {

constexpr std::size_t longest_reply = 512;  // RFC 2449 section 4, CRLF included

[[noreturn]] void complain(const std::string& what) { throw std::logic_error(what); }

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
  if (handshaking_) return;  // nothing sent behind STLS counts
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
  const auto text = line.substr(std::min<std::size_t>(line.size(), 4));
  if (was_in_exchange) {
    logged_in_ = true;
  } else if (command.ends_in_lines()) {
    listing_ = command;
    status_ = text;
  } else {
    accepted(command, text);
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

void Witness::accepted(const Command& command, std::string_view text) {
  if (command.verb == "PASS" || command.verb == "APOP" || command.verb == "AUTH") logged_in_ = true;
  if (command.verb == "QUIT") leaving_ = true;
  if (command.verb == "STAT") claims_.stat(text);
  if (command.verb == "LIST") claims_.list(command.number(), text);
  if (command.verb == "UIDL") claims_.uidl(command.number(), text);
  if (command.verb == "DELE") claims_.dele(command.number());
  if (command.verb == "RSET") claims_.rset();
  if (command.verb == "STLS") {
    handshaking_ = true;
    waiting_.clear();
    pending_.clear();
  }
}

void Witness::accepted_lines(const Command& command) {
  if (command.verb == "CAPA") saw_capabilities();
  if (command.verb == "LIST") claims_.list(lines_);
  if (command.verb == "UIDL") claims_.uidl(lines_);
  if (command.verb == "RETR") claims_.retr(command.number(), status_, lines_);
  if (command.verb == "TOP")
    claims_.top(command.number(), command.arguments.size() > 1 ? command.arguments[1] : "", lines_);
  if (command.verb == "RETR" || command.verb == "TOP") ++retrieved_;
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

std::optional<std::set<std::size_t>> Witness::must_be_removed() const {
  if (leaving_) return claims_.deleted();
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
