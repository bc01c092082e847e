#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <string>

#include "http/private_address.hpp"

namespace n3::http {

/// What to fetch, and what one puts up with.
///
/// A user and password in the URL are sent to its scheme, host and port alone, wherever redirects lead.
///
/// What a person has configured may be at a private address, and redirects from there may lead to others. What comes
/// from the public internet, a document's link or a public server's redirect, may not: that is looked at when a
/// connection is made, for each address that is tried. Where the environment names a proxy (http_proxy, https_proxy,
/// all_proxy), all that comes from outside goes through it, whatever no_proxy says, and it is the proxy that decides
/// what may be reached; a URL that a person has configured counts as public then.
struct Request {
  std::string url;            ///< http or https; redirects lead nowhere else either.
  std::string moved_to{};     ///< Response::moved_to of the last fetch: asked instead. It comes from outside.
  bool from_outside = false;  ///< The URL is from a document, not from a person.
  std::string accept = "*/*";
  std::string etag{};                              ///< Of the last response: where nothing is new the answer is 304.
  std::string last_modified{};                     ///< Of the last response, word for word.
  std::size_t largest = 16 << 20;                  ///< Octets of the body once it is decompressed; more is an error.
  std::chrono::milliseconds patience{30'000};      ///< For everything together.
  const std::atomic<bool>* interrupted = nullptr;  ///< Turns true: give up, within a second or so.
  std::function<bool(const sockaddr&)> is_private = http::is_private;
};

/// What a server answered: 200, or 304 without a body.
struct Response {
  bool unchanged = false;  ///< 304
  std::string body{};      ///< Decompressed.
  std::string content_type{};
  std::string etag{};
  std::string last_modified{};
  std::chrono::seconds fresh_for{
      0};             ///< Asking earlier than that brings nothing new, the server says: see fresh_for().
  std::string url{};  ///< Where redirects led to, without_user_and_query.

  /// Where the URL has moved to for good: as far as all redirects, from the first on, were permanent ones and none went
  /// from https to http. Empty: it has not moved, or it is in a private network. May hold secrets of its own.
  std::string moved_to{};
};

/// Why there is no response.
struct Failure {
  std::string cause{};                  ///< What happened. It names no URL and no credentials.
  std::chrono::seconds retry_after{0};  ///< When the server wants to be asked again; 0: it did not say.
};

using Result = std::expected<Response, Failure>;
using Fetch = std::function<Result(const Request&)>;

/// Fetches, blocking. Thread-safe.
Result fetch(const Request& request);

}  // namespace n3::http
