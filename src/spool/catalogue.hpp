#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <n3/maildrop.hpp>

#include "spool/ledger.hpp"

namespace n3::spool {

/// The messages of some mailboxes, ready for any number of sessions.
struct View {
  std::shared_ptr<const Listing> listing;
  std::vector<ItemId> ids;  ///< Of the listing's entries, ascending.
};

/// The views that there are. Accounts that see the same share one, which is made anew only when something in it has
/// changed. Thread-safe.
class Catalogue {
 public:
  explicit Catalogue(Ledger& ledger) : ledger_(ledger) {}

  /// What `account` sees in these mailboxes, which are in ascending order. What it has deleted is still there.
  std::shared_ptr<const View> view(const std::vector<MailboxId>& mailboxes, const std::string& account);

 private:
  struct Shelf {
    std::mutex mutex;
    std::uint64_t version = 0;
    std::weak_ptr<const View> view;
  };

  Shelf& shelf(const std::vector<MailboxId>& mailboxes, const std::string& account);
  std::shared_ptr<const View> make(Shelf& shelf, const std::vector<MailboxId>& mailboxes, const std::string& account);
  void keep(std::shared_ptr<const View> view);

  Ledger& ledger_;
  std::mutex mutex_;
  std::map<std::pair<std::vector<MailboxId>, std::string>, Shelf> shelves_;  // account empty: it has nothing of its own
  std::list<std::shared_ptr<const View>> recent_;  // kept while no session has them, the last used first
};

}  // namespace n3::spool
