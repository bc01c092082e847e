#include "spool/intake.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/now.hpp"
#include "base/thrown.hpp"
#include "base/uid.hpp"
#include "mime/changed.hpp"
#include "mime/message_id.hpp"
#include "spool/item_identity.hpp"
#include "spool/mail_file.hpp"
#include "spool/retention.hpp"

namespace n3::spool {
namespace {

// So much is composed before it is written together: enough to make a transaction worth its price, little enough that
// logins do not wait long for the ledger.
constexpr std::size_t portion_items = 100;
constexpr std::size_t portion_octets = std::size_t{1} << 20;

bool is_wanted(const Item& item) { return !item.is_wanted || item.is_wanted(item); }

// Of a message that we have composed; empty where there is none.
std::string message_id_in(std::string_view mail) {
  constexpr std::string_view field = "\r\nMessage-ID: <";
  const std::size_t at = mail.find(field);
  if (at == mail.npos) return {};
  mail.remove_prefix(at + field.size());
  return std::string(mail.substr(0, mail.find('>')));
}

}  // namespace

Place Place::enter(Ledger& ledger, std::string mailbox, std::string source) {
  const MailboxId mailbox_id = ledger.mailbox(mailbox);
  const SourceId source_id = ledger.source(mailbox_id, source);
  return {std::move(mailbox), ledger.first_name(mailbox_id), std::move(source), mailbox_id, source_id};
}

// What has been found out about one item, and so what is to be written.
struct Intake::Finding {
  // What becomes of the message that it was before.
  enum class Before { stays, is_retired, is_retired_unless_retrieved };

  std::string_view key;
  std::optional<KnownItem> known;
  std::optional<NewItem> fresh;         // it is to be entered, as the first or a later version of it
  Before before = Before::stays;        // once that is done
  std::optional<FileState> file;        // a known mail file is somewhere else
  std::optional<std::string> revision;  // a known message says something else
  bool vanished = false;                // a mail file that has gone since it was listed
  bool unfinished = false;              // a mail file that is being written
  bool unwanted = false;                // mail that its source does not want
  std::string refused;                  // why it cannot be a message
  bool look_again = false;              // though its source says that nothing has changed
  std::string uid_refused;              // why it has another UIDL than it came with

  std::string uid_problem() const { return "item " + std::string(key) + " has a new UIDL: " + uid_refused; }
  bool is_message() const { return !vanished && !unfinished && !unwanted && refused.empty(); }
  bool is_there() const { return !vanished && !unwanted; }  // though perhaps it cannot be read just now
  bool has_come_back() const { return known && known->state == State::away; }
  bool is_news() const { return is_message() && (fresh || file || revision || has_come_back()); }
};

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
  finish(batch, present, is_whole);
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
  if (!backlog || batch.items.size() <= *backlog || ledger_.fetched(place_.source)) return 0;
  return batch.items.size() - *backlog;
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
    if (finding.known && finding.known->state >= State::retired) return;
    if (const auto* file = std::get_if<MailFile>(&item.content)) {
      examine_file(item, *file, finding);
    } else if (const auto* mail = std::get_if<Mail>(&item.content)) {
      examine_mail(item, *mail, finding);
    } else {
      examine_message(item, std::get<Message>(item.content), finding);
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
          .identity = item_identity(place_.first_name, place_.source_name, item.key, version),
          .uid = version == 0 ? item.uid : ""};  // a later version is another message
}

// A source may go back and forth between two revisions: only what nobody has seen yet is a change.
void Intake::examine_message(const Item& item, const Message& message, Finding& finding) {
  const KnownItem* known = finding.known ? &*finding.known : nullptr;
  if (known && !known->file.path.empty()) return;  // it is a file, and stays so
  const std::string said = item.revision.empty() ? revision(message) : item.revision;
  if (known && known->revision == said) return;

  const Changes changes = rules_->get().changes;
  if (known && (changes == Changes::ignore || ledger_.has_revision(place_.source, item.key, said))) {
    finding.revision = said;
    return;
  }
  if (known && changes == Changes::replace) finding.before = Finding::Before::is_retired_unless_retrieved;
  finding.fresh = composed(item, message, known);
  finding.fresh->revision = said;
}

// As it stands in the message; else as it will, should it come: answers to what nobody has are a thread all the same.
std::string Intake::message_id_of(const std::string& key) const {
  const std::string_view keys[] = {key};
  std::string id;
  if (const auto known = ledger_.find(place_.source, keys).front())
    id = message_id_in(ledger_.content(known->id).value_or(Content{}).bytes);
  if (!id.empty()) return id;
  return mime::message_id({item_identity(place_.first_name, place_.source_name, key), {}, host_});
}

Message Intake::finished(const Item& item, const Message& message) const {
  Message whole = item.finish ? item.finish(message) : message;
  if (item.in_reply_to.empty()) return whole;
  const std::string parent = message_id_of(item.in_reply_to);
  return whole.in_reply_to(parent).reference(parent);
}

NewItem Intake::composed(const Item& item, const Message& message, const KnownItem* before) const {
  const MailboxRules rules = rules_->get();
  NewItem fresh = new_item(item, before ? before->version + 1 : 0);
  const Identity identity{fresh.identity, item.date.value_or(now()), host_};
  const Message whole = finished(item, message);
  if (before && rules.changes == Changes::reply) {
    const std::string id = message_id_in(ledger_.content(before->id).value_or(Content{}).bytes);
    fresh.bytes = compose(mime::changed(whole, id, ledger_.original(before->id)), identity);
  } else {
    fresh.bytes = compose(whole, identity);
  }
  fresh.measure = *measure(Body::view(fresh.bytes, nullptr)).value();
  if (rules.changes == Changes::reply) fresh.original = whole.fields().text.value_or("");
  return fresh;
}

void Intake::examine_mail(const Item& item, const Mail& mail, Finding& finding) const {
  if (finding.known) return;
  if (mail.bytes.empty()) throw std::invalid_argument("it is empty");
  finding.unwanted = !is_wanted(item);
  if (finding.unwanted) return;
  finding.fresh = new_item(item, 0);
  finding.fresh->revision = item.revision;
  finding.fresh->bytes = mail.bytes;
  finding.fresh->measure = *measure(Body::view(mail.bytes, nullptr)).value();
}

// A file is measured only where its stamp is not the one in the ledger, and not read even then where its source knows
// its octets and nobody has had it. One that reads otherwise than before is another message; one that was merely
// touched or copied back is not.
void Intake::examine_file(const Item& item, const MailFile& mail, Finding& finding) {
  const KnownItem* known = finding.known ? &*finding.known : nullptr;
  if (known && known->file.path.empty()) return;  // it is composed, and stays so
  FileState state{mail.path.string(), stamp_of(mail.path).value_or("")};
  if (known && !state.stamp.empty() && known->file.stamp == state.stamp) {
    if (state.path != known->file.path) finding.file = std::move(state);
    return;
  }
  finding.unwanted = !known && !is_wanted(item);
  if (finding.unwanted) return;
  finding.look_again = true;  // unless it can be read
  const bool is_unread = !known || known->digest.empty();
  const Reading reading = is_unread && mail.octets > 0 ? believe(mail) : read(mail);
  finding.vanished = reading.outcome == Reading::Outcome::vanished;
  finding.unfinished = reading.outcome == Reading::Outcome::unfinished;
  if (finding.vanished || finding.unfinished) return;
  finding.look_again = false;
  state.stamp = reading.stamp;
  if (known && known->octets == reading.size.octets && (is_unread || known->digest == reading.size.digest)) {
    finding.file = std::move(state);
    return;
  }
  finding.unwanted = known && !is_wanted(item);
  if (finding.unwanted) return;
  finding.before = Finding::Before::is_retired;
  finding.fresh = new_item(item, known ? known->version + 1 : 0);
  finding.fresh->measure = reading.size;
  finding.fresh->file = std::move(state);
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
  change.insert(*finding.fresh);
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
        if (item.key.empty()) continue;
        NewItem old = new_item(item, 0);
        old.uid.clear();
        old.state = State::retired;
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
