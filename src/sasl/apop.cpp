#include "base/digest.hpp"
#include "sasl/mechanisms.hpp"

namespace n3::sasl {

Exchange apop(Client client, std::string stamp, std::string user, std::string digest) {
  const std::optional<Secret> secret = co_await client.secret(user);
  const bool same = same_secret(md5_hex(stamp + (secret ? secret->password : stamp)), digest);
  if (!secret || !same) co_return Deny{};
  co_return Grant{user};
}

}  // namespace n3::sasl
