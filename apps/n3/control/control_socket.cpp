#include "control/control_socket.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/first_ready.hpp"

namespace n3::program {
namespace {

constexpr timeval patience{5, 0};            // for each octet that comes,
constexpr std::chrono::seconds longest{10};  // and for all
constexpr std::chrono::milliseconds pause{100};
constexpr std::size_t longest_command = 1000;
constexpr std::size_t most_octets = std::size_t{64} << 20;

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

/// An address has room for a hundred octets of path, and paths may be longer: the folder is reached by a descriptor.
struct Place {
  explicit Place(const std::filesystem::path& path)
      : folder(::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    if (folder < 0) fail(path.parent_path().string());
    const std::string name = fmt::format("/proc/self/fd/{}/{}", static_cast<int>(folder), path.filename().string());
    if (name.size() >= sizeof address.sun_path) {
      errno = ENAMETOOLONG;
      fail(path.string());
    }
    std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address); }

  Descriptor folder;
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
};

Descriptor make_socket() {
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket < 0) fail("cannot make a socket");
  return socket;
}

Descriptor connect_to(const std::filesystem::path& path) {
  const Place place(path);
  Descriptor socket = make_socket();
  if (::connect(socket, place.get(), sizeof place.address) != 0) fail(path.string());
  return socket;
}

bool is_listened_on(const std::filesystem::path& path) {
  try {
    connect_to(path);
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

Descriptor listen_on(const std::filesystem::path& path) {
  if (is_listened_on(path)) {
    errno = EADDRINUSE;
    fail(path.string());
  }
  ::unlink(path.c_str());
  const Place place(path);
  Descriptor socket = make_socket();
  ::fchmod(socket, S_IRUSR | S_IWUSR);  // Linux gives it to the file
  constexpr int waiting = 8;
  if (::bind(socket, place.get(), sizeof place.address) != 0 || ::listen(socket, waiting) != 0) fail(path.string());
  return socket;
}

void be_patient(const Descriptor& socket) {
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

void send_all(const Descriptor& socket, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

/// Up to and without the first line end; without one all that comes.
std::string receive(const Descriptor& socket, bool one_line, std::size_t most) {
  std::string text;
  std::array<char, 4096> buffer{};
  const auto deadline = std::chrono::steady_clock::now() + longest;
  while (text.size() < most && std::chrono::steady_clock::now() < deadline) {
    const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (const auto end = text.find('\n'); one_line && end != text.npos) return text.substr(0, end);
  }
  return text;
}

}  // namespace

std::filesystem::path control_path(const std::string& spool) { return std::filesystem::absolute(spool + "-control"); }

ControlSocket::ControlSocket(std::filesystem::path path, Answer answer)
    : path_(std::move(path)),
      answer_(std::move(answer)),
      listener_(listen_on(path_)),
      ending_(::eventfd(0, EFD_CLOEXEC)),
      thread_([this] { serve(); }) {}

ControlSocket::~ControlSocket() {
  ::eventfd_write(ending_, 1);
  thread_.join();
  ::unlink(path_.c_str());
}

void ControlSocket::serve() {
  for (;;) {
    if (first_ready({ending_, listener_}) == 0) return;
    const Descriptor client(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
    if (client >= 0) {
      converse(client);
    } else {
      first_ready({ending_}, pause);  // there may be a descriptor for it then
    }
  }
}

void ControlSocket::converse(const Descriptor& client) const try {
  be_patient(client);
  const std::string command = receive(client, true, longest_command);
  try {
    send_all(client, "+OK\n" + answer_(command));
  } catch (const std::exception& problem) {
    send_all(client, fmt::format("-ERR {}\n", problem.what()));
  }
} catch (const std::bad_alloc&) {
  return;  // the client is told nothing
}

std::string ask_server(const std::filesystem::path& path, std::string_view command) {
  const Descriptor server = [&] {
    try {
      return connect_to(path);
    } catch (const std::system_error& error) {
      throw std::runtime_error(fmt::format("no server answers at {}: {}", path.string(), error.code().message()));
    }
  }();
  be_patient(server);
  send_all(server, fmt::format("{}\n", command));
  const std::string reply = receive(server, false, most_octets);
  constexpr std::string_view good = "+OK\n";
  if (reply.starts_with(good)) return reply.substr(good.size());
  const bool is_refusal = reply.starts_with("-ERR ");
  throw std::runtime_error(is_refusal ? reply.substr(5, reply.find('\n') - 5) : "the server has not answered");
}

}  // namespace n3::program
