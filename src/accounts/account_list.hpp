#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <n3/accounts.hpp>

namespace n3 {

/// A user and their password, in clear or as a hash.
struct ListedAccount {
  std::string user;        ///< "*": any name that has no entry of its own.
  std::string password{};  ///< In clear; or else
  std::string hash{};      ///< as crypt(5) has it. See password_hash.hpp.

  /// "andris+blog" logs in as andris too where "blog" is one of these.
  std::vector<std::string> mailboxes{};
};

/// Accounts from a list that does not change. An account is called like its user, without the mailbox that may follow a
/// "+". A user of exactly that name comes first.
///
/// Where one of them has a hash, every check takes the time of one hash for each method and cost in the list, whether
/// there is such a user or not, so that the time does not tell who exists. Hashes are dear by design, in time and in
/// memory: no more are computed at once than there are processors, however many strangers ask.
class AccountList final : public Accounts {
 public:
  /// When APOP and CRAM-MD5, which need passwords in clear, can be served.
  enum class Secrets {
    where_all,  ///< Every account has one: no client picks a mechanism that its account cannot do.
    where_any,  ///< One has.
  };

  /// Throws std::invalid_argument for a user that is listed twice, and for a hash that is none.
  explicit AccountList(std::vector<ListedAccount> accounts, Secrets secrets = Secrets::where_all);

  Answer<Verdict> check(const Credential& credential) override;
  Answer<std::optional<Secret>> secret(std::string_view user) override;
  bool has_secrets() const override { return has_secrets_; }
  bool instant() const override { return costs_.empty(); }

 private:
  struct Found {
    const ListedAccount* entry = nullptr;
    std::string_view account{};
  };

  const ListedAccount* find_exactly(std::string_view user) const;
  Found find(std::string_view user) const;
  bool hash_matches(const ListedAccount* account, const std::string& password) const;

  std::map<std::string, ListedAccount, std::less<>> accounts_;
  std::map<std::string, std::string, std::less<>> costs_;  // method and cost, and one hash that has them
  bool has_secrets_ = false;
  mutable std::counting_semaphore<> hashing_{std::max(1U, std::thread::hardware_concurrency())};
};

}  // namespace n3
