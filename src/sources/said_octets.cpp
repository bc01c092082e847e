#include "sources/said_octets.hpp"

#include <charconv>
#include <optional>
#include <system_error>

namespace n3::sources {
namespace {

// "1700000001.M1P1.host,S=25,W=27": the number behind ",S=".
std::optional<std::uint64_t> number_behind(std::string_view mark, std::string_view name) {
  const std::size_t at = name.find(mark);
  if (at == name.npos) return std::nullopt;
  std::string_view digits = name.substr(at + mark.size());
  digits = digits.substr(0, digits.find(','));
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace

// Each LF has one CR more at most.
std::uint64_t said_octets(std::string_view base_name, std::uint64_t size) {
  const auto octets = number_behind(",W=", base_name);
  if (!octets || number_behind(",S=", base_name) != size) return 0;
  return *octets >= size && *octets - size <= size ? *octets : 0;
}

}  // namespace n3::sources
