#include "http/location.hpp"

#include <memory>
#include <new>
#include <utility>

#include <curl/curl.h>

#include "base/ascii.hpp"

namespace n3::http {
namespace {

struct Free {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Handle = std::unique_ptr<CURLU, Free>;

// A scheme that is not spoken is found out later, with a better text.
constexpr unsigned any_scheme = CURLU_NON_SUPPORT_SCHEME;
constexpr unsigned as_servers_write_it = any_scheme | CURLU_URLENCODE | CURLU_ALLOW_SPACE;

Handle new_handle() {
  Handle handle(curl_url());
  if (!handle) throw std::bad_alloc();
  return handle;
}

bool set(const Handle& handle, const std::string& url, unsigned flags) {
  return curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), flags) == CURLUE_OK;
}

// Empty where there is no such part.
std::string part(const Handle& handle, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(handle.get(), part, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
  return text;
}

Location parts(const Handle& handle) {
  Location location;
  location.user = part(handle, CURLUPART_USER, CURLU_URLDECODE);
  location.password = part(handle, CURLUPART_PASSWORD, CURLU_URLDECODE);
  location.scheme = ascii::lowercase(part(handle, CURLUPART_SCHEME));
  location.place = location.scheme + "://" + ascii::lowercase(part(handle, CURLUPART_HOST)) + ":" +
                   part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  curl_url_set(handle.get(), CURLUPART_USER, nullptr, 0);
  curl_url_set(handle.get(), CURLUPART_PASSWORD, nullptr, 0);
  location.url = part(handle, CURLUPART_URL);
  return location;
}

}  // namespace

std::optional<Location> Location::of(const std::string& url) {
  const Handle handle = new_handle();
  return set(handle, url, any_scheme) ? std::optional(parts(handle)) : std::nullopt;
}

std::optional<Location> Location::redirected(const std::string& to) const {
  const Handle handle = new_handle();
  const bool good = set(handle, url, any_scheme) && set(handle, to, as_servers_write_it);
  return good ? std::optional(parts(handle)) : std::nullopt;
}

bool is_for_good(long status, const Location& from, const Location& to) {
  constexpr long moved_permanently = 301;
  constexpr long permanent_redirect = 308;
  const bool permanent = status == moved_permanently || status == permanent_redirect;
  return permanent && (from.scheme != "https" || to.scheme == "https");
}

}  // namespace n3::http
