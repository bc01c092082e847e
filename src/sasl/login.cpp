#include "sasl/mechanisms.hpp"

namespace n3::sasl {

Exchange login(Client client) {
  const std::string user = co_await client.respond_to("Username:");
  const std::string secret = co_await client.challenge("Password:");
  const bool good = co_await client.check(user, secret);
  if (!good) co_return Deny{};
  co_return Grant{user};
}

}  // namespace n3::sasl
