#include "sasl/mechanisms.hpp"

namespace n3::sasl {

// [authzid] NUL authcid NUL passwd. Nobody here acts for somebody else.
Exchange plain(Client client) {
  const std::string message = co_await client.respond();
  const auto first = message.find('\0');
  const auto second = first == message.npos ? first : message.find('\0', first + 1);
  if (second == message.npos || message.find('\0', second + 1) != message.npos)
    co_return Deny{"PLAIN expects an identity, a user and a password with a NUL between them"};

  const std::string identity = message.substr(0, first);
  const std::string user = message.substr(first + 1, second - first - 1);
  const bool good = co_await client.check(user, message.substr(second + 1));
  if (!good || (!identity.empty() && identity != user)) co_return Deny{};
  co_return Grant{user};
}

}  // namespace n3::sasl
