#include "net/wire.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace n3::net {

ssize_t Wire::receive(std::span<char> into) {
  if (!arrived_.empty()) {
    const std::size_t octets = arrived_.copy(into.data(), into.size());
    arrived_.remove_prefix(octets);
    return static_cast<ssize_t>(octets);
  }
  if (error_ != 0) {
    errno = std::exchange(error_, 0);
    return -1;
  }
  const ssize_t count = ::recv(socket_, into.data(), into.size(), MSG_DONTWAIT);
  more_ = count == static_cast<ssize_t>(into.size());
  return count;
}

ssize_t Wire::send(std::string_view bytes) {
  return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

// The end of the stream needs no note: the socket tells it again.
void Wire::arrived(std::size_t octets, int error) {
  arrived_ = {doorstep_.data(), octets};
  error_ = error;
  more_ = octets == 0 || octets == doorstep_.size();
}

bool Wire::is_broken() const {
  pollfd poll{.fd = socket_, .events = 0, .revents = 0};
  return ::poll(&poll, 1, 0) == 1 && (poll.revents & (POLLERR | POLLHUP)) != 0;
}

}  // namespace n3::net
