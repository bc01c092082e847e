#include <n3/spool.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

#include "spool/catalogue.hpp"
#include "spool/diary.hpp"
#include "spool/first_fetch.hpp"
#include "spool/housekeeper.hpp"
#include "spool/intake.hpp"
#include "spool/ledger.hpp"
#include "spool/ledger_file.hpp"
#include "spool/maildrop.hpp"
#include "spool/open.hpp"
#include "spool/reporter.hpp"
#include "spool/scheduler.hpp"
#include "spool/subscription.hpp"

namespace n3 {
namespace spool {
namespace {

// What the mailboxes of a spool share. The scheduler is destroyed first: then nothing runs any more.
struct Office {
  Office(const db::Location& where, SpoolOptions options_, Housekeeping housekeeping)
      : options(std::move(options_)),
        patience(std::min<std::chrono::milliseconds>(options.first_fetch, std::chrono::days(1))),
        reporter(options.log),
        ledger(open_ledger_file(where)),
        catalogue(ledger),
        scheduler(patience),
        housekeeper(std::make_shared<Housekeeper>(ledger, reporter)),
        diary(std::make_shared<Diary>(ledger, reporter)) {
    if (housekeeping == Housekeeping::here) scheduler.add(housekeeper);
    scheduler.add(diary);
  }
  ~Office() { stop(); }

  void stop() noexcept {
    scheduler.stop();
    diary->finish();
  }

  const SpoolOptions options;
  const std::chrono::milliseconds patience;  // of logins
  Reporter reporter;
  Ledger ledger;
  Catalogue catalogue;
  Scheduler scheduler;
  const std::shared_ptr<Housekeeper> housekeeper;
  const std::shared_ptr<Diary> diary;
};

class LedgerMailbox final : public Spool::Mailbox {
 public:
  LedgerMailbox(Office& office, std::string name)
      : office_(office),
        name_(std::move(name)),
        added_(office.ledger, Place::enter(office.ledger, name_, ""), rules_, office.options.host) {
    office.housekeeper->add(added_.place().mailbox, rules_);
  }

  void add(const Item& item) override {
    if (const auto problem = added_.add(item)) office_.reporter.warn("mailbox " + name_ + ": " + *problem);
  }

  void rules(const MailboxRules& rules) override { rules_->set(rules); }

  void source(std::string name, std::unique_ptr<Source> source, std::chrono::seconds refresh) override {
    const std::lock_guard lock(mutex_);
    Intake intake(office_.ledger, enter(std::move(name)), rules_, office_.options.host);
    SourceHealth health(office_.ledger, office_.reporter, intake.place(), rules_, added_);
    subscriptions_.push_back(std::make_shared<Subscription>(office_.ledger, office_.reporter, std::move(intake),
                                                            std::move(health), std::move(source), refresh));
    office_.scheduler.add(subscriptions_.back(), subscriptions_.back()->first());
  }

  void source_elsewhere(std::string name) override {
    const std::lock_guard lock(mutex_);
    elsewhere_.push_back(std::make_shared<FirstFetch>(office_.ledger, enter(std::move(name)).source, office_.patience));
    office_.scheduler.add(elsewhere_.back(), std::nullopt);
  }

  OpenMailbox open() const {
    const std::lock_guard lock(mutex_);
    return {added_.place().mailbox, name_, rules_, subscriptions_, elsewhere_};
  }

 private:
  Place enter(std::string name) {
    if (name.empty() || !source_names_.insert(name).second)
      throw std::invalid_argument("mailbox " + name_ + ": a source needs a name of its own, not \"" + name + "\"");
    return Place::enter(office_.ledger, name_, std::move(name));
  }

  Office& office_;
  const std::string name_;
  const std::shared_ptr<Rules> rules_ = std::make_shared<Rules>();
  Intake added_;  // what add() brings
  mutable std::mutex mutex_;
  std::set<std::string> source_names_;
  std::vector<std::shared_ptr<Subscription>> subscriptions_;
  std::vector<std::shared_ptr<FirstFetch>> elsewhere_;
};

class LedgerSpool final : public Spool, public std::enable_shared_from_this<LedgerSpool> {
 public:
  LedgerSpool(const db::Location& where, SpoolOptions options, Housekeeping housekeeping)
      : office_(where, std::move(options), housekeeping) {}

  Mailbox& mailbox(std::string_view name) override { return find(name); }

  std::unique_ptr<Maildrop> maildrop(std::string account, std::vector<std::string> mailboxes) override {
    std::vector<OpenMailbox> open;
    for (const std::string& name : mailboxes) open.push_back(find(name).open());
    std::ranges::sort(open, {}, &OpenMailbox::id);
    const auto doubles = std::ranges::unique(open, {}, &OpenMailbox::id);
    open.erase(doubles.begin(), doubles.end());
    return std::make_unique<SpoolMaildrop>(
        shared_from_this(),
        Tools{office_.reporter, office_.ledger, office_.catalogue, office_.scheduler, *office_.diary},
        std::move(account), std::move(open));
  }

  bool has_this_thread() const { return office_.scheduler.has_this_thread(); }
  void start() override { office_.scheduler.start(); }
  void stop() override { office_.stop(); }

 private:
  LedgerMailbox& find(std::string_view name) {
    const std::lock_guard lock(mutex_);
    auto found = mailboxes_.find(name);
    if (found == mailboxes_.end())
      found = mailboxes_.emplace(name, std::make_unique<LedgerMailbox>(office_, std::string(name))).first;
    return *found->second;
  }

  Office office_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<LedgerMailbox>, std::less<>> mailboxes_;
};

// The last who knows a spool may be a session that ends on one of the spool's threads, which cannot wait for itself.
void end(LedgerSpool* spool) {
  if (spool->has_this_thread()) {
    std::thread([spool] { delete spool; }).detach();
  } else {
    delete spool;
  }
}

}  // namespace

std::shared_ptr<Spool> open(const db::Location& where, SpoolOptions options, Housekeeping housekeeping) {
  return {new LedgerSpool(where, std::move(options), housekeeping), end};
}

}  // namespace spool

std::shared_ptr<Spool> Spool::open(std::string_view where, SpoolOptions options) {
  if (where.empty() || where.contains("://"))
    throw std::runtime_error("cannot open the spool \"" + std::string(where) + "\": it is \"memory\" or a file");
  const db::Location location{.file = where == "memory" ? ":memory:" : std::string(where)};
  return spool::open(location, std::move(options));
}

}  // namespace n3
