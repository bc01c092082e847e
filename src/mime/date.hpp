#pragma once

#include <chrono>
#include <string>

namespace n3::mime {

/// A date as RFC 5322 section 3.3 writes it, in UTC: "Thu, 01 Jan 1970 00:00:00 +0000". Four digits hold the years 1 to
/// 9999; what lies outside becomes the nearest second inside.
std::string date_rfc5322(std::chrono::sys_seconds date);

}  // namespace n3::mime
