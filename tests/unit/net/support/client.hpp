#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

namespace n3::test {

/// What a client that waits in vain throws: the server has closed, reset, or says nothing for too long.
struct Gone : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// How a client wants to speak TLS. No certificate is looked at but by the tests themselves.
struct TlsWishes {
  int lowest = TLS1_2_VERSION;
  int highest = TLS1_3_VERSION;
  std::string ciphers{};           ///< Of TLS 1.2, in OpenSSL's words; empty: all there are.
  SSL_SESSION* session = nullptr;  ///< To be resumed.
};

/// A POP3 client that does what it is told, over TCP or a unix socket, plain or through TLS. It blocks, but never for
/// longer than `patience`.
class Client {
 public:
  static constexpr std::chrono::seconds patience{30};

  explicit Client(const std::string& address);  ///< As Server::start tells it. Throws Gone where nobody listens.
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&&) = delete;

  void drip() { drips_ = true; }                    ///< From now on every octet is a packet of its own.
  Client& send(std::string_view bytes);             ///< Throws Gone where the server has reset the connection.
  std::string line();                               ///< Without its CRLF.
  std::string listing();                            ///< Up to and without the line with the dot.
  std::string rest();                               ///< Everything up to the end of the connection.
  std::string reply();                              ///< A line, and the listing or message that follows an +OK.
  std::string say(std::string_view command);        ///< Sends a line and reads one.
  std::string say_lines(std::string_view command);  ///< Sends a line and reads a reply.
  void log_in(
      const std::string& user = "andris");  ///< Reads the greeting, then USER and PASS. Throws Gone where refused.

  /// True where the connection has ended, or ends soon; what was still to be read is dropped.
  bool ends(std::chrono::milliseconds soon = patience);

  void half_close();  ///< No more from here; replies can still be read.
  void reset();       ///< Gone at once, with an RST.
  void close();

  /// Shakes hands. Throws Gone with what OpenSSL or the server has against it.
  void encrypt(const TlsWishes& wishes = {});
  void send_beside_tls(std::string_view bytes);  ///< On the socket, whatever is spoken over it.
  SSL* tls() const { return tls_.get(); }
  bool was_told_the_end() const;  ///< By TLS's close_notify.

  int socket() const { return socket_; }

 private:
  std::size_t receive();  // 0 at the end
  bool receive_tls();
  void flush();

  struct Free {
    void operator()(SSL* tls) const { SSL_free(tls); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  int socket_ = -1;
  bool drips_ = false;
  std::string buffer_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> tls_;
};

}  // namespace n3::test
