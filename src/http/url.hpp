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

/// A URL that was fetched, as it may stand in a message: without user, password, query and fragment.
std::string without_user_and_query(std::string_view url);

/// A URL as it may stand in a log: without user, password, query and fragment. Where it is mistyped or unclear, so that
/// a password could be anywhere, nothing but its scheme: "https://...". The path of a file stays as it is.
std::string without_secrets(std::string_view url);

}  // namespace n3::http
