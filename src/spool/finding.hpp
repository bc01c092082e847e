#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spool/intake.hpp"

namespace n3::spool {

/// So much is composed before it is written together: enough to make a transaction worth its price, little enough that
/// logins do not wait long for the ledger.
inline constexpr std::size_t portion_items = 100;
inline constexpr std::size_t portion_octets = std::size_t{1} << 20;

/// What has been found out about one item, and so what is to be written.
struct Intake::Finding {
  /// What becomes of the message that it was before.
  enum class Before { stays, is_retired, is_retired_unless_retrieved };

  std::string_view key;
  std::optional<KnownItem> known;
  std::optional<NewItem> fresh;         ///< It is to be entered, as the first or a later version of it.
  Before before = Before::stays;        ///< Once that is done.
  std::optional<FileState> file;        ///< A known mail file is somewhere else.
  std::optional<std::string> revision;  ///< A known message says something else.
  std::vector<ItemId> gathered;         ///< The new message is made of these.
  bool vanished = false;                ///< A mail file that has gone since it was listed.
  bool unfinished = false;              ///< A mail file that is being written.
  bool unwanted = false;                ///< Mail that its source does not want.
  std::string refused;                  ///< Why it cannot be a message.
  bool look_again = false;              ///< Though its source says that nothing has changed.
  std::string uid_refused;              ///< Why it has another UIDL than it came with.

  std::string uid_problem() const { return "item " + std::string(key) + " has a new UIDL: " + uid_refused; }
  bool is_message() const { return !vanished && !unfinished && !unwanted && refused.empty(); }
  bool is_there() const { return !vanished && !unwanted; }  ///< Though perhaps it cannot be read just now.
  bool has_come_back() const { return known && known->state == State::away; }
  bool is_news() const { return is_message() && (fresh || file || revision || has_come_back()); }
};

}  // namespace n3::spool
