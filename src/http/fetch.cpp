#include "http/fetch.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <stdexcept>

#include <curl/curl.h>

#include <n3/version.hpp>

#include "base/ascii.hpp"
#include "http/url.hpp"

namespace n3::http {
namespace {

constexpr long most_redirects = 10;
constexpr long connect_seconds = 10;
constexpr std::chrono::seconds longest_retry_after =
    std::chrono::days(1);  // a mistake must not silence a feed for ever

// Initialises libcurl once, before the first use, and for as long as the program runs.
void initialise() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(result));
}

struct CloseHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, CloseHandle>;
using Headers = std::unique_ptr<curl_slist, FreeList>;

// One transfer: what libcurl's callbacks see.
class Transfer {
 public:
  explicit Transfer(const Request& request) : request_(request), handle_(curl_easy_init()) {
    if (!handle_) throw std::runtime_error("libcurl: no handle");
  }

  std::expected<Response, Failure> run();

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    if (const CURLcode result = curl_easy_setopt(handle_.get(), option, value); result != CURLE_OK)
      throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(result));
  }
  void set_up();
  void limit();
  void add_header(const std::string& line);
  std::string failure(CURLcode result) const;
  Failure refusal() const;
  long status() const;
  std::string header(const char* name) const;

  static std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* self);
  static int is_interrupted(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  const Request& request_;
  Handle handle_;
  Headers headers_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::string body_;
  bool too_large_ = false;
};

std::size_t Transfer::take_body(char* bytes, std::size_t, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.too_large_ = count > transfer.request_.largest - transfer.body_.size();
  if (transfer.too_large_) return 0;
  transfer.body_.append(bytes, count);
  return count;
}

int Transfer::is_interrupted(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* interrupted = static_cast<Transfer*>(self)->request_.interrupted;
  return interrupted && *interrupted ? 1 : 0;
}

void Transfer::set_up() {
  set(CURLOPT_ERRORBUFFER, error_.data());
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 1L);
  set(CURLOPT_ACCEPT_ENCODING, "");  // all that libcurl can decompress
  set(CURLOPT_USERAGENT, "N3/" N3_VERSION " (reads feeds for POP3 clients)");
  set(CURLOPT_WRITEFUNCTION, &take_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_NOSIGNAL, 1L);
  add_header("Accept: " + request_.accept);
  if (!request_.etag.empty()) add_header("If-None-Match: " + request_.etag);
  if (!request_.last_modified.empty()) add_header("If-Modified-Since: " + request_.last_modified);
  set(CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::limit() {
  const long patience = static_cast<long>(request_.patience.count());
  set(CURLOPT_MAXREDIRS, most_redirects);
  set(CURLOPT_CONNECTTIMEOUT_MS, std::min(patience, connect_seconds * 1000));
  set(CURLOPT_TIMEOUT_MS, patience);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &is_interrupted);
  set(CURLOPT_XFERINFODATA, this);
  set(CURLOPT_QUICK_EXIT, 1L);  // who is interrupted does not wait for a name server
}

// What came from another server must not bring another header with it.
void Transfer::add_header(const std::string& line) {
  if (std::ranges::any_of(line, ascii::is_control)) return;
  curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
  if (!longer) throw std::bad_alloc();
  if (!headers_) headers_.reset(longer);  // otherwise it begins as before
}

std::expected<Response, Failure> Transfer::run() {
  set_up();
  limit();
  const CURLcode result = curl_easy_perform(handle_.get());
  if (result != CURLE_OK) return std::unexpected(Failure{.cause = failure(result)});
  if (status() != 200 && status() != 304) return std::unexpected(refusal());

  const char* url = nullptr;
  curl_easy_getinfo(handle_.get(), CURLINFO_EFFECTIVE_URL, &url);
  return Response{.unchanged = status() == 304,
                  .body = std::move(body_),
                  .content_type = header("Content-Type"),
                  .etag = header("ETag"),
                  .last_modified = header("Last-Modified"),
                  .url = without_user_and_query(url ? url : request_.url)};
}

Failure Transfer::refusal() const {
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RETRY_AFTER, &seconds);
  const auto again = std::min(std::chrono::seconds(seconds), longest_retry_after);
  return {.cause = "HTTP status " + std::to_string(status()), .retry_after = again};
}

std::string Transfer::failure(CURLcode result) const {
  if (too_large_) return "the body is larger than " + std::to_string(request_.largest) + " octets";
  if (result == CURLE_ABORTED_BY_CALLBACK) return "interrupted";
  if (result == CURLE_TOO_MANY_REDIRECTS) return "more than " + std::to_string(most_redirects) + " redirects";
  if (result == CURLE_UNSUPPORTED_PROTOCOL) return "neither http nor https, or redirected to neither";
  return error_.front() != '\0' ? error_.data() : curl_easy_strerror(result);
}

long Transfer::status() const {
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  return status;
}

// Of the last response, not of redirects before it.
std::string Transfer::header(const char* name) const {
  curl_header* found = nullptr;
  const CURLHcode result = curl_easy_header(handle_.get(), name, 0, CURLH_HEADER, -1, &found);
  return result == CURLHE_OK ? found->value : "";
}

}  // namespace

std::expected<Response, Failure> fetch(const Request& request) {
  initialise();
  return Transfer(request).run();
}

}  // namespace n3::http
