#include "effects.hpp"

#include <algorithm>
#include <vector>

namespace n3::transcripts {
namespace {

std::string list(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (std::size_t number : numbers) text += (text.empty() ? "" : " ") + std::to_string(number);
  return text.empty() ? "nothing" : text;
}

std::optional<std::string> unless(bool holds, std::string instead) {
  if (holds) return std::nullopt;
  return instead;
}

std::optional<std::string> contradiction(const Effect& effect, const SessionSummary& summary) {
  const auto equal = [&](const std::string& value) { return unless(value == effect.text, "it is \"" + value + "\""); };
  const auto count = [&](std::uint64_t value) { return unless(value == effect.numbers.at(0), std::to_string(value)); };
  switch (effect.kind) {
    case Effect::Kind::retrieved: return count(summary.retrieved);
    case Effect::Kind::listed: return count(summary.listed);
    case Effect::Kind::user: return equal(summary.user);
    case Effect::Kind::account: return equal(summary.account);
    case Effect::Kind::mechanism: return equal(summary.mechanism);
    default: return unless(summary.end.starts_with(effect.text), "it ended with \"" + summary.end + "\"");
  }
}

std::optional<std::string> asked_contradiction(const std::string& text, const World& world) {
  if (text.empty()) return unless(!world.was_asked(), "something was asked");
  const auto kind = question_kind(text);
  return unless(kind && world.was_asked(*kind), "that was not asked");
}

}  // namespace

std::optional<std::string> contradiction(const Effect& effect, Peer& peer, const World* world) {
  switch (effect.kind) {
    case Effect::Kind::closed: return unless(peer.is_closed(), "the connection is open");
    case Effect::Kind::open:
    case Effect::Kind::silence: return unless(peer.is_open(), "the connection is closed");
    case Effect::Kind::removed:
      if (!world) return std::nullopt;
      return unless(world->removed() == effect.numbers, "removed " + list(world->removed()));
    case Effect::Kind::asked: return world ? asked_contradiction(effect.text, *world) : std::nullopt;
    default: break;
  }
  const SessionSummary* summary = peer.summary();
  return summary ? contradiction(effect, *summary) : std::nullopt;
}

}  // namespace n3::transcripts
