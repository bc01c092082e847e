#include "spool/maildrop.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/now.hpp"
#include "base/thrown.hpp"
#include "maildrop/file_body.hpp"
#include "spool/merge.hpp"

namespace n3::spool {
namespace {

const Error vanished = Error::temporary("the message has gone since the maildrop was listed");
const Error not_yet = Error::temporary("no mail has been fetched yet; please try again later");

struct InOrderOfRegistration {
  bool operator()(const Subscription* a, const Subscription* b) const { return a->place().source < b->place().source; }
};

// What is to be removed: for the account alone, or at a source and so for everybody.
struct Removal {
  std::vector<ItemId> deleted;
  std::vector<ItemId> dropped;
  std::map<Subscription*, std::vector<std::string>, InOrderOfRegistration> keys;
};

// A composed message that is too large to be held in memory.
class LedgerChunks final : public ChunkSource {
 public:
  LedgerChunks(std::shared_ptr<Spool> spool, Ledger& ledger, ItemId item)
      : spool_(std::move(spool)), ledger_(ledger), item_(item) {}

  Answer<std::string_view> next() override {
    piece_ = ledger_.piece(item_, next_++);
    return std::string_view(piece_);
  }

 private:
  const std::shared_ptr<Spool> spool_;  // owns the ledger
  Ledger& ledger_;
  const ItemId item_;
  std::int64_t next_ = 0;
  std::string piece_;
};

Subscription* find_source(const std::vector<OpenMailbox>& mailboxes, SourceId source) {
  for (const OpenMailbox& mailbox : mailboxes)
    for (const auto& subscription : mailbox.subscriptions)
      if (subscription->place().source == source) return subscription.get();
  return nullptr;  // an item that was added, not fetched
}

// Ranges that touch become one.
std::vector<IndexRange> joined(const std::vector<IndexRange>& ranges) {
  std::vector<IndexRange> joined;
  for (const IndexRange& range : ranges) {
    if (!joined.empty() && joined.back().end >= range.begin) {
      joined.back().end = std::max(joined.back().end, range.end);
    } else {
      joined.push_back(range);
    }
  }
  return joined;
}

bool is_exclusive(const OpenMailbox& mailbox) {
  const Lock lock = mailbox.rules->get().lock;
  if (lock != Lock::by_source) return lock == Lock::exclusive;
  return std::ranges::any_of(mailbox.subscriptions, [](const auto& subscription) { return subscription->removes(); });
}

}  // namespace

SpoolMaildrop::SpoolMaildrop(std::shared_ptr<Spool> spool, Tools tools, std::string account,
                             std::vector<OpenMailbox> mailboxes)
    : spool_(std::move(spool)), tools_(tools), account_(std::move(account)), mailboxes_(std::move(mailboxes)) {}

Answer<Snapshot> SpoolMaildrop::list() {
  return after<Snapshot>(wanted_runs(), [this] { return list_ledger(); });
}

// What `find` answers once these runs are over. No thread is held until then, and nobody else would catch what it
// throws.
template <class T, class Find>
Answer<T> SpoolMaildrop::after(std::vector<Scheduler::Ticket> tickets, Find find) {
  auto [later, reply] = Answer<T>::later();
  const auto answer = [this, find]() -> Answer<T> {
    try {
      return find();
    } catch (...) {
      tools_.reporter.warn("account " + account_ + ": its mail cannot be looked up: " + thrown_text());
      return Error::temporary("the mail cannot be looked up just now");
    }
  };
  tools_.scheduler.when_over(std::move(tickets), [answer, reply = std::move(reply)]() mutable { reply(answer()); });
  return std::move(later);
}

std::vector<Scheduler::Ticket> SpoolMaildrop::wanted_runs() const {
  std::vector<Scheduler::Ticket> tickets;
  for (const OpenMailbox& mailbox : mailboxes_) {
    for (const auto& subscription : mailbox.subscriptions) {
      if (subscription->at_login()) {
        tickets.push_back(tools_.scheduler.next_run(*subscription));
      } else if (!subscription->resumes()) {
        tickets.push_back(tools_.scheduler.first_run(*subscription));
      }
    }
    for (const auto& fetch : mailbox.elsewhere)
      if (fetch->is_awaited()) tickets.push_back(tools_.scheduler.first_run(*fetch));
  }
  return tickets;
}

// Before an empty maildrop is believed to be empty it is looked at again: a first fetch may have ended in between.
Answer<Snapshot> SpoolMaildrop::list_ledger() {
  snapshot_ = look();
  if (snapshot_.listing->size() == 0) {
    if (!was_ever_fetched()) return not_yet;
    snapshot_ = look();
  }
  tools_.diary.login(account_);
  return snapshot_;
}

Snapshot SpoolMaildrop::look() const {
  std::vector<MailboxId> ids;
  for (const OpenMailbox& mailbox : mailboxes_) ids.push_back(mailbox.id);
  const Standing standing = tools_.ledger.standing(ids, account_);
  const View view = tools_.catalogue.view(standing.parts);
  return {view.listing, hidden(view, standing), kept_for()};
}

// Whether an empty maildrop is known to be empty: nothing in it is fetched, or one source has been, in this run or
// before.
bool SpoolMaildrop::was_ever_fetched() const {
  bool has_sources = false;
  for (const OpenMailbox& mailbox : mailboxes_) {
    for (const auto& subscription : mailbox.subscriptions) {
      if (tools_.ledger.fetched(subscription->place().source)) return true;
      has_sources = true;
    }
    for (const auto& fetch : mailbox.elsewhere) {
      if (tools_.ledger.fetched(fetch->source())) return true;
      has_sources = true;
    }
  }
  return !has_sources;
}

// Two parts of a mailbox may lie within one range of its items.
std::vector<IndexRange> SpoolMaildrop::hidden(const View& view, const Standing& standing) {
  std::vector<IndexRange> hidden;
  for (const auto& [mailbox, deletions] : standing.deletions) {
    for (const auto& [part, listing] : view.parts) {
      if (part.mailbox != mailbox) continue;
      for (const auto& [first, last] : deletions)
        find_in_merged(*view.listing, *listing, lower_bound(*listing, static_cast<std::uint64_t>(first)),
                       lower_bound(*listing, static_cast<std::uint64_t>(last) + 1), hidden);
    }
  }
  std::ranges::sort(hidden, {}, &IndexRange::begin);
  return joined(hidden);
}

// The least of what the mailboxes promise. Of one that keeps a number of messages nobody knows for how long.
std::optional<std::chrono::days> SpoolMaildrop::kept_for() const {
  auto least = Snapshot::for_ever;
  for (const OpenMailbox& mailbox : mailboxes_) {
    const MailboxRules rules = mailbox.rules->get();
    if (rules.keep > 0) return std::nullopt;
    if (rules.keep_for.count() > 0) least = std::min(least, std::chrono::floor<std::chrono::days>(rules.keep_for));
  }
  return least.count() > 0 ? std::optional(least) : std::nullopt;
}

ItemId SpoolMaildrop::item(std::size_t index) const { return static_cast<ItemId>((*snapshot_.listing)[index].id); }

Answer<Body> SpoolMaildrop::open(std::size_t index) {
  const ItemId id = item(index);
  const auto may = [this](const Content& next) { return is_settled_when_read(next.mailbox); };
  Content content = ahead_.read(tools_.ledger, snapshot_, index, may);
  if (content.bytes.empty() && content.file.path.empty()) return vanished;
  note_retrieval(id, content);
  if (!content.file.path.empty()) {
    ahead_.begin_anew();
    return open_file(id, content);
  }
  if (content.bytes.size() < piece_octets) return Body::text(std::move(content.bytes));
  return Body::chunks(std::make_unique<LedgerChunks>(spool_, tools_.ledger, id));
}

std::optional<Body> SpoolMaildrop::open_at_once(std::size_t index) {
  auto content = ahead_.take(snapshot_, index);
  if (!content) return std::nullopt;
  note_retrieval(item(index), *content);
  return Body::text(std::move(content->bytes));
}

// Where another message may take its place as long as nobody has it, who has it is settled before anybody does.
bool SpoolMaildrop::is_settled_when_read(MailboxId mailbox) const {
  const auto& rules = std::ranges::find(mailboxes_, mailbox, &OpenMailbox::id)->rules;
  return rules->get().changes != Changes::replace;
}

void SpoolMaildrop::note_retrieval(ItemId item, const Content& content) const {
  if (content.is_retrieved) return;
  if (is_settled_when_read(content.mailbox)) {
    tools_.diary.retrieved(account_, item);
  } else {
    tools_.ledger.set_retrieved(item, now());
  }
}

// Other programs move mail files about. One that is not where it was is looked for once, by listing its folder again.
Answer<Body> SpoolMaildrop::open_file(ItemId item, const Content& content) {
  auto file = RegularFile::open(content.file.path, Links::refuse);
  if (file && file->stamp() == content.file.stamp) return to_checked_body(item, std::move(*file), content);
  const auto origin = tools_.ledger.origin(item);
  Subscription* source = origin ? find_source(mailboxes_, origin->source) : nullptr;
  if (!source || !source->at_login()) return open_moved_file(item, content.octets);
  tools_.ledger.forget_cursor(item);  // it may have seen nothing of that
  return after<Body>({tools_.scheduler.next_run(*source)},
                     [this, item, octets = content.octets] { return open_moved_file(item, octets); });
}

Answer<Body> SpoolMaildrop::open_moved_file(ItemId item, std::uint64_t octets) {
  const auto content = tools_.ledger.content(item);
  if (!content) return vanished;
  auto file = RegularFile::open(content->file.path, Links::refuse);
  if (!file && file.error() != std::errc::no_such_file_or_directory)
    return Error::temporary("the message cannot be read: " + explain(file.error()));
  if (!file || file->stamp() != content->file.stamp || content->octets != octets) return vanished;
  return to_checked_body(item, std::move(*file), *content);
}

// What nobody has read was listed with the octets that its source had said. They are counted before the first of them
// is sent: no client is ever told anything that is not so.
Answer<Body> SpoolMaildrop::to_checked_body(ItemId item, RegularFile file, const Content& content) {
  const auto& [path, stamp] = content.file;
  if (!content.digest.empty()) return to_body(std::move(file), path);
  auto again = RegularFile::open(path, Links::refuse);
  if (!again || again->stamp() != stamp) return vanished;
  auto answer = measure(std::move(*again), path);
  if (const Error* error = answer.error()) return *error;
  const Measure& size = *answer.value();
  if (size.octets == content.octets) {
    tools_.diary.measured(item, size.digest);
    return to_body(std::move(file), path);
  }
  tools_.ledger.doubt(item, size.digest);
  tools_.reporter.warn(path + ": a client is sent " + std::to_string(size.octets) + " octets of it, and not " +
                       std::to_string(content.octets) + ", as its source has said; it becomes another message");
  return Error::temporary("the message is not as large as it was listed; it will be from the next login on");
}

// The sources come first: where one of them fails nothing is marked, and the client is told so. What others have
// removed before it is seen to be gone at the next login.
Answer<Done> SpoolMaildrop::remove(std::span<const std::size_t> indexes) {
  Removal removal;
  for (const std::size_t index : indexes) {
    const auto origin = tools_.ledger.origin(item(index));
    Subscription* source = origin ? find_source(mailboxes_, origin->source) : nullptr;
    if (source && source->removes()) {
      removal.keys[source].push_back(origin->key);
      removal.dropped.push_back(item(index));
    } else {
      removal.deleted.push_back(item(index));
    }
  }
  std::vector<std::unique_ptr<Scheduler::Hold>> holds;
  for (const auto& [source, keys] : removal.keys) {
    holds.push_back(tools_.scheduler.hold(*source));
    if (!holds.back()) return Error::temporary("the mailbox is being listed; nothing has been removed");
  }
  for (const auto& [source, keys] : removal.keys)
    if (const auto answer = source->remove(keys); answer.error()) return *answer.error();
  tools_.ledger.remove(account_, removal.deleted, removal.dropped);
  return Done{};
}

std::vector<std::string> SpoolMaildrop::locks() const {
  std::vector<std::string> names;
  for (const OpenMailbox& mailbox : mailboxes_)
    if (is_exclusive(mailbox)) names.push_back(mailbox.name);
  return names;
}

}  // namespace n3::spool
