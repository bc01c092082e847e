#include "demo/foobar.hpp"

namespace n3::program {

sasl::Exchange foobar(sasl::Client client) {
  const std::string line = co_await client.respond();
  const std::size_t space = line.find(' ');
  if (space == std::string::npos) co_return sasl::Deny{"FOOBAR expects <user> <password>"};
  const std::string user = line.substr(0, space);
  const bool good = co_await client.check(user, line.substr(space + 1));
  if (!good) co_return sasl::Deny{};
  co_return sasl::Grant{user};
}

}  // namespace n3::program
