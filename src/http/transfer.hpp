#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include <curl/curl.h>

#include "http/fetch.hpp"

namespace n3::http {

/// What it takes to ask one server after the other for one request, over libcurl: it follows no redirects. For one
/// thread at a time.
class Transfer {
 public:
  /// The request outlives it. Throws std::runtime_error where libcurl cannot be used at all.
  explicit Transfer(const Request& request);

  /// One server to ask.
  struct Hop {
    std::string url;
    std::string user{};
    std::string password{};
    bool may_be_private = false;  ///< Otherwise a connection to a private address is refused.
    std::chrono::milliseconds patience;
  };

  /// Asks. Nothing, or why there is no answer: it names no URL.
  std::optional<std::string> ask(const Hop& hop);

  // Of the last answer.
  long status() const;
  std::string header(const char* name) const;  ///< Empty where there is none, or one too long to be remembered.
  std::string list(const char* name) const;    ///< All lines of a header that is a list.
  std::chrono::seconds retry_after() const;    ///< 0: nothing was said.
  std::string take_body() { return std::move(body_); }  ///< Where the status is 200.

  /// Whether all addresses that were tried so far are private.
  bool is_private() const { return is_private_; }

 private:
  struct CloseHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  template <class Value>
  void set(CURLoption option, Value value);
  void set_up();
  void set_limits();
  void set_hop(const Hop& hop);
  void add_header(const std::string& line);
  std::string cause(CURLcode result) const;
  std::optional<std::string> line(const char* name, std::size_t index) const;

  static std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* self);
  static std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* self);
  static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* address);
  static int is_interrupted(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  const Request& request_;
  std::unique_ptr<CURL, CloseHandle> handle_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  bool is_private_ = true;

  // Of the hop that is under way.
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::string body_;
  std::size_t header_octets_ = 0;
  bool checks_address_ = true;
  bool body_too_large_ = false;
  bool refused_ = false;  // a private address
};

}  // namespace n3::http
