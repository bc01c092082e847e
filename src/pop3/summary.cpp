#include "pop3/summary.hpp"

#include <algorithm>

#include <n3/log.hpp>

#include "base/ascii.hpp"

namespace n3 {

std::string log_value(std::string_view value) {
  const bool plain = !value.empty() && std::ranges::all_of(value, [](char c) {
    return ascii::is_alnum(c) || std::string_view("@.-_+:/[]").find(c) != std::string_view::npos;
  });
  if (plain) return std::string(value);
  std::string result = "\"";
  for (const char c : printable(value)) result += c == '"' ? std::string("\\x22") : std::string(1, c);
  return result + '"';
}

std::string to_string(const SessionSummary& summary) {
  std::string line = "session=" + std::to_string(summary.id);
  const auto text = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) line.append(" ").append(key).append("=").append(log_value(value));
  };
  const auto number = [&](std::string_view key, std::uint64_t value) {
    line.append(" ").append(key).append("=").append(std::to_string(value));
  };
  text("peer", summary.peer);
  text("user", summary.user);
  if (summary.account != summary.user) text("account", summary.account);
  text("via", summary.mechanism);
  line.append(" tls=").append(summary.tls.empty() ? "none" : log_value(summary.tls));
  number("listed", summary.listed);
  number("retrieved", summary.retrieved);
  number("removed", summary.removed);
  number("in", summary.octets_in);
  number("out", summary.octets_out);
  number("ms", static_cast<std::uint64_t>(summary.lasted.count()));
  text("end", summary.end);
  return line;
}

}  // namespace n3
