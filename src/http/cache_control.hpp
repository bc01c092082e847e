#pragma once

#include <chrono>
#include <string_view>

namespace n3::http {

/// How long a response stays fresh by its Cache-Control and Age, RFC 9111: max-age without the time that it has spent
/// in caches, at most a day. 0 where it does not say, and where it says no-cache or no-store. What is meant for shared
/// caches (s-maxage) does not count.
std::chrono::seconds fresh_for(std::string_view cache_control, std::string_view age);

}  // namespace n3::http
