#include "http/transfer.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include <sys/socket.h>

#include <n3/version.hpp>

#include "base/ascii.hpp"
#include "http/proxy.hpp"

namespace n3::http {
namespace {

constexpr long connect_seconds = 10;
constexpr std::size_t largest_header = 128 << 10;    // octets, of all lines together
constexpr std::size_t longest_remembered = 4 << 10;  // of one that is kept: an ETag, a Location
constexpr std::chrono::seconds longest_retry_after =
    std::chrono::days(1);  // a mistake must not silence a feed for ever

// Initialises libcurl once, before the first use, and for as long as the program runs.
void initialise() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(result));
}

}  // namespace

Transfer::Transfer(const Request& request) : request_(request) {
  initialise();
  handle_.reset(curl_easy_init());
  if (!handle_) throw std::runtime_error("libcurl: no handle");
  set_up();
  set_limits();
}

template <class Value>
void Transfer::set(CURLoption option, Value value) {
  if (const CURLcode result = curl_easy_setopt(handle_.get(), option, value); result != CURLE_OK)
    throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(result));
}

void Transfer::set_up() {
  set(CURLOPT_ERRORBUFFER, error_.data());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_ACCEPT_ENCODING, "");  // all that libcurl can decompress
  set(CURLOPT_USERAGENT, "N3/" N3_VERSION " (reads feeds for POP3 clients)");
  set(CURLOPT_WRITEFUNCTION, static_cast<curl_write_callback>(&take_body));
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_HEADERFUNCTION, &take_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_NOSIGNAL, 1L);
  add_header("Accept: " + request_.accept);
  if (!request_.etag.empty()) add_header("If-None-Match: " + request_.etag);
  if (!request_.last_modified.empty()) add_header("If-Modified-Since: " + request_.last_modified);
  set(CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::set_limits() {
  constexpr std::size_t most = std::numeric_limits<curl_off_t>::max();
  set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(std::min(request_.largest, most)));  // where it is announced
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &is_interrupted);
  set(CURLOPT_XFERINFODATA, this);
  set(CURLOPT_QUICK_EXIT, 1L);  // who is interrupted does not wait for a name server
}

void Transfer::set_hop(const Hop& hop) {
  const auto patience = std::max(1L, static_cast<long>(hop.patience.count()));  // 0 would be for ever
  set(CURLOPT_URL, hop.url.c_str());
  set(CURLOPT_USERNAME, hop.user.empty() ? nullptr : hop.user.c_str());
  set(CURLOPT_PASSWORD, hop.user.empty() ? nullptr : hop.password.c_str());
  set(CURLOPT_CONNECTTIMEOUT_MS, std::min(patience, connect_seconds * 1000));
  set(CURLOPT_TIMEOUT_MS, patience);

  const std::string proxy = proxy_for(hop.url);
  const bool through_proxy = !hop.may_be_private && !proxy.empty();
  set(CURLOPT_PROXY, through_proxy ? proxy.c_str() : nullptr);  // nullptr: as the environment says
  set(CURLOPT_NOPROXY, through_proxy ? "" : nullptr);
  checks_address_ = !hop.may_be_private && !through_proxy;
  if (!proxy.empty()) is_private_ = false;  // nobody here can tell
}

// What came from another server must not bring another header with it.
void Transfer::add_header(const std::string& line) {
  if (std::ranges::any_of(line, ascii::is_control)) return;
  curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
  if (!longer) throw std::bad_alloc();
  if (!headers_) headers_.reset(longer);  // otherwise it begins as before
}

std::optional<std::string> Transfer::ask(const Hop& hop) {
  set_hop(hop);
  error_.front() = '\0';
  body_.clear();
  header_octets_ = 0;
  body_too_large_ = refused_ = false;
  const CURLcode result = curl_easy_perform(handle_.get());
  return result == CURLE_OK ? std::nullopt : std::optional(cause(result));
}

std::size_t Transfer::take_header(char*, std::size_t, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.header_octets_ += count;
  return transfer.header_octets_ > largest_header ? 0 : count;
}

// Nobody reads what else a server says than the document.
std::size_t Transfer::take_body(char* bytes, std::size_t, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.status() != 200) return count;
  transfer.body_too_large_ = count > transfer.request_.largest - transfer.body_.size();
  if (transfer.body_too_large_) return 0;
  transfer.body_.append(bytes, count);
  return count;
}

curl_socket_t Transfer::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  const bool is_private = transfer.request_.is_private(address->addr);
  transfer.is_private_ = transfer.is_private_ && is_private;
  if (is_private && transfer.checks_address_) {
    transfer.refused_ = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int Transfer::is_interrupted(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* interrupted = static_cast<Transfer*>(self)->request_.interrupted;
  return interrupted && *interrupted ? 1 : 0;
}

std::string Transfer::cause(CURLcode result) const {
  if (body_too_large_ || result == CURLE_FILESIZE_EXCEEDED)
    return "the body is larger than " + std::to_string(request_.largest) + " octets";
  if (header_octets_ > largest_header) return "the header is larger than " + std::to_string(largest_header) + " octets";
  if (refused_ && result == CURLE_COULDNT_CONNECT) return "refused: something public leads to a private address";
  if (result == CURLE_ABORTED_BY_CALLBACK) return "interrupted";
  if (result == CURLE_UNSUPPORTED_PROTOCOL) return "neither http nor https, or redirected to neither";
  return error_.front() != '\0' ? error_.data() : curl_easy_strerror(result);
}

long Transfer::status() const {
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  return status;
}

std::optional<std::string> Transfer::line(const char* name, std::size_t index) const {
  curl_header* line = nullptr;
  if (curl_easy_header(handle_.get(), name, index, CURLH_HEADER, -1, &line) != CURLHE_OK) return std::nullopt;
  return line->value;
}

std::string Transfer::header(const char* name) const {
  const auto value = line(name, 0);
  return value && value->size() <= longest_remembered ? *value : "";
}

std::string Transfer::list(const char* name) const {
  std::string values;
  for (std::size_t i = 0; const auto value = line(name, i); ++i) values += *value + ",";
  return values;
}

std::chrono::seconds Transfer::retry_after() const {
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RETRY_AFTER, &seconds);
  return std::clamp(std::chrono::seconds(seconds), std::chrono::seconds(0), longest_retry_after);
}

}  // namespace n3::http
