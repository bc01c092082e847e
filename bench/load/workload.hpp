#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "load/reply.hpp"

namespace bench {

/// A command, and what a right reply to it is.
struct Command {
  std::string line;  ///< With its CRLF. Empty: the reply comes by itself, as the greeting does.
  ReplyReader::Shape shape = ReplyReader::Shape::line;
  bool pipelined = false;      ///< Sent without waiting for the replies to those before it.
  std::string status = "+OK";  ///< How the reply begins.
  std::optional<std::uint64_t> lines{};
  std::optional<std::uint64_t> octets{};
  std::optional<std::string> text{};
};

/// What each client of a run does, over and over.
struct Workload {
  enum class Ending {
    close,   ///< Waits until the server closes the connection.
    hold,    ///< Stays connected.
    ignore,  ///< Stays connected and does not read the last reply, which has begun to arrive.
  };
  enum class Operation { session, message, megabyte, connection };

  std::vector<Command> script{};
  Ending ending = Ending::close;
  Operation operation = Operation::session;  ///< What the cost is divided by.
};

/// How many pipelined commands are unanswered at a time; more are sent when half of them are answered.
inline constexpr std::size_t pipeline_window = 64;

/// The workload of that name. Throws std::runtime_error for a name there is not.
Workload workload(std::string_view name);

}  // namespace bench
