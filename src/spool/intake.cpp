#include "spool/intake.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/thrown.hpp"
#include "maildrop/count_octets.hpp"
#include "spool/mail_file.hpp"
#include "spool/uid.hpp"

namespace n3::spool {
namespace {

// So many items are composed before they are written together: enough to make a transaction worth its price, few
// enough that logins do not wait long for the ledger.
constexpr std::size_t portion = 100;

std::chrono::sys_seconds now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

}  // namespace

Place Place::enter(Ledger& ledger, std::string mailbox, std::string source) {
  const MailboxId mailbox_id = ledger.mailbox(mailbox);
  const SourceId source_id = ledger.source(mailbox_id, source);
  return {std::move(mailbox), std::move(source), mailbox_id, source_id};
}

// What has been found out about one item, and so what is to be written.
struct Intake::Finding {
  std::string_view key;
  std::optional<KnownItem> known;
  std::optional<NewItem> fresh;         // it is to be entered
  std::optional<FileState> file;        // a known mail file is somewhere else, or another
  std::optional<std::uint64_t> octets;  // of a known mail file that is another
  bool vanished = false;                // a mail file that has gone since it was listed
  std::string refused;                  // why it cannot be a message
  ItemId id = 0;                        // once it is known

  bool is_message() const { return !vanished && refused.empty(); }
  bool is_news() const { return is_message() && (fresh || file || (known && known->gone)); }
};

Intake::Intake(Ledger& ledger, Place place, std::string host)
    : ledger_(ledger), place_(std::move(place)), host_(std::move(host)) {}

std::vector<Refusal> Intake::take(const Batch& batch, std::stop_token stop) {
  std::vector<Refusal> refusals;
  std::vector<ItemId> present;
  std::span<const Item> rest(batch.items);
  while (!rest.empty()) {
    if (stop.stop_requested()) return refusals;
    const auto items = rest.first(std::min(portion, rest.size()));
    rest = rest.subspan(items.size());
    auto findings = examine(items);
    enter(findings);
    for (Finding& finding : findings) {
      if (!finding.refused.empty()) refusals.push_back({std::string(finding.key), std::move(finding.refused)});
      if (finding.id != 0 && !finding.vanished) present.push_back(finding.id);
    }
  }
  finish(batch, std::move(present));
  return refusals;
}

void Intake::add(const Item& item) {
  auto findings = examine({&item, 1});
  Finding& finding = findings.front();
  if (finding.vanished) finding.refused = "there is no such file";
  if (!finding.refused.empty()) throw std::invalid_argument("item " + item.key + ": " + finding.refused);
  enter(findings);
}

std::vector<Intake::Finding> Intake::examine(std::span<const Item> items) {
  std::vector<std::string_view> keys;
  for (const Item& item : items) keys.push_back(item.key);
  auto known = ledger_.find(place_.source, keys);

  std::vector<Finding> findings(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    Finding& finding = findings[i];
    finding.key = items[i].key;
    finding.known = std::move(known[i]);
    if (finding.known) finding.id = finding.known->id;
    try {
      if (!finding.known) examine_new(items[i], finding);
      if (const auto* file = std::get_if<MailFile>(&items[i].content)) examine_file(*file, finding);
    } catch (const db::Error&) {
      throw;
    } catch (...) {
      finding.refused = thrown_text();
    }
  }
  return findings;
}

void Intake::examine_new(const Item& item, Finding& finding) {
  if (item.key.empty()) throw std::invalid_argument("it has no key");
  NewItem fresh{.key = item.key, .account = item.account, .uid = free_uid(item.key)};
  if (const auto* message = std::get_if<Message>(&item.content)) {
    fresh.bytes = compose(*message, {fresh.uid, item.date.value_or(now()), host_});
    fresh.octets = octets(fresh.bytes);
  }
  finding.fresh = std::move(fresh);
}

// A file is read only where its stamp is not the one in the ledger.
void Intake::examine_file(const MailFile& mail, Finding& finding) {
  FileState state{mail.path.string(), {}};
  const KnownItem* known = finding.known ? &*finding.known : nullptr;
  if (known && known->file.path.empty()) return;  // it is composed, and stays so
  auto stamp = stamp_of(state.path);
  if (stamp && known && known->file.stamp == *stamp) {
    state.stamp = std::move(*stamp);
    if (state.path != known->file.path) finding.file = std::move(state);
    return;
  }
  read_file(std::move(state), finding);
}

void Intake::read_file(FileState state, Finding& finding) {
  auto file = OpenMailFile::open(state.path);
  if (!file) {
    finding.vanished = file.error() == std::errc::no_such_file_or_directory;
    if (!finding.vanished) finding.refused = state.path + ": " + explain(file.error());
    return;
  }
  state.stamp = file->stamp();
  auto body = to_body(std::move(*file));
  auto size = body.error() ? Answer<std::uint64_t>(*body.error()) : count_octets(std::move(*body.value()));
  if (size.error()) {
    finding.refused = state.path + ": " + size.error()->text;
  } else if (finding.fresh) {
    finding.fresh->octets = *size.value();
    finding.fresh->file = std::move(state);
  } else {
    finding.octets = *size.value();
    finding.file = std::move(state);
  }
}

void Intake::enter(std::vector<Finding>& findings) {
  if (std::ranges::none_of(findings, &Finding::is_news)) return;
  Ledger::Change change(ledger_, place_.mailbox, place_.source);
  for (Finding& finding : findings) {
    if (!finding.is_message()) continue;
    if (finding.fresh) finding.id = change.insert(*finding.fresh, now());
    if (finding.known && finding.known->gone) change.bring_back(finding.id);
    if (finding.file) change.set_file(finding.id, *finding.file);
    if (finding.octets) change.set_octets(finding.id, *finding.octets);
  }
  change.commit();
}

void Intake::finish(const Batch& batch, std::vector<ItemId> present) {
  Ledger::Change change(ledger_, place_.mailbox, place_.source);
  if (batch.complete) change.drop_others(std::move(present));
  change.set_cursor(batch.cursor);
  change.commit();
}

std::string Intake::free_uid(std::string_view key) {
  for (unsigned attempt = 0;; ++attempt) {
    std::string uid = derive_uid(place_.mailbox_name, place_.source_name, key, attempt);
    if (!ledger_.has_uid(uid)) return uid;
  }
}

}  // namespace n3::spool
