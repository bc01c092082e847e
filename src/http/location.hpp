#pragma once

#include <optional>
#include <string>

namespace n3::http {

/// A URL as libcurl reads it, so that what is compared is what is connected to.
struct Location {
  std::string url;   ///< Without user and password.
  std::string user;  ///< Decoded, as is the password.
  std::string password;
  std::string scheme;  ///< "https"
  std::string place;   ///< Scheme, host and port: "https://example.org:443"

  static std::optional<Location> of(const std::string& url);

  /// Where a redirect from here leads to; nothing where that is no URL.
  std::optional<Location> redirected(const std::string& to) const;
};

/// Whether a redirect with this status is to be remembered: one that is permanent and gives no encryption up.
bool is_for_good(long status, const Location& from, const Location& to);

}  // namespace n3::http
