#include "text.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/digest.hpp"

namespace n3::transcripts {
namespace {

[[noreturn]] void refuse(const std::string& why) { throw std::invalid_argument(why); }

bool all_of(std::string_view text, bool (*is_one)(char)) { return !text.empty() && std::ranges::all_of(text, is_one); }

// <digits.letters@host.domain>, which all clients take for an APOP stamp.
bool is_message_id(std::string_view text) {
  if (text.size() < 2 || text.front() != '<' || text.back() != '>') return false;
  text = text.substr(1, text.size() - 2);
  const auto at = text.find('@');
  if (at == text.npos) return false;
  const auto local = text.substr(0, at), host = text.substr(at + 1);
  return all_of(local, [](char c) { return ascii::is_alnum(c) || c == '.'; }) &&
         all_of(host, [](char c) { return ascii::is_alnum(c) || c == '.' || c == '-'; }) && host.find('.') != host.npos;
}

// What a wildcard takes. {*} takes anything, a captured {name} one word.
bool is_of_class(std::string_view text, std::string_view type) {
  if (type == "*") return true;
  if (type == "word") return all_of(text, [](char c) { return c != ' '; });
  if (type == "digits") return all_of(text, ascii::is_digit);
  if (type == "base64") return base64_decode(text).has_value();
  return is_message_id(text);
}

bool is_class(std::string_view name) {
  return name == "*" || name == "word" || name == "digits" || name == "base64" || name == "msgid";
}

int hex_value(char c) {
  if (ascii::is_digit(c)) return c - '0';
  const char letter = ascii::upper(c);
  return letter >= 'A' && letter <= 'F' ? letter - 'A' + 10 : -1;
}

// Reads the escape behind a backslash; returns how many octets of `rest` it takes.
std::size_t read_escape(std::string_view rest, std::string& out) {
  if (rest.empty()) refuse("a lone \\ at the end");
  switch (rest[0]) {
    case 'r': return out += '\r', 1;
    case 'n': return out += '\n', 1;
    case 't': return out += '\t', 1;
    case '\\':
    case '{':
    case '}': return out += rest[0], 1;
    default: break;
  }
  const int high = rest.size() > 2 ? hex_value(rest[1]) : -1, low = rest.size() > 2 ? hex_value(rest[2]) : -1;
  if (rest[0] != 'x' || high < 0 || low < 0) refuse("\\" + std::string(rest.substr(0, 3)) + " is no escape");
  out += static_cast<char>(high * 16 + low);
  return 3;
}

// The length of what stands before the brace that closes, or before the next space where `at_space`.
std::size_t length_inside(std::string_view text, bool at_space) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '{')
      ++depth;
    else if (text[i] == '}' && depth-- == 0)
      return i;
    else if (text[i] == ' ' && at_space && depth == 0)
      return i;
  }
  if (!at_space) refuse("a { that is never closed");
  return text.size();
}

std::vector<Text> split_arguments(std::string_view text) {
  std::vector<Text> arguments;
  while (!text.empty()) {
    const auto length = length_inside(text, true);
    arguments.emplace_back(text.substr(0, length));
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return arguments;
}

std::string call(std::string_view function, const std::vector<std::string>& arguments) {
  if (function == "b64") return base64_encode(arguments[0]);
  if (function == "apop") return md5_hex(arguments[0] + arguments[1]);
  const auto challenge = base64_decode(arguments[0]);
  if (!challenge) refuse("{cram ...}: the challenge is not base64: " + arguments[0]);
  return base64_encode(arguments[1] + ' ' + hmac_md5_hex(arguments[2], *challenge));
}

}  // namespace

Text::Text(std::string_view source) {
  for (std::size_t i = 0; i < source.size(); ++i) {
    std::string octet(1, source[i]);
    if (source[i] == '}') refuse("a } that closes nothing; write \\}");
    if (source[i] == '{') {
      const auto length = length_inside(source.substr(i + 1), false);
      add_hole(source.substr(i + 1, length));
      i += length + 1;
      continue;
    }
    if (source[i] == '\\') {
      octet.clear();
      i += read_escape(source.substr(i + 1), octet);
    }
    add_literal(octet);
  }
}

void Text::add_literal(std::string_view octets) {
  if (holes_.empty() || holes_.back().kind != Hole::Kind::literal) holes_.push_back({Hole::Kind::literal, {}});
  holes_.back().text += octets;
}

void Text::add_hole(std::string_view inside) {
  const auto star = inside.rfind('*');
  std::size_t times = 0;
  if (star != inside.npos && star > 0 && all_of(inside.substr(star + 1), ascii::is_digit)) {
    std::from_chars(inside.data() + star + 1, inside.data() + inside.size(), times);
    const std::string unit = Text(inside.substr(0, star)).expand({});
    while (times-- > 0) add_literal(unit);
    return;
  }
  const auto space = inside.find(' '), colon = inside.find(':');
  const std::string word(inside.substr(0, std::min(space, colon)));
  if (space != inside.npos) {
    const std::size_t wanted = word == "b64" ? 1 : word == "apop" ? 2 : word == "cram" ? 3 : 0;
    auto arguments =
        wanted == 1 ? std::vector{Text(inside.substr(space + 1))} : split_arguments(inside.substr(space + 1));
    if (wanted == 0) refuse("{" + std::string(inside) + "}: there is no function " + word);
    if (arguments.size() != wanted) refuse("{" + std::string(inside) + "}: the number of arguments is wrong");
    holes_.push_back({Hole::Kind::function, word, {}, std::move(arguments)});
  } else if (colon != inside.npos) {
    const std::string type(inside.substr(colon + 1));
    if (word.empty() || !is_class(type)) refuse("{" + std::string(inside) + "}: expected {name:class}");
    holes_.push_back({Hole::Kind::wildcard, type, word});
  } else if (is_class(word)) {
    holes_.push_back({Hole::Kind::wildcard, word});
  } else if (word.empty()) {
    refuse("{} is empty");
  } else {
    holes_.push_back({Hole::Kind::variable, "word", word});
  }
}

bool Text::has_wildcards() const {
  return std::ranges::any_of(holes_, [](const Hole& hole) { return hole.kind == Hole::Kind::wildcard; });
}

bool Text::is_known(const Variables& variables) const {
  return std::ranges::all_of(holes_, [&](const Hole& hole) {
    if (hole.kind == Hole::Kind::variable) return variables.contains(hole.name);
    return std::ranges::all_of(hole.arguments, [&](const Text& text) { return text.is_known(variables); });
  });
}

std::string Text::expand(const Variables& variables) const {
  std::string result;
  for (const Hole& hole : holes_) {
    if (hole.kind == Hole::Kind::wildcard) refuse("a wildcard cannot be said");
    if (hole.kind == Hole::Kind::literal) result += hole.text;
    if (hole.kind == Hole::Kind::variable) {
      const auto found = variables.find(hole.name);
      if (found == variables.end()) refuse("{" + hole.name + "} has not been captured");
      result += found->second;
    }
    if (hole.kind == Hole::Kind::function) {
      std::vector<std::string> arguments;
      for (const Text& argument : hole.arguments) arguments.push_back(argument.expand(variables));
      result += call(hole.text, arguments);
    }
  }
  return result;
}

bool Text::match(std::string_view line, Variables& variables) const {
  Variables captured = variables;
  if (!match_from(0, line, captured)) return false;
  variables = std::move(captured);
  return true;
}

bool Text::match_from(std::size_t index, std::string_view line, Variables& variables) const {
  if (index == holes_.size()) return line.empty();
  const Hole& hole = holes_[index];
  const bool captures = hole.kind == Hole::Kind::variable && !variables.contains(hole.name);
  if (hole.kind == Hole::Kind::wildcard || captures) return match_wildcard(index, line, variables);

  Text known;
  known.holes_.push_back(hole);
  const std::string octets = known.expand(variables);
  return line.starts_with(octets) && match_from(index + 1, line.substr(octets.size()), variables);
}

bool Text::match_wildcard(std::size_t index, std::string_view line, Variables& variables) const {
  const Hole& hole = holes_[index];
  for (std::size_t length = 0; length <= line.size(); ++length) {
    const auto candidate = line.substr(0, length);
    if (!is_of_class(candidate, hole.text)) continue;
    if (!hole.name.empty()) variables[hole.name] = candidate;
    if (match_from(index + 1, line.substr(length), variables)) return true;
    if (!hole.name.empty()) variables.erase(hole.name);
  }
  return false;
}

}  // namespace n3::transcripts
