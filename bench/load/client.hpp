#pragma once

#include <coroutine>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <openssl/ssl.h>

#include "load/reply.hpp"

namespace bench {

/// Where a server listens on 127.0.0.1, and how it is talked to.
struct Target {
  std::uint16_t port;
  SSL_CTX* tls = nullptr;  ///< Null: plaintext.
};

/// What one client does from beginning to end: a coroutine that begins at once and owns itself. What it throws comes
/// out of whatever resumed it: a benchmark that read something wrong has no result.
struct Conversation {
  struct promise_type {
    Conversation get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
};

class Client;

/// Resumes conversations whose clients have something to read.
class Poller {
 public:
  Poller();
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  void add(int socket, Client& client);
  void forget(int socket);
  void turn();  ///< Waits, at most twenty seconds: throws std::runtime_error where nothing happens.

  std::vector<char>& buffer() { return buffer_; }

 private:
  int epoll_;
  std::vector<char> buffer_ = std::vector<char>(256 * 1024);
};

/// One connection. What returns `auto` is for co_await, one at a time.
class Client {
 public:
  Client(Poller& poller, const Target& target);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view commands);  ///< In one write.
  void rest();                           ///< Reads no more, for clients that only hold their connection.

  /// Segments with data that the server has sent: on loopback, one for each of its writes under 64 KiB.
  std::uint64_t segments() const;

  void readable();  ///< For the poller.

  auto handshake() { return Waiting(*this, &Client::shake_hands); }
  auto input() { return Waiting(*this, &Client::has_input); }  ///< Until there is some; does not read it.
  auto reply(ReplyReader::Shape shape, bool keep_text = false) {
    reader_.expect(shape, keep_text);
    return WaitingForReply{{*this, &Client::read_reply}};
  }
  /// Until the server has closed the connection. Throws where it sends something instead.
  auto closed() { return Waiting(*this, &Client::read_end); }

 private:
  using Progress = bool (Client::*)();  // true: there is nothing left to wait for

  struct Waiting {
    Waiting(Client& client_, Progress progress_) : client(client_), progress(progress_) {}
    bool await_ready() { return (client.*progress)(); }
    void await_suspend(std::coroutine_handle<> handle) {
      client.progress_ = progress;
      client.conversation_ = handle;
    }
    void await_resume() {}

    Client& client;
    Progress progress;
  };
  struct WaitingForReply : Waiting {
    Reply await_resume() { return client.reader_.take(); }
  };

  bool shake_hands();
  bool has_input() { return readable_; }
  bool read_reply();
  bool read_end();
  bool fill();  // false: nothing can be read just now

  struct Free {
    void operator()(SSL* tls) const { SSL_free(tls); }
  };

  Poller& poller_;
  int socket_;
  std::unique_ptr<SSL, Free> tls_;
  ReplyReader reader_;
  std::string_view input_;  // in the poller's buffer: nobody waits before it is eaten
  bool readable_ = false;
  bool ended_ = false;
  Progress progress_ = nullptr;
  std::coroutine_handle<> conversation_;
};

}  // namespace bench
