#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/now.hpp"
#include "base/thrown.hpp"
#include "mime/changed.hpp"
#include "mime/message_id.hpp"
#include "spool/finding.hpp"
#include "spool/item_identity.hpp"
#include "spool/mail_file.hpp"

namespace n3::spool {
namespace {

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

// As many of the items as make a portion.
std::vector<Intake::Finding> Intake::examine(std::span<const Item> items, Keys& seen) {
  std::vector<std::string_view> keys;
  for (const Item& item : items.first(std::min(portion_items, items.size()))) keys.push_back(item.key);
  auto known = ledger_.find(place_.source, keys);

  std::vector<Finding> findings;
  std::size_t composed = 0;
  for (std::size_t i = 0; i < keys.size() && composed < portion_octets; ++i) {
    if (i > 0 && items[i].gathers) break;  // what stands before it has to be entered first
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
    if (!finding.known && !item.gathers && is_elsewhere(item)) {
      finding.fresh = new_item(item, 0).unseen();
    } else {
      examine_content(item, finding);
    }
  } catch (const db::Error&) {
    throw;
  } catch (...) {
    finding.refused = thrown_text();
  }
}

// Before it is composed, which may cost a lot. Whether it is so when it is entered is found out then.
bool Intake::is_elsewhere(const Item& item) const {
  return ledger_.is_elsewhere(place_.mailbox, place_.source, item.account, item.same_as);
}

void Intake::examine_content(const Item& item, Finding& finding) {
  if (const auto* message = std::get_if<Message>(&item.content)) {
    if (item.gathered) return examine_gathered(item, *message, finding);
    if (item.gathers) return examine_gathering(item, *message, finding);
    return examine_message(item, *message, finding);
  }
  if (item.gathered || item.gathers) throw std::invalid_argument("it is mail, and cannot be gathered");
  if (const auto* file = std::get_if<MailFile>(&item.content)) return examine_file(item, *file, finding);
  examine_mail(item, std::get<Mail>(item.content), finding);
}

NewItem Intake::new_item(const Item& item, std::int64_t version) const {
  return {.key = item.key,
          .version = version,
          .account = item.account,
          .identity = item_identity(place_.first_name, place_.source_name, item.key, version),
          .uid = version == 0 ? item.uid : "",  // a later version is another message
          .names = version == 0 ? item.same_as : std::vector<std::string>()};
}

void Intake::examine_gathered(const Item& item, const Message& message, Finding& finding) const {
  if (finding.known) return;
  finding.fresh = new_item(item, 0).unseen();
  finding.fresh->gathered = mime::DigestEntry::of(message, item.date.value_or(now()));
}

void Intake::examine_gathering(const Item& item, const Message& message, Finding& finding) const {
  if (finding.known) return;
  auto [items, entries] = ledger_.gathered(place_.source, item.account, *item.gathers, now());
  if (items.empty()) return;
  finding.fresh = composed(item, mime::digest(message, entries), nullptr);
  finding.fresh->revision = item.revision;
  finding.gathered = std::move(items);
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

}  // namespace n3::spool
