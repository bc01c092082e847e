#include "base/digest.hpp"
#include "sasl/mechanisms.hpp"

namespace n3::sasl {

Exchange cram_md5(Client client) {
  const std::string stamp = client.stamp();
  const std::string response = co_await client.challenge(stamp);
  const auto space = response.rfind(' ');  // names may have spaces, digests do not
  if (space == response.npos) co_return Deny{"CRAM-MD5 expects a user and a digest"};

  const std::string user = response.substr(0, space);
  const std::optional<Secret> secret = co_await client.secret(user);
  const std::string digest = hmac_md5_hex(secret ? secret->password : stamp, stamp);
  const bool same = same_secret(digest, response.substr(space + 1));
  if (!secret || !same) co_return Deny{};
  co_return Grant{user};
}

}  // namespace n3::sasl
