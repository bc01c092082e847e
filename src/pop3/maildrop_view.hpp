#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <n3/maildrop.hpp>

namespace n3::pop3 {

/// Whether a snapshot keeps its promises: there is a listing, and what is hidden is in it, in order.
bool is_sound(const Snapshot& snapshot);

/// A maildrop as one session sees it: messages numbered from 1, fixed at login, and what DELE has marked since.
class MaildropView {
 public:
  MaildropView() = default;
  explicit MaildropView(Snapshot snapshot);  ///< A sound one.

  std::optional<std::chrono::days> kept_for() const { return snapshot_.kept_for; }

  std::size_t size() const;                     ///< The highest message number; deleted ones keep theirs.
  std::size_t index(std::size_t number) const;  ///< Where message `number` stands in the listing.
  const Entry& entry(std::size_t number) const { return (*snapshot_.listing)[index(number)]; }

  std::size_t count() const { return size() - marked_; }  ///< Without those marked as deleted.
  std::uint64_t octets() const { return octets_; }        ///< The same.

  bool is_deleted(std::size_t number) const { return !deleted_.empty() && deleted_[number - 1]; }
  void mark_deleted(std::size_t number);
  void reset();
  std::vector<std::size_t> deleted() const;  ///< Indexes in the listing, ascending.

 private:
  Snapshot snapshot_;
  std::vector<std::uint32_t> hidden_before_;  // each hidden range
  std::uint32_t hidden_ = 0;
  std::vector<bool> deleted_;  // by number - 1; empty until the first DELE
  std::size_t marked_ = 0;
  std::uint64_t octets_ = 0;
};

}  // namespace n3::pop3
