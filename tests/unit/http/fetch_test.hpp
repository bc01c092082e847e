#pragma once

#include <string>

#include "http/fetch.hpp"

namespace n3::http {

/// The error in words; empty where there is none.
inline std::string error_of(const Request& request) {
  const auto response = fetch(request);
  return response ? "" : response.error().cause;
}

/// An internet without private addresses.
inline bool nothing(const sockaddr&) { return false; }

}  // namespace n3::http
