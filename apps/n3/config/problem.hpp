#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace n3::program {

/// Where something was said: line and column in the file, counted from 1, and the key; or only an option's name.
struct Place {
  std::size_t line = 0;
  std::size_t column = 0;
  std::string key{};  ///< "account[0].password", "--mail"; empty: the file as a whole.

  auto operator<=>(const Place&) const = default;  ///< In the order of the file.
};

/// Something that the operator has to mend.
struct Problem {
  Place place;
  std::string text;  ///< What is wrong, and what to do. Never a secret.
};

/// "n3.toml:7:1: account[0].pasword: unknown key; ...": not escaped yet.
std::string to_string(const Problem& problem, std::string_view file);

}  // namespace n3::program
