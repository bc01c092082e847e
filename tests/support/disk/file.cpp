#include "disk/file.hpp"

#include <algorithm>

namespace n3::test {
namespace {

void overwrite(std::string& file, std::size_t offset, std::string_view bytes) {
  file.resize(std::max(file.size(), offset + bytes.size()));
  file.replace(offset, bytes.size(), bytes);
}

void invert(std::string& file, std::size_t offset, std::size_t length) {
  for (std::size_t at = offset; at < std::min(offset + length, file.size()); ++at)
    file[at] = static_cast<char>(~file[at]);
}

}  // namespace

void DiskFile::Change::apply(std::string& file) const {
  if (bytes) {
    overwrite(file, offset, *bytes);
  } else {
    file.resize(offset);
  }
}

void DiskFile::Change::tear(std::string& file, Random& random) const {
  if (!bytes) return;
  const std::size_t end = offset + bytes->size();
  std::vector<std::size_t> sectors;
  for (std::size_t at = offset; at < end; at = (at / sector + 1) * sector) sectors.push_back(at);
  if (random() % 2) std::ranges::shuffle(sectors, random);
  sectors.resize(random() % (sectors.size() + 1));
  for (const std::size_t at : sectors)
    overwrite(file, at, std::string_view(*bytes).substr(at - offset, sector - at % sector));
}

void DiskFile::write(std::size_t offset, std::string_view bytes) {
  changes_.push_back({offset, std::string(bytes)});
  changes_.back().apply(seen_);
}

void DiskFile::truncate(std::size_t size) {
  changes_.push_back({size, std::nullopt});
  changes_.back().apply(seen_);
}

void DiskFile::sync() {
  for (Change& change : changes_)
    if (change.state == State::unsynced) change.state = State::synced;
  const auto end = std::ranges::find(changes_, State::doubtful, &Change::state);
  std::for_each(changes_.begin(), end, [this](const Change& change) { change.apply(durable_); });
  changes_.erase(changes_.begin(), end);
}

void DiskFile::sync_failed() {
  for (Change& change : changes_)
    if (change.state == State::unsynced) change.state = State::doubtful;
}

void DiskFile::damage(std::size_t offset, std::size_t length) {
  invert(seen_, offset, length);
  invert(durable_, offset, length);
}

std::string DiskFile::after_power_cut(Random& random, unsigned luck) const {
  std::string left = durable_;
  for (const Change& change : changes_) {
    if (change.state == State::synced || random() % 8 < luck) {
      change.apply(left);
    } else if (random() % 2) {
      change.tear(left, random);
    }
  }
  return left;
}

}  // namespace n3::test
