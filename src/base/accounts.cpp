#include <n3/accounts.hpp>

namespace n3 {
namespace {

Verdict compare(const Credential& credential, const std::optional<Secret>& secret) {
  // A user there is not costs the same comparison as one there is.
  const bool same = same_secret(secret ? secret->password : credential.user, credential.password);
  if (!secret) return Verdict::denied("no such user");
  if (!same) return Verdict::denied("wrong password");
  return Verdict::granted(secret->account.empty() ? credential.user : secret->account);
}

}  // namespace

Answer<std::optional<Secret>> Accounts::secret(std::string_view) { return std::optional<Secret>(); }

Answer<Verdict> Accounts::check(const Credential& credential) {
  auto [verdict, reply] = Answer<Verdict>::later();
  auto found = secret(credential.user);
  if (const auto* secret = found.value()) return compare(credential, *secret);
  auto shared = std::make_shared<Reply<Verdict>>(std::move(reply));
  std::move(found).then([credential, shared](Answer<std::optional<Secret>> ready) {
    if (const Error* error = ready.error()) return (*shared)(*error);
    (*shared)(compare(credential, *ready.value()));
  });
  return std::move(verdict);
}

// Every octet of `b` is looked at, whatever `a` is; only the length of what the client sent can be told from the time.
bool same_secret(std::string_view a, std::string_view b) {
  unsigned char difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < b.size(); ++i) {
    const char other = a.empty() ? '\0' : a[i % a.size()];
    difference =
        static_cast<unsigned char>(difference | (static_cast<unsigned char>(b[i]) ^ static_cast<unsigned char>(other)));
  }
  // The compiler must not see that one set bit is enough.
  volatile unsigned char result = difference;
  return result == 0;
}

}  // namespace n3
