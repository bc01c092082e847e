#pragma once

#include <string>
#include <string_view>

namespace n3::http {

/// The proxy that the environment names for a URL, with the variables that libcurl knows; empty: none, or no_proxy
/// says "*". Other exceptions in no_proxy are not looked at.
std::string proxy_for(std::string_view url);

}  // namespace n3::http
