#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <n3/answer.hpp>

namespace n3 {

/// A user name and the password that came with it: USER/PASS, SASL PLAIN and LOGIN, or a mechanism of yours.
struct Credential {
  std::string user{};
  std::string password{};  ///< Any octets but NUL. Never log it.
};

/// Whether a credential is right, and whose it is.
struct Verdict {
  std::string account{};  ///< Whose maildrop it opens. Empty: denied.
  std::string reason{};   ///< Why it was denied, for the log; the client is only told "wrong user or password".

  static Verdict granted(std::string account) { return {std::move(account), {}}; }
  static Verdict denied(std::string reason) { return {{}, std::move(reason)}; }
  explicit operator bool() const { return !account.empty(); }
};

/// What a server must know of a password to serve mechanisms that never send it: APOP and CRAM-MD5.
struct Secret {
  std::string password{};  ///< In clear: both need it.
  std::string account{};   ///< Whose maildrop it opens. Empty: the account is called like the user.

  static Secret clear(std::string password) { return {std::move(password), {}}; }
};

/// Who may log in.
///
/// Calls come from the worker threads, several at once, unless instant() says otherwise. They may block or answer
/// later. An Error means that the accounts cannot be asked just now: the client is told [SYS/TEMP], and it is no failed
/// login. A lambda does for either question; see Server::accounts.
class Accounts {
 public:
  virtual ~Accounts() = default;

  /// Is this credential right? By default it is compared with secret(), in constant time.
  virtual Answer<Verdict> check(const Credential& credential);

  /// What is this user's secret? An empty optional for a user there is not. Only called where has_secrets().
  virtual Answer<std::optional<Secret>> secret(std::string_view user);

  /// Whether secret() can be asked at all. Where it is false, APOP and CRAM-MD5 are not offered.
  virtual bool has_secrets() const { return false; }

  /// True where all calls answer from memory at once: they are then made on the I/O thread and must not block.
  virtual bool instant() const { return false; }
};

/// Who has logged in, and how.
struct Login {
  std::string user{};       ///< As the client wrote it.
  std::string account{};    ///< What the accounts made of it.
  std::string mechanism{};  ///< "PLAIN", "APOP", "PASS" (USER and PASS), ...
  std::string peer{};       ///< "192.0.2.7:40112", "unix"
  bool encrypted = false;   ///< By TLS, from the start or by STLS.
};

/// True where both are the same, in a time that tells nothing of where they differ. For every comparison of secrets.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace n3
