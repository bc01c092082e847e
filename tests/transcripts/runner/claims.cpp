#include "claims.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "messages.hpp"

namespace n3::transcripts {
namespace {

[[noreturn]] void complain(const std::string& what) { throw std::logic_error(what); }

// "1 120" and whatever a server adds behind another space.
std::pair<std::size_t, std::string> numbered(std::string_view line) {
  const auto words = words_of(line);
  const auto number = number_in(words[0]);
  if (words.size() < 2 || !number || *number == 0 || words[1].empty())
    complain("not a message number, one space and a value: \"" + std::string(line) + "\"");
  return {static_cast<std::size_t>(*number), words[1]};
}

std::string numbered(std::size_t asked, std::string_view text) {
  const auto [number, value] = numbered(text);
  if (number != asked) complain("another message than the one asked for");
  return value;
}

std::uint64_t octets_in(const std::string& text) {
  const auto octets = number_in(text);
  if (!octets) complain("no number of octets: \"" + text + "\"");
  return *octets;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (char c : text) {
    if (c == ' ') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

void Claims::require_existing(std::size_t number) const {
  if (deleted_.contains(number)) complain("message " + std::to_string(number) + " is shown, though deleted");
}

void Claims::remember_octets(std::size_t number, std::uint64_t octets) {
  require_existing(number);
  const auto [known, is_new] = octets_.emplace(number, octets);
  if (!is_new && known->second != octets)
    complain("message " + std::to_string(number) + " had " + std::to_string(known->second) + " octets, and now " +
             std::to_string(octets));
}

void Claims::remember_uid(std::size_t number, const std::string& uid) {
  require_existing(number);
  if (uid.size() > 70 || std::ranges::any_of(uid, [](char c) { return c < 0x21 || c > 0x7e; }))
    complain("a unique-id that RFC 1939 does not allow: " + uid);
  const auto [known, is_new] = uids_.emplace(number, uid);
  if (!is_new && known->second != uid) complain("message " + std::to_string(number) + " has another unique-id now");
}

void Claims::stat(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() < 2) complain("STAT without two numbers");
  stat_ = {static_cast<std::size_t>(octets_in(words[0])), octets_in(words[1])};
  if (listed_ && listed_->size() != stat_->first) complain("STAT counts other messages than LIST shows");
}

void Claims::list(std::size_t asked, std::string_view text) {
  remember_octets(asked, octets_in(numbered(asked, text)));
}

void Claims::list(const Lines& lines) {
  std::uint64_t sum = 0;
  listed_.emplace();
  for (const std::string& line : lines) {
    const auto [number, value] = numbered(line);
    if (!listed_->empty() && *listed_->rbegin() >= number) complain("LIST is not in order");
    listed_->insert(number);
    remember_octets(number, octets_in(value));
    sum += octets_in(value);
  }
  if (stat_ && stat_->first != listed_->size()) complain("STAT counts other messages than LIST shows");
  if (stat_ && stat_->second != sum) complain("STAT is not the sum of LIST");
}

void Claims::uidl(std::size_t asked, std::string_view text) { remember_uid(asked, numbered(asked, text)); }

void Claims::uidl(const Lines& lines) {
  std::set<std::string> seen;
  for (const std::string& line : lines) {
    const auto [number, uid] = numbered(line);
    remember_uid(number, uid);
    if (!seen.insert(uid).second) complain("two messages have the unique-id " + uid);
    if (listed_ && !listed_->contains(number)) complain("UIDL shows a message that LIST does not");
  }
  if (stat_ && stat_->first != seen.size()) complain("UIDL shows another number of messages than STAT counts");
}

void Claims::retr(std::size_t number, std::string_view text, const Lines& lines) {
  const std::uint64_t octets = octets_of(lines);
  remember_octets(number, octets);
  const auto announced = number_in(words_of(text)[0]);
  if (announced && *announced != octets)
    complain("RETR announced " + std::to_string(*announced) + " octets and sent " + std::to_string(octets));
  const auto [known, is_new] = messages_.emplace(number, lines);
  if (!is_new && known->second != lines) complain("RETR sent another message than before");
}

void Claims::top(std::size_t number, const std::string& wanted, const Lines& lines) {
  require_existing(number);
  const auto body = std::ranges::find(lines, "");
  if (body == lines.end()) complain("TOP without the empty line behind the header");
  const auto sent = static_cast<std::uint64_t>(lines.end() - body - 1);
  const auto most = number_in(wanted);
  if (most && sent > *most) complain("TOP sent more lines than were asked for");

  const auto known = messages_.find(number);
  if (known == messages_.end()) return;
  const Lines& whole = known->second;
  const bool is_beginning = whole.size() >= lines.size() && std::equal(lines.begin(), lines.end(), whole.begin());
  if (!is_beginning) complain("TOP is not the beginning of RETR");
  if (most && sent < *most && lines != whole) complain("TOP sent fewer lines than were asked for");
}

void Claims::dele(std::size_t number) {
  if (!deleted_.insert(number).second) complain("DELE of a deleted message was accepted");
  stat_.reset();
  listed_.reset();
}

void Claims::rset() {
  deleted_.clear();
  stat_.reset();
  listed_.reset();
}

}  // namespace n3::transcripts
