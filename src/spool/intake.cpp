#include "spool/intake.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/thrown.hpp"
#include "maildrop/file_body.hpp"
#include "spool/item_identity.hpp"

namespace n3::spool {
namespace {

// So much is composed before it is written together: enough to make a transaction worth its price, little enough that
// logins do not wait long for the ledger.
constexpr std::size_t portion_items = 100;
constexpr std::size_t portion_octets = std::size_t{1} << 20;

std::chrono::sys_seconds now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

}  // namespace

Place Place::enter(Ledger& ledger, std::string mailbox, std::string source) {
  const MailboxId mailbox_id = ledger.mailbox(mailbox);
  const SourceId source_id = ledger.source(mailbox_id, source);
  return {std::move(mailbox), ledger.first_name(mailbox_id), std::move(source), mailbox_id, source_id};
}

// What has been found out about one item, and so what is to be written.
struct Intake::Finding {
  std::string_view key;
  std::optional<KnownItem> known;
  std::optional<NewItem> fresh;   // it is to be entered, as the first or a later version of it
  std::optional<FileState> file;  // a known mail file is somewhere else
  bool vanished = false;          // a mail file that has gone since it was listed
  std::string refused;            // why it cannot be a message
  ItemId id = 0;                  // once it is known

  bool is_message() const { return !vanished && refused.empty(); }
  bool is_news() const { return is_message() && (fresh || file || (known && known->gone)); }
};

Intake::Intake(Ledger& ledger, Place place, std::string host)
    : ledger_(ledger), place_(std::move(place)), host_(std::move(host)) {}

Intake::Report Intake::take(const Batch& batch, const std::stop_token& stop) {
  Report report{.problems = batch.problems};
  std::vector<ItemId> present;
  Keys seen;
  for (std::span<const Item> rest(batch.items); !rest.empty();) {
    if (stop.stop_requested()) return report;
    auto findings = examine(rest, seen);
    rest = rest.subspan(findings.size());
    enter(findings);
    for (const Finding& finding : findings) {
      if (finding.is_message()) ++report.taken;
      if (!finding.refused.empty())
        report.problems.push_back("item " + std::string(finding.key) + " left out: " + finding.refused);
      if (finding.id != 0 && !finding.vanished) present.push_back(finding.id);
    }
  }
  finish(batch, present);
  return report;
}

void Intake::add(const Item& item) {
  Keys seen;
  auto findings = examine({&item, 1}, seen);
  Finding& finding = findings.front();
  if (finding.vanished) finding.refused = "there is no such file";
  if (!finding.refused.empty()) throw std::invalid_argument("item " + item.key + ": " + finding.refused);
  enter(findings);
}

// As many of the items as make a portion.
std::vector<Intake::Finding> Intake::examine(std::span<const Item> items, Keys& seen) {
  std::vector<std::string_view> keys;
  for (const Item& item : items.first(std::min(portion_items, items.size()))) keys.push_back(item.key);
  auto known = ledger_.find(place_.source, keys);

  std::vector<Finding> findings;
  std::size_t composed = 0;
  for (std::size_t i = 0; i < keys.size() && composed < portion_octets; ++i) {
    Finding& finding = findings.emplace_back();
    finding.key = keys[i];
    finding.known = std::move(known[i]);
    if (finding.known) finding.id = finding.known->id;
    if (seen.insert(keys[i]).second || keys[i].empty()) {
      examine_one(items[i], finding);
    } else {
      finding.refused = "another item of the same fetch has the same key";
    }
    if (finding.fresh) composed += finding.fresh->bytes.size();
  }
  return findings;
}

void Intake::examine_one(const Item& item, Finding& finding) {
  try {
    if (item.key.empty()) throw std::invalid_argument("it has no key");
    if (const auto* file = std::get_if<MailFile>(&item.content)) {
      examine_file(item, *file, finding);
    } else if (!finding.known) {
      compose_item(item, finding);
    }
  } catch (const db::Error&) {
    throw;
  } catch (...) {
    finding.refused = thrown_text();
  }
}

NewItem Intake::new_item(const Item& item, std::int64_t version) const {
  return {.key = item.key,
          .version = version,
          .account = item.account,
          .identity = item_identity(place_.first_name, place_.source_name, item.key, version)};
}

void Intake::compose_item(const Item& item, Finding& finding) {
  NewItem fresh = new_item(item, 0);
  fresh.bytes = compose(std::get<Message>(item.content), {fresh.identity, item.date.value_or(now()), host_});
  fresh.measure = *measure(Body::view(fresh.bytes, nullptr)).value();
  finding.fresh = std::move(fresh);
}

// A file is read only where its stamp is not the one in the ledger. One that reads otherwise than before is another
// message; one that was merely touched or copied back is not.
void Intake::examine_file(const Item& item, const MailFile& mail, Finding& finding) {
  FileState state{mail.path.string(), {}};
  const KnownItem* known = finding.known ? &*finding.known : nullptr;
  if (known && known->file.path.empty()) return;  // it is composed, and stays so
  auto stamp = stamp_of(state.path);
  const bool is_same = stamp && known && known->file.stamp == *stamp;
  if (is_same) {
    state.stamp = std::move(*stamp);
    if (state.path != known->file.path) finding.file = std::move(state);
    return;
  }
  const auto read = read_file(state, finding);
  if (!read) return;
  if (known && known->digest == read->digest) {
    finding.file = std::move(state);
    return;
  }
  finding.fresh = new_item(item, known ? known->version + 1 : 0);
  finding.fresh->measure = *read;
  finding.fresh->file = std::move(state);
}

// Sets the stamp of what was read.
std::optional<Measure> Intake::read_file(FileState& state, Finding& finding) {
  auto file = RegularFile::open(state.path, Links::refuse);
  if (!file) {
    finding.vanished = file.error() == std::errc::no_such_file_or_directory;
    if (!finding.vanished) finding.refused = state.path + ": " + explain(file.error());
    return std::nullopt;
  }
  state.stamp = file->stamp();
  auto body = to_body(std::move(*file), state.path);
  auto size = body.error() ? Answer<Measure>(*body.error()) : measure(std::move(*body.value()));
  if (size.error()) {
    finding.refused = state.path + ": " + size.error()->text;
    return std::nullopt;
  }
  return *size.value();
}

void Intake::enter(std::vector<Finding>& findings) {
  if (std::ranges::none_of(findings, &Finding::is_news)) return;
  ledger_.change(place_.mailbox, place_.source, [&](Ledger::Change& change) {
    for (Finding& finding : findings) {
      if (!finding.is_message()) continue;
      if (finding.known && finding.known->gone && !finding.fresh) change.bring_back(finding.known->id);
      if (finding.fresh) finding.id = change.insert(*finding.fresh, now());
      if (finding.file) change.set_file(finding.id, *finding.file);
    }
  });
}

void Intake::finish(const Batch& batch, const std::vector<ItemId>& present) {
  ledger_.change(place_.mailbox, place_.source, [&](Ledger::Change& change) {
    if (batch.complete) change.drop_others(present, batch.unknown);
    change.set_fetched(batch.cursor);
  });
}

}  // namespace n3::spool
