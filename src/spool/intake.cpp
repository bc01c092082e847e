#include "spool/intake.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/now.hpp"
#include "base/uid.hpp"
#include "spool/finding.hpp"
#include "spool/retention.hpp"

namespace n3::spool {

Place Place::enter(Ledger& ledger, std::string mailbox, std::string source) {
  const MailboxId mailbox_id = ledger.mailbox(mailbox);
  const SourceId source_id = ledger.source(mailbox_id, source);
  return {std::move(mailbox), ledger.first_name(mailbox_id), std::move(source), mailbox_id, source_id};
}

Intake::Intake(Ledger& ledger, Place place, std::shared_ptr<const Rules> rules, std::string host)
    : ledger_(ledger), place_(std::move(place)), rules_(std::move(rules)), host_(std::move(host)) {}

Intake::Report Intake::take(const Batch& batch, const std::stop_token& stop) {
  Report report{.problems = batch.problems};
  std::vector<std::string_view> present;
  bool is_whole = true;
  Keys seen;
  const std::size_t old = too_old(batch);
  std::span<const Item> rest(batch.items);
  enter_old(rest.first(old));
  for (rest = rest.subspan(old); !rest.empty();) {
    if (stop.stop_requested()) return report;
    auto findings = examine(rest, seen);
    if (stop.stop_requested()) return report;  // what was interrupted may not be whole
    rest = rest.subspan(findings.size());
    enter(findings);
    for (const Finding& finding : findings) {
      if (finding.is_message()) ++report.taken;
      if (!finding.refused.empty())
        report.problems.push_back("item " + std::string(finding.key) + " left out: " + finding.refused);
      if (!finding.uid_refused.empty()) report.problems.push_back(finding.uid_problem());
      if (finding.is_there()) present.push_back(finding.key);
      if (finding.look_again) is_whole = false;
    }
  }
  if (!batch.failure) finish(batch, present, is_whole);
  retire_beyond(ledger_, place_.mailbox, rules_->get(), now());
  return report;
}

std::optional<std::string> Intake::add(const Item& item) {
  Keys seen;
  auto findings = examine({&item, 1}, seen);
  Finding& finding = findings.front();
  if (finding.vanished) finding.refused = "there is no such file";
  if (finding.unfinished) finding.refused = "it is being written";
  if (!finding.refused.empty()) throw std::invalid_argument("item " + item.key + ": " + finding.refused);
  enter(findings);
  retire_beyond(ledger_, place_.mailbox, rules_->get(), now());
  return finding.uid_refused.empty() ? std::nullopt : std::optional(finding.uid_problem());
}

// How many of the items, the oldest, are before what a new source starts with.
std::size_t Intake::too_old(const Batch& batch) const {
  const auto backlog = rules_->get().backlog;
  const auto gathering = std::ranges::count_if(batch.items, [](const Item& item) { return item.gathers.has_value(); });
  const auto count = batch.items.size() - static_cast<std::size_t>(gathering);
  if (!backlog || count <= *backlog || ledger_.fetched(place_.source)) return 0;
  return count - *backlog;
}

void Intake::enter(std::vector<Finding>& findings) {
  if (std::ranges::none_of(findings, &Finding::is_news)) return;
  ledger_.change(place_.mailbox, place_.source, now(), [&](Ledger::Change& change) {
    for (Finding& finding : findings)
      if (finding.is_news()) enter_one(change, finding);
  });
}

void Intake::enter_one(Ledger::Change& change, Finding& finding) {
  using Before = Finding::Before;
  const ItemId before = finding.known ? finding.known->id : 0;
  if (finding.has_come_back()) change.bring_back(finding.key);
  if (finding.file) change.set_file(before, *finding.file);
  if (finding.revision) change.set_revision(before, *finding.revision);
  if (!finding.fresh) return;
  if (finding.before == Before::is_retired_unless_retrieved && change.is_retrieved(before)) {
    change.set_revision(before, finding.fresh->revision);
    return;
  }
  if (finding.known && finding.before != Before::stays) change.set_state(before, State::retired);
  take_uid(change, finding);
  if (finding.gathered.empty()) {
    change.insert(*finding.fresh);
  } else {
    change.insert_gathering(*finding.fresh, finding.gathered);
  }
}

void Intake::take_uid(const Ledger::Change& change, Finding& finding) {
  std::string& uid = finding.fresh->uid;
  if (uid.empty()) return;
  if (!is_uid(uid)) {
    finding.uid_refused = "\"" + uid + "\" is not 1 to 70 octets of 0x21-0x7E";
  } else if (!change.is_free(uid)) {
    finding.uid_refused = "another message has \"" + uid + "\"";
  }
  if (!finding.uid_refused.empty()) uid.clear();
}

// What is before the backlog is known from now on, and never shown.
void Intake::enter_old(std::span<const Item> items) {
  for (; !items.empty(); items = items.subspan(std::min(portion_items, items.size()))) {
    ledger_.change(place_.mailbox, place_.source, now(), [&](Ledger::Change& change) {
      for (const Item& item : items.first(std::min(portion_items, items.size()))) {
        if (item.key.empty() || item.gathers) continue;
        NewItem old = new_item(item, 0).unseen();
        old.names.clear();  // nobody sees it: it stands in nobody's way
        change.insert(old);
      }
    });
  }
}

// Of what could not be read a source sees no change once it can.
void Intake::finish(const Batch& batch, const std::vector<std::string_view>& present, bool is_whole) {
  ledger_.change(place_.mailbox, place_.source, now(), [&](Ledger::Change& change) {
    if (batch.complete) change.set_others_away(present, batch.unknown);
    change.set_fetched(is_whole ? batch.cursor : "");
  });
}

}  // namespace n3::spool
