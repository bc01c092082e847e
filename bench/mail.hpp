#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

/// What the servers of the benchmark serve and the load expects: maildrops of made-up messages, the same at every run.
namespace bench {

/// A maildrop whose messages are all of one size. Its name is the user's; what follows a dot in the user's is ignored.
struct Box {
  std::string_view name;
  std::size_t messages;
  std::size_t octets;  ///< Of each message, as LIST says it.
};

inline constexpr Box small_mail{"small", 100, 4096};
inline constexpr Box large_mail{"large", 8, 5 << 20};
inline constexpr std::array boxes{small_mail, large_mail};

/// The box that a user reads; null for a user there is not.
const Box* box_of(std::string_view user);

/// Message `number`, from 1, of a box: CRLF line ends, and one line in forty begins with a dot.
std::string message(const Box& box, std::size_t number);

}  // namespace bench
