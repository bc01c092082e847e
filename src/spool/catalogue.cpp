#include "spool/catalogue.hpp"

#include <algorithm>

namespace n3::spool {
namespace {

constexpr std::size_t most_recent = 32;

}  // namespace

std::shared_ptr<const View> Catalogue::view(const std::vector<MailboxId>& mailboxes, const std::string& account) {
  const std::string viewer = ledger_.has_private_items(mailboxes, account) ? account : "";
  Shelf& place = shelf(mailboxes, viewer);
  const std::lock_guard lock(place.mutex);  // those who want the same wait until one has made it
  auto view = place.view.lock();
  if (!view || place.version != ledger_.version(mailboxes)) view = make(place, mailboxes, viewer);
  keep(view);
  return view;
}

Catalogue::Shelf& Catalogue::shelf(const std::vector<MailboxId>& mailboxes, const std::string& account) {
  const std::lock_guard lock(mutex_);
  return shelves_[{mailboxes, account}];
}

std::shared_ptr<const View> Catalogue::make(Shelf& shelf, const std::vector<MailboxId>& mailboxes,
                                            const std::string& account) {
  auto listed = ledger_.listed(mailboxes, account);
  auto view = std::make_shared<View>();
  view->ids.reserve(listed.items.size());
  std::vector<Entry> entries;
  entries.reserve(listed.items.size());
  for (ListedItem& item : listed.items) {
    view->ids.push_back(item.id);
    entries.push_back({std::move(item.uid), item.octets, item.first_seen});
  }
  view->listing = std::make_shared<const Listing>(std::move(entries));
  shelf.version = listed.version;
  shelf.view = view;
  return view;
}

void Catalogue::keep(std::shared_ptr<const View> view) {
  const std::lock_guard lock(mutex_);
  recent_.remove(view);
  recent_.push_front(std::move(view));
  if (recent_.size() > most_recent) recent_.pop_back();
}

}  // namespace n3::spool
