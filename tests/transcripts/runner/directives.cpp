#include "directives.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>
#include <utility>

#include <n3/maildrop.hpp>

#include "messages.hpp"
#include "properties.hpp"

namespace n3::transcripts {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& expected) {
  throw std::invalid_argument("\"" + std::string(text) + "\": expected " + expected);
}

std::size_t octets_in(std::string_view text) {
  if (!text.ends_with(" octets")) refuse(text, "a number of octets");
  return parse_number(text.substr(0, text.size() - 7));
}

void parse_message_property(std::string_view text, ScriptedMessage& message) {
  if (take_word(text, "uid")) {
    message.uid = parse_value(text);
  } else if (take_word(text, "chunks of")) {
    message.chunk = parse_number(text);
  } else if (take_word(text, "breaks off after")) {
    message.breaks_off = octets_in(text);
  } else if (take_word(text, "says")) {
    message.claimed = octets_in(text);
  } else if (take_word(text, "fails")) {
    message.error = parse_error(text);
  } else if (text == "hidden") {
    message.hidden = true;
  } else {
    message.bytes = generated_message(octets_in(text));
  }
}

void parse_message(std::string_view text, Setting& setting) {
  ScriptedMessage message;
  message.uid = "uid-" + std::to_string(setting.messages.size() + 1);
  for (const std::string& property : split(text, ','))
    if (!property.empty()) parse_message_property(property, message);
  setting.messages.push_back(std::move(message));
}

void parse_messages(std::string_view text, Setting& setting) {
  const auto of = text.find(" of ");
  if (of == text.npos) refuse(text, "such as 3000 of 60 octets");
  for (auto count = parse_number(text.substr(0, of)); count > 0; --count) parse_message(text.substr(of + 4), setting);
}

void parse_account(std::string_view text, Setting& setting) {
  ScriptedAccount account;
  for (const std::string& property : split(text, ',')) {
    std::string_view rest = property;
    if (take_word(rest, "user")) {
      account.user = parse_value(rest);
    } else if (take_word(rest, "password")) {
      account.password = parse_value(rest);
    } else if (take_word(rest, "opens")) {
      account.account = parse_value(rest);
    } else {
      refuse(property, "user, password or opens");
    }
  }
  if (account.account.empty()) account.account = account.user;
  setting.accounts.push_back(std::move(account));
}

void parse_accounts(std::string_view text, Setting& setting) {
  if (text == "without secrets") {
    setting.has_secrets = false;
  } else if (take_word(text, "fail")) {
    setting.accounts_error = parse_error(text);
  } else {
    refuse(text, "without secrets, or fail and how");
  }
}

void parse_maildrop(std::string_view text, Setting& setting) {
  if (text == "held by another session") {
    setting.maildrop_held = true;
  } else if (text == "keeps for ever") {
    setting.kept_for = Snapshot::for_ever;
  } else if (take_word(text, "keeps")) {
    setting.kept_for = std::chrono::days(parse_number(text.substr(0, text.find(' '))));
  } else if (take_word(text, "fails")) {
    setting.maildrop_error = parse_error(text);
  } else {
    refuse(text, "held by another session, keeps and how long, or fails and how");
  }
}

void parse_removal(std::string_view text, Setting& setting) {
  if (!take_word(text, "fails")) refuse(text, "fails and how");
  setting.removal_error = parse_error(text);
}

void parse_channel(std::string_view text, Setting& setting) {
  const auto words = split(text, ',');
  if (words[0] == "plaintext")
    setting.way.kind = Way::Kind::plaintext;
  else if (words[0] == "starttls")
    setting.way.kind = Way::Kind::starttls;
  else if (words[0] == "tls")
    setting.way.kind = Way::Kind::tls;
  else
    refuse(text, "plaintext, starttls or tls");
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "login not allowed")
      setting.way.plaintext_login = false;
    else if (words[i] == "handshake to come")
      setting.way.handshake_to_come = true;
    else
      refuse(words[i], "login not allowed, or handshake to come");
  }
}

using Directive = std::pair<std::string_view, std::function<void(std::string_view, Setting&)>>;

Directive duration(std::string_view name, std::chrono::seconds Policy::* member) {
  return {name, [member](std::string_view text, Setting& setting) {
            setting.policy.*member = std::chrono::duration_cast<std::chrono::seconds>(parse_duration(text));
          }};
}

template <class Number>
Directive number(std::string_view name, Number Policy::* member) {
  return {name, [member](std::string_view text, Setting& setting) {
            setting.policy.*member = static_cast<Number>(parse_number(text));
          }};
}

const std::vector<Directive>& directives() {
  static const std::vector<Directive> table{
      {"message", parse_message},
      {"messages", parse_messages},
      {"account", parse_account},
      {"accounts", parse_accounts},
      {"maildrop", parse_maildrop},
      {"removal", parse_removal},
      {"channel", parse_channel},
      {"mechanisms", [](std::string_view text, Setting& setting) { setting.mechanisms = split(text, ' '); }},
      {"not over TCP", [](std::string_view text, Setting& setting) { setting.not_over_tcp = text; }},
      {"failure delay", [](std::string_view text, Setting& s) { s.policy.failure_delay = parse_duration(text); }},
      duration("idle", &Policy::idle),
      duration("login", &Policy::login),
      duration("question", &Policy::question),
      number("failed logins", &Policy::failed_logins),
      number("bad commands before login", &Policy::bad_commands_before),
      number("bad commands after login", &Policy::bad_commands_after),
      number("line", &Policy::line),
      number("sasl line", &Policy::sasl_line),
  };
  return table;
}

NextQuestion parse_next_question(std::string_view text) {
  const auto kind = question_kind(text.substr(0, text.find(' ')));
  if (!kind) refuse(text, "check, secret, maildrop, message, chunk or removal");
  text = trimmed(text.substr(name(*kind).size()));
  if (text == "hangs") return {*kind, {}};
  if (!take_word(text, "fails")) refuse(text, "hangs, or fails and how");
  return {*kind, parse_error(text)};
}

std::vector<std::size_t> numbers_in(std::string_view text) {
  std::vector<std::size_t> numbers;
  for (const std::string& word : split(text, ' ')) numbers.push_back(parse_number(word));
  return numbers;
}

}  // namespace

void parse_directive(std::string_view line, Setting& setting) {
  if (line == "any server") {
    setting.any_server = true;
    return;
  }
  const auto colon = line.find(':');
  const auto name = line.substr(0, colon);
  const auto found = std::ranges::find(directives(), name, &Directive::first);
  if (colon == line.npos || found == directives().end()) refuse(line, "a directive, or a line of the dialogue");
  found->second(trimmed(line.substr(colon + 1)), setting);
}

Event parse_event(std::string_view text) {
  const std::string_view whole = text;
  if (take_word(text, "clock")) {
    if (!text.starts_with('+')) refuse(whole, "clock +10s");
    return ClockMoves{parse_duration(text.substr(1))};
  }
  if (take_word(text, "the next")) return parse_next_question(text);
  if (text == "tls") return Handshake{};
  if (text == "tls fails") return Handshake{false};
  if (text == "disconnect") return ClientGoes{};
  if (text == "the client stops reading") return ClientReads{false};
  if (text == "the client reads on") return ClientReads{};
  if (text == "the late answer comes") return LateAnswer{};
  if (text == "the server stops") return ServerStops{};
  refuse(whole, "an event");
}

Effect parse_effect(std::string_view text) {
  using Kind = Effect::Kind;
  const std::string_view whole = text;
  if (text == "removed nothing") return {Kind::removed};
  if (take_word(text, "removed")) return {Kind::removed, numbers_in(text)};
  if (take_word(text, "retrieved")) return {Kind::retrieved, numbers_in(text)};
  if (take_word(text, "listed")) return {Kind::listed, numbers_in(text)};
  if (text == "closed") return {Kind::closed};
  if (text == "open") return {Kind::open};
  if (text == "silence") return {Kind::silence};
  if (text == "asked nothing") return {Kind::asked};
  constexpr std::array texts{std::pair{"asked", Kind::asked}, std::pair{"end:", Kind::end},
                             std::pair{"user:", Kind::user}, std::pair{"account:", Kind::account},
                             std::pair{"mechanism:", Kind::mechanism}};
  for (const auto& [word, kind] : texts)
    if (take_word(text, word)) return {kind, {}, parse_value(text)};
  refuse(whole, "an effect");
}

}  // namespace n3::transcripts
