#include "service/spool_place.hpp"

#include "base/state_folder.hpp"

namespace n3::program {

std::string spool_place(const std::string& spool) {
  const bool is_whole = spool == "memory" || spool.starts_with('/');
  return is_whole ? spool : (state_folder() / spool).string();
}

}  // namespace n3::program
