#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace n3::transcripts {

/// A connection to a server, in plaintext or TLS. It blocks, for as long as its patience lasts. What cannot be done
/// throws std::runtime_error, but for sending to a server that has gone: servers may.
class TcpClient {
 public:
  static constexpr std::chrono::seconds patience{10};

  /// `address` is "host:port" or "[::1]:port".
  explicit TcpClient(const std::string& address);
  ~TcpClient();
  TcpClient(const TcpClient&) = delete;
  TcpClient& operator=(const TcpClient&) = delete;

  void start_tls();  ///< Shakes hands; any certificate will do.
  void send(std::string_view octets);

  std::optional<std::string> next_line();  ///< Without its CRLF; nothing where the server is silent or has closed.
  std::string unread();                    ///< Takes what has come.
  bool is_closed_within(std::chrono::milliseconds time);
  void close();

  const std::string& own_address() const { return own_address_; }  ///< "127.0.0.1:40112", as the server sees it.

 private:
  bool receive(std::chrono::milliseconds time);
  enum class Next { again, silent, ended };
  Next after(long result, short events, std::chrono::milliseconds time) const;

  int socket_ = -1;
  std::string own_address_;
  std::unique_ptr<ssl_ctx_st, void (*)(ssl_ctx_st*)> context_;
  std::unique_ptr<ssl_st, void (*)(ssl_st*)> tls_;
  std::string input_;
  std::size_t heard_ = 0;  // of input_
  bool ended_ = false;     // by the server
};

}  // namespace n3::transcripts
