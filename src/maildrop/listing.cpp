#include <n3/maildrop.hpp>

#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>
#include <string_view>

#include "base/uid.hpp"

namespace n3 {
namespace {

// Slices are at least so long where listings grow little by little: few enough to be found quickly, short enough to be
// copied for one entry more.
constexpr std::size_t short_slice = 1024;

// Hashes first, which a listing of a million can be sorted by in little time and room; two that are the same are looked
// at, since different UIDLs may have the same.
const Entry* find_repeated(const std::vector<Entry>& entries) {
  const std::hash<std::string_view> hash;
  std::vector<std::size_t> hashes;
  hashes.reserve(entries.size());
  for (const Entry& entry : entries) hashes.push_back(hash(entry.uid));
  std::ranges::sort(hashes);
  const auto same = std::ranges::adjacent_find(hashes);
  if (same == hashes.end()) return nullptr;
  std::set<std::string_view> uids;
  const auto repeated = std::ranges::find_if(entries, [&](const Entry& e) { return !uids.insert(e.uid).second; });
  return repeated == entries.end() ? nullptr : &*repeated;
}

}  // namespace

Listing::Listing(std::vector<Entry> entries) {
  for (const Entry& entry : entries)
    if (!is_uid(entry.uid)) throw std::invalid_argument("not a UIDL of 1 to 70 octets of 0x21-0x7E: " + entry.uid);
  if (const Entry* entry = find_repeated(entries))
    throw std::invalid_argument("two messages have the UIDL " + entry->uid);
  const std::size_t count = entries.size();
  append(std::make_shared<const Entries>(std::move(entries)), 0, count);
}

const Entry& Listing::operator[](std::size_t index) const {
  const auto slice = slice_of(index);
  return (*slice->entries)[slice->first + index - begin_of(slice)];
}

std::uint64_t Listing::octets_before(std::size_t index) const {
  if (index == 0) return 0;
  const auto slice = slice_of(index - 1);
  std::uint64_t sum = slice->octets;
  const auto entries = slice->entries->begin() + static_cast<std::ptrdiff_t>(slice->first);
  const std::size_t begin = begin_of(slice);
  for (std::size_t i = index; i < slice->end; ++i) sum -= entries[static_cast<std::ptrdiff_t>(i - begin)].octets;
  return sum;
}

Listing Listing::slice(std::size_t begin, std::size_t end) const {
  Listing part;
  for (std::size_t at = begin; at < end;) {
    const auto slice = slice_of(at);
    const std::size_t until = std::min(end, slice->end);
    part.append(slice->entries, slice->first + at - begin_of(slice), until - at);
    at = until;
  }
  return part;
}

Listing& Listing::operator+=(const Listing& later) {
  for (auto slice = later.slices_.begin(); slice != later.slices_.end(); ++slice)
    append(slice->entries, slice->first, slice->end - later.begin_of(slice));
  return *this;
}

std::size_t Listing::begin_of(std::vector<Slice>::const_iterator slice) const {
  return slice == slices_.begin() ? 0 : std::prev(slice)->end;
}

std::vector<Listing::Slice>::const_iterator Listing::slice_of(std::size_t index) const {
  return std::ranges::upper_bound(slices_, index, {}, &Slice::end);
}

// Two short slices become one.
void Listing::append(const std::shared_ptr<const Entries>& entries, std::size_t first, std::size_t count) {
  if (count == 0) return;
  if (!slices_.empty() && count < short_slice) {
    const Slice last = slices_.back();
    const std::size_t begin = begin_of(std::prev(slices_.end()));
    if (last.end - begin < short_slice) {
      auto both = std::make_shared<Entries>();
      both->reserve(last.end - begin + count);
      const auto from = [](const auto& all, std::size_t at) { return all->begin() + static_cast<std::ptrdiff_t>(at); };
      both->insert(both->end(), from(last.entries, last.first), from(last.entries, last.first + last.end - begin));
      both->insert(both->end(), from(entries, first), from(entries, first + count));
      slices_.pop_back();
      const std::size_t size_of_both = both->size();
      return append(std::move(both), 0, size_of_both);
    }
  }
  std::uint64_t sum = octets();
  for (std::size_t i = first; i < first + count; ++i) sum += (*entries)[i].octets;
  slices_.push_back({entries, first, size() + count, sum});
}

}  // namespace n3
