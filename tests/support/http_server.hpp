#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace n3::test {

/// An HTTP server on a loopback address that says, for each request, just what a test wants it to. It knows no HTTP
/// beyond the end of a header, so that a test can say anything at all.
///
///     HttpServer server({{"/old", redirect("301 Moved Permanently", "/new")}, {"/new", reply("200 OK", "",
///     "hello")}});
class HttpServer {
 public:
  /// What a client said.
  struct Request {
    std::string text;  ///< All of it, up to the empty line.

    std::string path() const;
    std::string header(std::string_view name) const;
  };

  /// One request, and the way to answer it: raw octets, status line and all.
  class Exchange : public Request {
   public:
    Exchange(Request request, int socket, const std::atomic<bool>& stopping)
        : Request(std::move(request)), socket_(socket), stopping_(stopping) {}

    bool send(std::string_view bytes) const;  ///< False: the client has gone.
    void respond(std::string_view status, std::string_view headers, std::string_view body) const;
    /// Until the client has gone, the server ends, or so much time has passed.
    void wait_for_client(std::chrono::milliseconds at_most = std::chrono::hours(1)) const;

   private:
    int socket_;
    const std::atomic<bool>& stopping_;
  };

  using Handler = std::function<void(const Exchange&)>;  ///< Called from several threads at once.

  explicit HttpServer(Handler handler, const char* address = "127.0.0.1");
  explicit HttpServer(std::map<std::string, Handler> pages,  ///< By path; what is at others is not found.
                      const char* address = "127.0.0.1");
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::string url(std::string_view path = "/") const { return "http://" + host_and_port() + std::string(path); }
  std::string url_with(std::string_view user, std::string_view path) const;  ///< "http://ann:pass@127.0.0.1:81/"
  std::string host_and_port() const { return address_ + ":" + std::to_string(port_); }
  int port() const { return port_; }

  std::vector<Request> requests() const;
  std::vector<std::string> paths() const;  ///< Of the requests.

 private:
  void serve();
  void answer(int socket);

  const Handler handler_;
  const std::string address_;
  const int listener_;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<Request> requests_;
  std::thread thread_;
  std::vector<std::thread> exchanges_;
};

/// Headers are lines that end with CRLF.
HttpServer::Handler reply(std::string status, std::string headers, std::string body);
HttpServer::Handler redirect(std::string status, std::string location);

std::string gzip(std::string_view bytes);

}  // namespace n3::test
