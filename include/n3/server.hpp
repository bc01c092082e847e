#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <n3/accounts.hpp>
#include <n3/log.hpp>
#include <n3/maildrop.hpp>
#include <n3/policy.hpp>
#include <n3/sasl.hpp>

namespace n3 {

/// How a listener encrypts.
enum class Tls {
  starttls,  ///< Plaintext, and STLS where the server has a certificate. RFC 2595; port 110.
  implicit,  ///< TLS from the first octet. RFC 8314; port 995.
  none,      ///< Never.
};

/// From where logins are welcome without TLS. Elsewhere USER, PASS, APOP and AUTH are refused and not offered.
struct PlaintextLogin {
  bool loopback = true;
  bool everywhere = false;
  std::vector<std::string> networks{};  ///< "10.0.0.0/8", "fd00::/8"

  static PlaintextLogin never() { return {.loopback = false}; }
  static PlaintextLogin always() { return {.everywhere = true}; }
};

/// Where to listen.
struct Listen {
  /// "127.0.0.1:1110", "[::1]:110", "*:110" (all addresses), "unix:/run/n3/pop3.sock". Port 0: any that is free.
  std::string address{};
  Tls tls = Tls::starttls;
  PlaintextLogin plaintext_login{};
};

/// A certificate chain and its key, PEM files. A key that others than its owner and group can read is refused.
struct Certificate {
  std::string chain{};
  std::string key{};
};

/// Says that a function of yours answers from memory: it is then called on the I/O thread, which saves two thread
/// switches a call, and which it must never block. Without it, functions are called on the worker threads.
struct Instant {};
inline constexpr Instant instant{};

/// A POP3 server.
///
///     int main() {
///       n3::Server server;
///       server.accounts([](std::string_view) { return n3::Secret::clear("12345"); });
///       server.on_login([](const n3::Login& login) {
///         n3::MemoryMaildrop box;
///         box.add("welcome", n3::Message{}.from("Clock", "clock@example.org").subject("Hello " + login.user));
///         return box;
///       });
///       server.listen("127.0.0.1:1110").run();
///     }
///
/// Thread-safe. What is set while it runs holds for sessions that begin afterwards. Objects of yours are called on
/// worker threads, many for different sessions at once and one at a time for the same session; one that throws hurts
/// one session. One that is slow delays nobody else, as long as fewer than 256 are: logging in and what comes after it
/// have 256 worker threads each, so that messages that hang keep nobody from logging in. Where more may hang, answer
/// later. No signal handlers are installed.
class Server {
 public:
  Server();
  ~Server();  ///< Stops at once, and waits for your objects to return.
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  using OpenMaildrop = std::function<Answer<std::unique_ptr<Maildrop>>(const Login&)>;
  using FindSecret = std::function<Answer<std::optional<Secret>>(std::string_view user)>;
  using CheckPassword = std::function<Answer<Verdict>(const Credential&)>;

  /// Who may log in.
  Server& accounts(std::shared_ptr<Accounts> accounts);

  /// The same as a function, of one of these forms; the first serves all mechanisms, the others those that send the
  /// password (USER, PLAIN, LOGIN):
  ///
  ///     (std::string_view user)                             -> Secret, std::optional<Secret>, or an Answer of it
  ///     (const Credential&)                                 -> Verdict, or an Answer of it
  ///     (std::string_view user, std::string_view password)  -> bool
  template <class F>
    requires(!std::is_convertible_v<F, std::shared_ptr<Accounts>>)
  Server& accounts(F f) {
    return accounts_function(std::move(f), false);
  }
  template <class F>
  Server& accounts(F f, Instant) {
    return accounts_function(std::move(f), true);
  }

  /// Called when somebody has logged in: returns their maildrop. `f` takes a const Login& and returns a Maildrop by
  /// value, a unique_ptr to one, or an Answer<std::unique_ptr<Maildrop>>.
  template <class F>
  Server& on_login(F f) {
    return on_login_function(wrap(std::move(f)), false);
  }
  template <class F>
  Server& on_login(F f, Instant) {
    return on_login_function(wrap(std::move(f)), true);
  }

  /// Adds a SASL mechanism: it then stands in CAPA's SASL line, and AUTH serves it. See sasl.hpp. It takes the place
  /// of one of the same name. Throws std::invalid_argument where that is none (1 to 20 of A-Z, 0-9, - and _).
  Server& extend_auth(std::string name, std::function<sasl::Exchange(sasl::Client)> mechanism,
                      sasl::Encoding encoding = sasl::Encoding::base64);
  Server& extend_auth(sasl::Mechanism mechanism);

  /// Offers only these, of the built-in ones ("USER", "APOP", "PLAIN", "LOGIN", "CRAM-MD5") and those added. Default:
  /// all that the accounts can serve. A name that none has is an error at start().
  Server& mechanisms(std::vector<std::string> names);

  Server& name(std::string host);  ///< In the greeting and stamps. Default: the host's name.
  Server& policy(Policy policy);
  Server& log(Log log);  ///< Default: nothing is logged.

  /// Throws std::runtime_error where it cannot be used. May be called again.
  Server& tls(const Certificate& certificate);

  /// I/O threads. Default: 1, enough for thousands of clients. Throws std::logic_error after start().
  Server& threads(unsigned count);

  /// May be called several times. Throws std::logic_error after start().
  Server& listen(Listen listen);
  Server& listen(std::string address) { return listen(Listen{std::move(address)}); }

  /// Binds and begins to serve: accounts(), on_login() and listen() have to be called before. Returns the addresses
  /// bound, in the order of the listen() calls, with the real ports. Throws std::runtime_error that says what is
  /// missing, or which address cannot be had, why, and what to do; std::logic_error the second time, or after stop().
  std::vector<std::string> start();

  std::size_t sessions() const;  ///< How many there are now, those that have not logged in included.

  /// start(), unless that has been called, and waits until stop() is done.
  void run();

  /// No new clients; those who are logged in have until the deadline to say QUIT. Returns at once; may be called from
  /// any thread, though not from a signal handler. A second call can only shorten the deadline. Before start() it makes
  /// run() return at once.
  void stop(std::chrono::milliseconds deadline = std::chrono::seconds(10));

 private:
  template <class F>
  Server& accounts_function(F f, bool at_once) {
    if constexpr (std::is_invocable_r_v<bool, F, std::string_view, std::string_view>) {
      return check_function(
          [f = std::move(f)](const Credential& c) mutable -> Answer<Verdict> {
            return f(c.user, c.password) ? Verdict::granted(c.user) : Verdict::denied("wrong user or password");
          },
          at_once);
    } else if constexpr (std::is_invocable_v<F, const Credential&>) {
      return check_function(std::move(f), at_once);
    } else {
      static_assert(std::is_invocable_v<F, std::string_view>,
                    "accounts are a function of (std::string_view user), of (const n3::Credential&), or of "
                    "(std::string_view user, std::string_view password)");
      return secret_function(std::move(f), at_once);
    }
  }

  template <class F>
  static OpenMaildrop wrap(F f) {
    using Result = std::invoke_result_t<F&, const Login&>;
    if constexpr (std::is_base_of_v<Maildrop, Result>) {
      return [f = std::move(f)](const Login& login) mutable -> Answer<std::unique_ptr<Maildrop>> {
        return std::unique_ptr<Maildrop>(std::make_unique<Result>(f(login)));
      };
    } else {
      return f;
    }
  }

  Server& check_function(CheckPassword check, bool at_once);
  Server& secret_function(FindSecret find, bool at_once);
  Server& on_login_function(OpenMaildrop open, bool at_once);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace n3
