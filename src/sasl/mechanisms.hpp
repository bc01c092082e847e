#pragma once

#include <string>

#include <n3/sasl.hpp>

/// The mechanisms that come with N3, one a file.
namespace n3::sasl {

Exchange plain(Client client);     ///< RFC 4616.
Exchange login(Client client);     ///< draft-murchison-sasl-login: user and password, asked for one by one.
Exchange cram_md5(Client client);  ///< RFC 2195.

// Not SASL, but the same conversation with the accounts.

Exchange password(Client client, std::string user, std::string password);               ///< USER and PASS.
Exchange apop(Client client, std::string stamp, std::string user, std::string digest);  ///< RFC 1939, APOP.

}  // namespace n3::sasl
