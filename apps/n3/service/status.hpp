#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "spool/upkeep.hpp"

namespace n3::program {

/// How a server does.
struct Status {
  std::chrono::sys_seconds started{};
  std::size_t sessions = 0;  ///< Now.
  std::uint64_t ended = 0;   ///< Sessions, since it was started.
  std::string fetching{};    ///< How the process that fetches does; empty: there is none.
  std::vector<std::string> listening{};
  std::string spool{};
  std::vector<spool::SourceFacts> sources{};
};

/// For people. What fails comes with its cause, and the rest in few words.
std::string to_text(const Status& status, std::chrono::sys_seconds now);

/// In the largest unit that fits: "45s", "12m", "5h", "3d".
std::string roughly(std::chrono::seconds time);

}  // namespace n3::program
