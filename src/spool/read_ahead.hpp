#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include <n3/maildrop.hpp>

#include "spool/ledger.hpp"

namespace n3::spool {

/// Most clients read one message after the other: what follows is read with the message before it, and is there when it
/// is asked for. Twice as many each time, up to sixteen or 64 KiB of them.
class ReadAhead {
 public:
  /// Whether a message may be read before a client has asked for it.
  using May = std::function<bool(const Content& content)>;

  /// The message at this index, from the ledger.
  Content read(Ledger& ledger, const Snapshot& snapshot, std::size_t index, const May& may);

  /// The same, where it was read with the one before it; once.
  std::optional<Content> take(const Snapshot& snapshot, std::size_t index);

  void begin_anew();  ///< The next message is read alone.

 private:
  std::vector<std::size_t> to_read(const Snapshot& snapshot, std::size_t index) const;

  std::map<std::size_t, Content> ahead_;  // by index
  std::optional<std::size_t> expected_;   // what a client asks for that reads on
  std::size_t length_ = 0;                // how many were to be read at once
};

}  // namespace n3::spool
