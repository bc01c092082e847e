#include "faulty_disk.hpp"

#include <atomic>
#include <stdexcept>

#include "disk/state.hpp"
#include "disk/vfs.hpp"

namespace n3::test {
namespace {

std::string unique_name() {
  static std::atomic<unsigned> made = 0;
  return "faulty-disk-" + std::to_string(++made);
}

std::shared_ptr<Inode> make_inode(std::string bytes) {
  return std::make_shared<Inode>(Inode{.data = DiskFile(std::move(bytes)), .locks = {}, .memory = {}});
}

}  // namespace

FaultyDisk::FaultyDisk()
    : name_(unique_name()),
      state_(std::make_unique<DiskState>()),
      vfs_(std::make_unique<sqlite3_vfs>(make_vfs(*state_, name_))) {
  if (sqlite3_vfs_register(vfs_.get(), 0) != SQLITE_OK) throw std::runtime_error("SQLite does not take " + name_);
}

FaultyDisk::~FaultyDisk() { sqlite3_vfs_unregister(vfs_.get()); }

void FaultyDisk::crash(std::uint64_t seed) {
  const std::lock_guard lock(state_->mutex);
  Random random(seed);
  const auto luck = static_cast<unsigned>(random() % 9);
  for (auto& [path, name] : state_->names) {
    const std::shared_ptr<Inode> left = name.after_power_cut(random);
    name.becomes(left ? make_inode(left->data.after_power_cut(random, luck)) : nullptr);
    name.settle();
  }
  ++state_->power_cuts;
}

void FaultyDisk::promise_powersafe_overwrite() {
  const std::lock_guard lock(state_->mutex);
  state_->powersafe_overwrite = true;
}

std::uint64_t FaultyDisk::operations() const {
  const std::lock_guard lock(state_->mutex);
  return state_->faults.count();
}

void FaultyDisk::count_reads() {
  const std::lock_guard lock(state_->mutex);
  state_->faults.reads_count = true;
}

void FaultyDisk::fail(std::uint64_t nth, int code) {
  const std::lock_guard lock(state_->mutex);
  state_->faults.plan(nth, code, false);
}

void FaultyDisk::fail_from(std::uint64_t nth, int code) {
  const std::lock_guard lock(state_->mutex);
  state_->faults.plan(nth, code, true);
}

void FaultyDisk::read_only() {
  const std::lock_guard lock(state_->mutex);
  state_->read_only = true;
}

void FaultyDisk::lock_by_another() {
  const std::lock_guard lock(state_->mutex);
  state_->locked_by_another = true;
}

void FaultyDisk::heal() {
  const std::lock_guard lock(state_->mutex);
  state_->faults.clear();
  state_->read_only = state_->locked_by_another = false;
}

std::string FaultyDisk::contents(std::string_view path) const {
  const std::lock_guard lock(state_->mutex);
  const auto inode = state_->find(path);
  return inode ? inode->data.bytes() : std::string();
}

void FaultyDisk::put(std::string_view path, std::string bytes) {
  const std::lock_guard lock(state_->mutex);
  Name& name = state_->names[std::string(path)];
  name.becomes(make_inode(std::move(bytes)));
  name.settle();
}

void FaultyDisk::damage(std::string_view path, std::size_t offset, std::size_t length) {
  const std::lock_guard lock(state_->mutex);
  if (const auto inode = state_->find(path)) inode->data.damage(offset, length);
}

}  // namespace n3::test
