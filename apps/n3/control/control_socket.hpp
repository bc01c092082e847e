#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "base/descriptor.hpp"

namespace n3::program {

/// Where a server with this spool listens for commands of its owner: a Unix socket beside the file.
std::filesystem::path control_path(const std::string& spool);

/// Where commands such as "n3 status" reach a server that runs. A conversation is one line with a command, and "+OK", a
/// line end and text, or "-ERR" and what is wrong.
class ControlSocket {
 public:
  /// Answers a command, on a thread of the socket's. What it throws is what is wrong.
  using Answer = std::function<std::string(std::string_view command)>;

  /// For this process's user alone. Takes the place of a socket that nobody listens on any more. Throws
  /// std::system_error.
  ControlSocket(std::filesystem::path path, Answer answer);
  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

 private:
  void serve();
  void converse(const Descriptor& client) const;

  const std::filesystem::path path_;
  const Answer answer_;
  Descriptor listener_;
  Descriptor ending_;  // an eventfd: the destructor's word to the thread
  std::thread thread_;
};

/// What the server that listens there answers. Throws std::runtime_error: it has refused, or there is none.
std::string ask_server(const std::filesystem::path& path, std::string_view command);

}  // namespace n3::program
