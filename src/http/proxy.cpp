#include "http/proxy.hpp"

#include <cstdlib>
#include <initializer_list>

namespace n3::http {
namespace {

// The first of them that says anything.
std::string environment(std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const char* value = std::getenv(name); value && *value != '\0') return value;
  return {};
}

}  // namespace

std::string proxy_for(std::string_view url) {
  if (environment({"no_proxy", "NO_PROXY"}) == "*") return {};
  if (url.starts_with("https:")) return environment({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
  return environment({"http_proxy", "all_proxy", "ALL_PROXY"});  // HTTP_PROXY could be a header's, under CGI
}

}  // namespace n3::http
