#include "http_server.hpp"

#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

namespace n3::test {
namespace {

HttpServer::Handler by_path(std::map<std::string, HttpServer::Handler> pages) {
  return [pages = std::move(pages)](const HttpServer::Exchange& exchange) {
    const auto page = pages.find(exchange.path());
    if (page == pages.end()) return exchange.respond("404 Not Found", "", "");
    page->second(exchange);
  };
}

}  // namespace

std::string HttpServer::Request::path() const { return text.substr(4, text.find(' ', 4) - 4); }

std::string HttpServer::Request::header(std::string_view name) const {
  const std::size_t begin = text.find("\r\n" + std::string(name) + ": ");
  if (begin == text.npos) return {};
  const std::size_t value = begin + name.size() + 4;
  return text.substr(value, text.find('\r', value) - value);
}

bool HttpServer::Exchange::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void HttpServer::Exchange::respond(std::string_view status, std::string_view headers, std::string_view body) const {
  send("HTTP/1.1 " + std::string(status) + "\r\nConnection: close\r\n" + std::string(headers) +
       "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  send(body);
}

void HttpServer::Exchange::wait_for_client(std::chrono::milliseconds at_most) const {
  const auto end = std::chrono::steady_clock::now() + at_most;
  pollfd poll{socket_, POLLIN | POLLRDHUP, 0};
  while (!stopping_ && std::chrono::steady_clock::now() < end && ::poll(&poll, 1, 10) == 0) continue;
}

HttpServer::HttpServer(Handler handler, const char* address)
    : handler_(std::move(handler)), address_(address), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  ::setenv("no_proxy", "*", 1);
  sockaddr_in endpoint{};
  endpoint.sin_family = AF_INET;
  ::inet_pton(AF_INET, address, &endpoint.sin_addr);
  socklen_t size = sizeof endpoint;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&endpoint), size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&endpoint), &size) != 0)
    throw std::runtime_error("no port for the test's HTTP server");
  port_ = ntohs(endpoint.sin_port);
  thread_ = std::thread([this] { serve(); });
}

HttpServer::HttpServer(std::map<std::string, Handler> pages, const char* address)
    : HttpServer(by_path(std::move(pages)), address) {}

HttpServer::~HttpServer() {
  stopping_ = true;
  thread_.join();
  for (std::thread& thread : exchanges_) thread.join();
  ::close(listener_);
}

std::string HttpServer::url_with(std::string_view user, std::string_view path) const {
  return "http://" + std::string(user) + "@" + host_and_port() + std::string(path);
}

std::vector<HttpServer::Request> HttpServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<std::string> HttpServer::paths() const {
  std::vector<std::string> paths;
  for (const Request& request : requests()) paths.push_back(request.path());
  return paths;
}

void HttpServer::serve() {
  pollfd poll{listener_, POLLIN, 0};
  while (!stopping_) {
    if (::poll(&poll, 1, 10) != 1) continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket >= 0) exchanges_.emplace_back([this, socket] { answer(socket); });
  }
}

void HttpServer::answer(int socket) {
  Request request;
  char buffer[4096];
  while (!request.text.contains("\r\n\r\n")) {
    const ssize_t count = ::recv(socket, buffer, sizeof buffer, 0);
    if (count <= 0) break;
    request.text.append(buffer, static_cast<std::size_t>(count));
  }
  if (!request.text.empty()) {
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    handler_(Exchange(std::move(request), socket, stopping_));
  }
  ::close(socket);
}

HttpServer::Handler reply(std::string status, std::string headers, std::string body) {
  return [status = std::move(status), headers = std::move(headers), body = std::move(body)](const auto& exchange) {
    exchange.respond(status, headers, body);
  };
}

HttpServer::Handler redirect(std::string status, std::string location) {
  return reply(std::move(status), "Location: " + std::move(location) + "\r\n", "");
}

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  ::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
  std::string packed(::deflateBound(&stream, bytes.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ::deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

}  // namespace n3::test
