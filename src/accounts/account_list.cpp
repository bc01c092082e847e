#include "accounts/account_list.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "accounts/password_hash.hpp"

namespace n3 {
namespace {

class Turn {
 public:
  explicit Turn(std::counting_semaphore<>& semaphore) : semaphore_(semaphore) { semaphore_.acquire(); }
  ~Turn() { semaphore_.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::counting_semaphore<>& semaphore_;
};

}  // namespace

AccountList::AccountList(std::vector<ListedAccount> accounts, Secrets secrets) {
  const auto is_clear = [](const ListedAccount& account) { return account.hash.empty(); };
  has_secrets_ = !accounts.empty() && (secrets == Secrets::where_all ? std::ranges::all_of(accounts, is_clear)
                                                                     : std::ranges::any_of(accounts, is_clear));
  for (ListedAccount& account : accounts) {
    if (!is_clear(account)) {
      if (const std::string problem = password_hash_problem(account.hash); !problem.empty()) {
        throw std::invalid_argument("the password hash of " + account.user + ": " + problem);
      }
      costs_.try_emplace(std::string(method_and_cost(account.hash)), account.hash);
    }
    const std::string user = account.user;
    if (!accounts_.try_emplace(user, std::move(account)).second) throw std::invalid_argument(user + " is listed twice");
  }
}

const ListedAccount* AccountList::find_exactly(std::string_view user) const {
  const auto found = accounts_.find(user);
  return found == accounts_.end() ? nullptr : &found->second;
}

AccountList::Found AccountList::find(std::string_view user) const {
  if (const ListedAccount* entry = find_exactly(user)) return {entry, user};
  const ListedAccount* anybody = user.empty() ? nullptr : find_exactly("*");
  const std::size_t plus = user.rfind('+');
  if (plus != user.npos && plus > 0) {
    const std::string_view account = user.substr(0, plus);
    const ListedAccount* named = find_exactly(account);
    const ListedAccount* entry = named ? named : anybody;
    if (entry && std::ranges::find(entry->mailboxes, user.substr(plus + 1)) != entry->mailboxes.end())
      return {entry, account};
  }
  return {anybody, user};
}

bool AccountList::hash_matches(const ListedAccount* account, const std::string& password) const {
  if (costs_.empty()) return false;
  const Turn turn(hashing_);
  bool matches = false;
  for (const auto& [cost, any_hash] : costs_) {
    const bool is_own = account && !account->hash.empty() && method_and_cost(account->hash) == cost;
    const bool good = password_matches(password, is_own ? account->hash : any_hash);
    matches = matches || (is_own && good);
  }
  return matches;
}

Answer<Verdict> AccountList::check(const Credential& credential) {
  const auto [account, name] = find(credential.user);
  const bool hash_good = hash_matches(account, credential.password);
  const bool has_clear = account && account->hash.empty();
  const bool clear_good = same_secret(has_clear ? account->password : std::string(" "), credential.password);
  if (!account) return Verdict::denied("no such user");
  if (has_clear ? !clear_good : !hash_good) return Verdict::denied("wrong password");
  return Verdict::granted(std::string(name));
}

Answer<std::optional<Secret>> AccountList::secret(std::string_view user) {
  const auto [account, name] = find(user);
  if (!account || !account->hash.empty()) return std::optional<Secret>();
  return std::optional(Secret{account->password, std::string(name)});
}

}  // namespace n3
