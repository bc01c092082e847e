#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <n3/accounts.hpp>

/// Writing a SASL mechanism (RFC 4422) for AUTH (RFC 5034).
///
/// A mechanism is a straight-line function, a coroutine that talks to the client and to the accounts and ends with
/// Grant or Deny:
///
///     n3::sasl::Exchange foobar(n3::sasl::Client client) {
///       std::string line = co_await client.respond();           // the initial response, or asks for one
///       auto space = line.find(' ');
///       if (space == line.npos) co_return n3::sasl::Deny{"FOOBAR expects <user> <password>"};
///       std::string user = line.substr(0, space);
///       bool good = co_await client.check(user, line.substr(space + 1));
///       if (!good) co_return n3::sasl::Deny{};
///       co_return n3::sasl::Grant{user};
///     }
///
///     server.extend_auth("FOOBAR", foobar, n3::sasl::raw);
///
/// It does no I/O and knows no thread. Base64, "*" (cancel), "=" (an empty initial response), line limits, failure
/// delays and the counting of failures are the session's business. What it throws is logged and denies this one login.
/// With g++ 12, bind every co_await to a variable of its own, and do not use capturing lambdas inside its expression.
namespace n3::sasl {

/// What a mechanism wants next. Sessions act on these; tests feed mechanisms by hand with them.
struct Challenge {
  std::string bytes{};
};
struct Check {
  Credential credential{};
};
struct FindSecret {
  std::string user{};
};

/// The end of an exchange: this user has proved who they are. The account is the one that check() or secret() found
/// for the user; for users whom neither was asked about, the user itself.
struct Grant {
  // A constructor, because g++ 12 destroys twice what is awaited within the braces of an aggregate.
  explicit Grant(std::string name) : user(std::move(name)) {}
  std::string user;
};

/// The end of an exchange: no. An empty text is answered with "wrong user or password", which tells a guesser nothing.
struct Deny {
  explicit Deny(std::string why = {}) : text(std::move(why)) {}
  std::string text;
};

using Step = std::variant<Challenge, Check, FindSecret, Grant, Deny>;

class Client;

/// A mechanism at work: what its coroutine returns. Move-only; destroying it ends the coroutine.
class Exchange {
 public:
  struct promise_type {
    Step step = Deny{};
    std::string initial{};  // where the client sent an initial response
    bool has_initial = false;
    std::string response{};          // the answer to the last Challenge
    bool checked = false;            // the answer to the last Check
    std::optional<Secret> secret{};  // the answer to the last FindSecret
    std::exception_ptr failure;

    Exchange get_return_object() { return Exchange(Handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(Grant grant) { step = std::move(grant); }
    void return_value(Deny deny) { step = std::move(deny); }
    void unhandled_exception() { failure = std::current_exception(); }
  };

  Exchange() = default;
  Exchange(Exchange&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Exchange& operator=(Exchange&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Exchange() {
    if (handle_) handle_.destroy();
  }

  /// Runs up to the first step. `initial` is the initial response, already decoded; one that is absent differs from
  /// one that is empty. Throws what the mechanism throws, as the other three do.
  const Step& start(std::optional<std::string> initial);

  const Step& responded(std::string response);      ///< Goes on after a Challenge.
  const Step& checked(bool good);                   ///< Goes on after a Check.
  const Step& found(std::optional<Secret> secret);  ///< Goes on after a FindSecret.

  explicit operator bool() const { return handle_ != nullptr; }

 private:
  using Handle = std::coroutine_handle<promise_type>;
  explicit Exchange(Handle handle) : handle_(handle) {}
  const Step& resume();

  Handle handle_;
};

/// The mechanism's view of the other side. Pass it by value; all that it holds is the stamp.
class Client {
 public:
  /// Waits for the client's next words: the initial response where there is one and nobody has taken it yet,
  /// otherwise an empty challenge is sent and its answer comes back.
  auto respond();

  /// The same with a prompt, which is only sent where there is no initial response.
  auto respond_to(std::string prompt);

  /// Sends a challenge and gives back the response. An initial response is an error here: the mechanism speaks first,
  /// and the exchange is denied. RFC 4422 section 5.
  auto challenge(std::string bytes);

  /// Are these the right user and password? Asked of the accounts.
  auto check(std::string user, std::string password);

  /// The user's secret, where the accounts have one. For a user there is not, go on with a made-up secret and deny at
  /// the end, so that nobody learns which names exist.
  auto secret(std::string user);

  /// Unique, unguessable, of the form <c.digits.digits@host.example>: for challenges like CRAM-MD5's.
  const std::string& stamp() const { return stamp_; }

  explicit Client(std::string stamp = {}) : stamp_(std::move(stamp)) {}

 private:
  std::string stamp_;
};

/// What carries a mechanism's words on the wire.
enum class Encoding { base64, raw };
inline constexpr Encoding raw = Encoding::raw;  ///< Text as it is, without base64: RFC 5034 does not know it.

/// What a mechanism needs of the accounts, without which it is not offered.
enum class Needs { nothing, check, secret };

/// A mechanism as the server keeps it.
struct Mechanism {
  std::string name{};  ///< 1 to 20 of A-Z, 0-9, "-", "_". RFC 4422 section 3.1.
  std::function<Exchange(Client)> run{};
  Encoding encoding = Encoding::base64;
  Needs needs = Needs::check;
};

/// The mechanisms that come with N3, the stronger first: CRAM-MD5 (RFC 2195), PLAIN (RFC 4616) and LOGIN. n3::Server
/// offers them by itself; this is for people with an event loop of their own.
std::vector<Mechanism> built_in();

// ---- The awaitables behind Client ----

namespace detail {

struct Yield {
  Step step;
  bool initial_answers = false;  // an initial response, if there is one, answers this step without yielding it
  Exchange::promise_type* promise = nullptr;

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<Exchange::promise_type> handle) {
    promise = &handle.promise();
    if (initial_answers && promise->has_initial) {
      promise->has_initial = false;
      promise->response = std::move(promise->initial);
      return false;
    }
    promise->step = std::move(step);
    return true;
  }
};

struct Responded : Yield {
  std::string await_resume() { return std::move(promise->response); }
};
struct Checked : Yield {
  bool await_resume() const { return promise->checked; }
};
struct Found : Yield {
  std::optional<Secret> await_resume() { return std::move(promise->secret); }
};

}  // namespace detail

inline auto Client::respond() { return detail::Responded{{Challenge{}, true}}; }
inline auto Client::respond_to(std::string prompt) { return detail::Responded{{Challenge{std::move(prompt)}, true}}; }
inline auto Client::challenge(std::string bytes) { return detail::Responded{{Challenge{std::move(bytes)}, false}}; }
inline auto Client::check(std::string user, std::string password) {
  return detail::Checked{{Check{{std::move(user), std::move(password)}}, false}};
}
inline auto Client::secret(std::string user) { return detail::Found{{FindSecret{std::move(user)}, false}}; }

}  // namespace n3::sasl
