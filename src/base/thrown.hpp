#pragma once

#include <exception>
#include <string>

namespace n3 {

/// What has been thrown, in words. To be called inside a catch clause.
inline std::string thrown_text() {
  try {
    throw;
  } catch (const std::exception& problem) {
    return problem.what();
  } catch (...) {
    return "something that is no std::exception was thrown";
  }
}

}  // namespace n3
