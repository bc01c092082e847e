#include "disk/state.hpp"

#include <algorithm>

namespace n3::test {
namespace {

std::string_view folder_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }

}  // namespace

void Name::settle(const std::shared_ptr<Inode>& inode) {
  const auto found = std::ranges::find(states_, inode);
  if (found != states_.end()) states_.erase(states_.begin(), found);
}

void Faults::plan(std::uint64_t nth, int code, bool for_good) {
  at_ = count_ + nth;
  code_ = code;
  for_good_ = for_good;
}

int Faults::next() {
  ++count_;
  return count_ == at_ || (for_good_ && count_ > at_) ? code_ : SQLITE_OK;
}

std::shared_ptr<Inode> DiskState::find(std::string_view path) const {
  const auto found = names.find(path);
  return found == names.end() ? nullptr : found->second.inode();
}

void DiskState::sync_folder_of(std::string_view path) {
  const std::string_view folder = folder_of(path);
  for (auto& [other, name] : names)
    if (folder_of(other) == folder) name.settle();
}

int DiskState::next_change() {
  const int code = faults.next();
  return read_only ? SQLITE_READONLY : code;
}

}  // namespace n3::test
