#pragma once

#include <string>
#include <string_view>

#include "config.hpp"

/// Parts of a configuration as people read them.
namespace n3::program {

std::string_view tls_text(Tls tls);                             ///< "STLS", "TLS", "no TLS"
std::string plaintext_login_text(const PlaintextLogin& login);  ///< "logins without TLS from loopback only"

}  // namespace n3::program
