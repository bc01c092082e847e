#pragma once

#include <random>
#include <string>
#include <string_view>

namespace n3::pop3 {

/// A message as nobody would write it: a header, perhaps, and up to `pieces` of what a line may hold or end in.
inline std::string odd_message(std::mt19937& random, std::size_t pieces) {
  using namespace std::literals;
  constexpr std::string_view kinds[] = {"\r\n", "\r\n",         "\n",          "\n",        "\r",   ".",        ".",
                                        "..",   "\r\n.",        "\n.",         "\r\n.\r\n", "\n\n", "\r\n\r\n", "\0"sv,
                                        "a",    "Subject: odd", "caf\xc3\xa9", "\xff\xfe",  " ",    "\t"};
  const auto one_of = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
  std::string message = one_of(3) == 0 ? "" : "From: a@example.org\r\nSubject: odd\r\n\r\n";
  for (std::size_t i = one_of(pieces + 1); i > 0; --i) {
    if (one_of(4) == 0) {
      message.append(one_of(200), "x.\xc3"[one_of(3)]);  // long lines: the encoder looks at 64 octets at a time
    } else {
      message += kinds[one_of(std::size(kinds))];
    }
  }
  return message;
}

}  // namespace n3::pop3
