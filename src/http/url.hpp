#pragma once

#include <string>
#include <string_view>

namespace n3::http {

/// "https://ann:pass@example.org:8443/feed?key=1#x", cut into its parts: together they are the URL. What has no scheme
/// and host, such as the path of a file, is all path.
struct UrlParts {
  std::string_view scheme;  ///< "https://"
  std::string_view user;    ///< "ann:pass@"
  std::string_view host;    ///< "example.org"
  std::string_view port;    ///< ":8443"
  std::string_view path;    ///< "/feed"
  std::string_view rest;    ///< "?key=1#x"

  static UrlParts of(std::string_view url);
};

/// A URL without user and password.
std::string without_user(std::string_view url);

/// A URL as it may stand in a log or a message: without user, password, query and fragment, which may hold secrets.
std::string without_secrets(std::string_view url);

}  // namespace n3::http
