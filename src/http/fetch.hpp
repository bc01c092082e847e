#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <expected>
#include <string>

namespace n3::http {

/// What to fetch, and what one puts up with.
struct Request {
  std::string url;  ///< http or https; redirects lead nowhere else either.
  std::string accept = "*/*";
  std::string etag{};                              ///< Of the last response: where nothing is new the answer is 304.
  std::string last_modified{};                     ///< Of the last response, word for word.
  std::size_t largest = 16 << 20;                  ///< Octets of the body once it is decompressed; more is an error.
  std::chrono::milliseconds patience{30'000};      ///< For everything together.
  const std::atomic<bool>* interrupted = nullptr;  ///< Turns true: give up, within a second or so.
};

/// What a server answered: 200, or 304 without a body.
struct Response {
  bool unchanged = false;  ///< 304
  std::string body{};      ///< Decompressed.
  std::string content_type{};
  std::string etag{};
  std::string last_modified{};
  std::string url{};  ///< Where redirects led to, without_user_and_query.
};

/// Why there is no response.
struct Failure {
  std::string cause{};                  ///< What happened. It names no URL and no credentials.
  std::chrono::seconds retry_after{0};  ///< When the server wants to be asked again; 0: it did not say.
};

/// Fetches, blocking. Thread-safe.
std::expected<Response, Failure> fetch(const Request& request);

}  // namespace n3::http
