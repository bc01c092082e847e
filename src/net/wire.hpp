#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include <sys/types.h>

namespace n3::net {

/// A socket, read and written without ever waiting. Does not own it.
class Wire {
 public:
  explicit Wire(int socket) : socket_(socket) {}
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // As recv and send have it: what went through, 0 at the end, -1 and errno.
  ssize_t receive(std::span<char> into);
  ssize_t send(std::string_view bytes);

  /// Where whoever waits for the socket to be readable receives the first octets, which is a system call less than to
  /// wait first and then to read. arrived() says how many they are, or the errno of what came instead.
  std::span<char> doorstep() { return doorstep_; }
  void arrived(std::size_t octets, int error);

  /// Whether something may be there already: it has not been read empty.
  bool has_more() const { return more_ || !arrived_.empty(); }
  void look_again() { more_ = true; }

  /// Whether the other side has gone for good; one that has only finished sending has not.
  bool is_broken() const;

 private:
  const int socket_;
  int error_ = 0;
  std::array<char, 64> doorstep_;  // most commands are shorter
  std::string_view arrived_;       // of it, and not yet received
  bool more_ = false;
};

}  // namespace n3::net
