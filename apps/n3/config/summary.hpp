#pragma once

#include <string>
#include <string_view>

#include "config/config.hpp"

/// A configuration as people read it.
namespace n3::program {

/// What would be served, in a few lines. No secrets.
std::string to_summary(const Config& config);

std::string source_text(const SourceConfig& source);            ///< "directory /srv/mail, 12 messages"
std::string_view tls_text(Tls tls);                             ///< "STLS", "TLS", "no TLS"
std::string plaintext_login_text(const PlaintextLogin& login);  ///< "logins without TLS from this machine only"

}  // namespace n3::program
