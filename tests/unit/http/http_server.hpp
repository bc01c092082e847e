#pragma once

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace n3 {

/// An HTTP server on the loopback address that says, for each request, just what a test wants it to.
class HttpServer {
 public:
  /// One request, and the way to answer it: raw octets, status line and all.
  class Exchange {
   public:
    Exchange(int socket, std::string text, const std::atomic<bool>& stopping)
        : request(std::move(text)), socket_(socket), stopping_(stopping) {}

    /// False: the client has gone.
    bool send(std::string_view bytes) const {
      while (!bytes.empty()) {
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
      }
      return true;
    }

    void respond(std::string_view status, std::string_view headers, std::string_view body) const {
      send("HTTP/1.1 " + std::string(status) + "\r\nConnection: close\r\n" + std::string(headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
      send(body);
    }

    /// Until the client has gone, or the server ends.
    void wait_for_client() const {
      pollfd poll{socket_, POLLIN | POLLRDHUP, 0};
      while (!stopping_ && ::poll(&poll, 1, 10) == 0) continue;
    }

    std::string path() const { return request.substr(4, request.find(' ', 4) - 4); }

    std::string header(std::string_view name) const {
      const std::size_t begin = request.find("\r\n" + std::string(name) + ": ");
      if (begin == request.npos) return {};
      const std::size_t value = begin + name.size() + 4;
      return request.substr(value, request.find('\r', value) - value);
    }

    const std::string request;

   private:
    int socket_;
    const std::atomic<bool>& stopping_;
  };

  using Handler = std::function<void(const Exchange&)>;

  explicit HttpServer(Handler handler) : handler_(std::move(handler)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    ::setenv("no_proxy", "*", 1);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error("no port for the test's HTTP server");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }

  ~HttpServer() {
    stopping_ = true;
    thread_.join();
    for (std::thread& thread : exchanges_) thread.join();
    ::close(listener_);
  }

  std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
  }

  int requests() const { return requests_; }

 private:
  void serve() {
    pollfd poll{listener_, POLLIN, 0};
    while (!stopping_) {
      if (::poll(&poll, 1, 10) != 1) continue;
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket >= 0) exchanges_.emplace_back([this, socket] { answer(socket); });
    }
  }

  void answer(int socket) {
    std::string request;
    char buffer[4096];
    while (request.find("\r\n\r\n") == request.npos) {
      const ssize_t count = ::recv(socket, buffer, sizeof buffer, 0);
      if (count <= 0) break;
      request.append(buffer, static_cast<std::size_t>(count));
    }
    ++requests_;
    handler_(Exchange(socket, std::move(request), stopping_));
    ::close(socket);
  }

  Handler handler_;
  int listener_;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> requests_ = 0;
  std::thread thread_;
  std::vector<std::thread> exchanges_;
};

}  // namespace n3
