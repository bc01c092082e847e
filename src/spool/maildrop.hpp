#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <n3/maildrop.hpp>
#include <n3/spool.hpp>

#include "base/regular_file.hpp"
#include "spool/catalogue.hpp"
#include "spool/diary.hpp"
#include "spool/first_fetch.hpp"
#include "spool/read_ahead.hpp"
#include "spool/reporter.hpp"
#include "spool/subscription.hpp"

namespace n3::spool {

/// A mailbox, as far as a maildrop needs it.
struct OpenMailbox {
  MailboxId id;
  std::string name;
  std::shared_ptr<const Rules> rules;
  std::vector<std::shared_ptr<Subscription>> subscriptions{};
  std::vector<std::shared_ptr<FirstFetch>> elsewhere{};  ///< Of sources that another process fetches.
};

/// What a maildrop uses of its spool.
struct Tools {
  Reporter& reporter;
  Ledger& ledger;
  Catalogue& catalogue;
  Scheduler& scheduler;
  Diary& diary;
};

/// One account's maildrop: mailboxes of the spool put together.
class SpoolMaildrop final : public Maildrop {
 public:
  /// `spool` owns the tools. The mailboxes are in ascending order of their ids.
  SpoolMaildrop(std::shared_ptr<Spool> spool, Tools tools, std::string account, std::vector<OpenMailbox> mailboxes);

  Answer<Snapshot> list() override;
  Answer<Body> open(std::size_t index) override;
  std::optional<Body> open_at_once(std::size_t index) override;
  Answer<Done> remove(std::span<const std::size_t> indexes) override;
  std::vector<std::string> locks() const override;

 private:
  template <class T, class Find>
  Answer<T> after(std::vector<Scheduler::Ticket> tickets, Find find);

  std::vector<Scheduler::Ticket> wanted_runs() const;
  Answer<Snapshot> list_ledger();
  bool was_ever_fetched() const;
  Snapshot look() const;
  static std::vector<IndexRange> hidden(const View& view, const Standing& standing);
  std::optional<std::chrono::days> kept_for() const;
  ItemId item(std::size_t index) const;
  bool is_settled_when_read(MailboxId mailbox) const;
  void note_retrieval(ItemId item, const Content& content) const;
  Answer<Body> open_file(ItemId item, const Content& content);
  Answer<Body> open_moved_file(ItemId item, std::uint64_t octets);
  Answer<Body> to_checked_body(ItemId item, RegularFile file, const Content& content);

  const std::shared_ptr<Spool> spool_;
  const Tools tools_;
  const std::string account_;
  const std::vector<OpenMailbox> mailboxes_;
  Snapshot snapshot_;  // what the session's indexes mean
  ReadAhead ahead_;
};

}  // namespace n3::spool
