#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace n3::sources {

/// What the header of a mail says to people, as UTF-8.
struct MailSummary {
  std::string subject{};
  std::vector<std::string> from{};  ///< Names and addresses, each on its own.
  std::optional<std::chrono::sys_seconds> date{};

  /// Of a mail, or as much of its beginning as has all of its header.
  static MailSummary of(std::string_view mail);
};

}  // namespace n3::sources
