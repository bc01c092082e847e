#include "sasl/mechanisms.hpp"

namespace n3::sasl {

Exchange password(Client client, std::string user, std::string password) {
  const bool good = co_await client.check(user, password);
  if (!good) co_return Deny{};
  co_return Grant{user};
}

}  // namespace n3::sasl
