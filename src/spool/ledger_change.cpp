#include <algorithm>

#include "spool/gathered.hpp"
#include "spool/ledger.hpp"
#include "spool/ledger_rows.hpp"
#include "spool/names.hpp"
#include "spool/schema.hpp"

namespace n3::spool {

NewItem NewItem::unseen() const {
  return {.key = key,
          .version = version,
          .revision = revision,
          .account = account,
          .identity = identity,
          .state = State::retired,
          .names = names};
}

Ledger::Change::Change(db::Connection& connection, MailboxId mailbox, SourceId source, std::chrono::sys_seconds now)
    : connection_(connection), mailbox_(mailbox), source_(source), now_(to_seconds(now)) {}

ItemId Ledger::Change::insert(const NewItem& item) {
  const auto known = find_item(connection_, source_, item.key);
  if (known && known->version >= item.version) return known->id;
  const auto same = find_elsewhere(connection_, mailbox_, source_, item.account, item.names);
  const ItemId id = enter(same ? item.unseen() : item);
  add_names(connection_, mailbox_, same.value_or(id), item.names);
  return id;
}

ItemId Ledger::Change::enter(const NewItem& item) {
  const std::string uid = item.uid.empty() ? made_uid(item.identity) : item.uid;
  const bool is_elsewhere = !item.uid.empty() && is_anywhere(uid);

  // The order of ids is that of first_seen, whatever the clock does.
  const auto newest = find_number(connection_, "SELECT first_seen FROM item ORDER BY id DESC LIMIT 1");
  connection_.run(
      "INSERT INTO item (mailbox, source, key, version, made_of, revision, account, uid, octets, digest, first_seen, "
      "state, since, path, stamp) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
      mailbox_, source_, db::Blob{item.key}, item.version, db::Blob{item.revision}, item.account, uid,
      item.measure.octets, item.measure.digest, std::max(now_, newest.value_or(now_)), static_cast<int>(item.state),
      now_, db::Blob{item.file.path}, item.file.stamp);
  const ItemId id = connection_.last_inserted();
  if (is_elsewhere)
    connection_.run("INSERT INTO alias (item, mailbox, uid) VALUES (?, ?, ?)", id, mailbox_, made_uid(item.identity));
  const std::string_view bytes = item.bytes;
  for (std::size_t at = 0; at < bytes.size(); at += piece_octets)
    connection_.run("INSERT INTO body (id, bytes) VALUES (?, ?)",
                    id * most_pieces + static_cast<std::int64_t>(at / piece_octets),
                    db::Blob{bytes.substr(at, piece_octets)});
  if (!item.original.empty()) connection_.run("INSERT INTO original (item, text) VALUES (?, ?)", id, item.original);
  if (item.gathered) add_gathered(connection_, id, *item.gathered, now_);
  return id;
}

void Ledger::Change::insert_gathering(const NewItem& item, std::span<const ItemId> gathered) {
  if (find_item(connection_, source_, item.key) || !are_gathered(connection_, gathered)) return;
  for (const ItemId one : gathered) connection_.run("DELETE FROM gathered WHERE item = ?", one);
  enter(item);
}

bool Ledger::Change::is_free(std::string_view uid) const {
  return !find_number(connection_, "SELECT 1 FROM item WHERE uid = ? AND mailbox = ?", uid, mailbox_) &&
         !find_number(connection_, "SELECT 1 FROM alias WHERE uid = ?", uid);
}

bool Ledger::Change::is_anywhere(std::string_view uid) const {
  return find_number(connection_, "SELECT 1 FROM item WHERE uid = ?1 UNION ALL SELECT 1 FROM alias WHERE uid = ?1", uid)
      .has_value();
}

// As short as it may be: a string of 15 octets needs no memory beside itself, which a listing of a million feels.
std::string Ledger::Change::made_uid(const std::string& identity) const {
  constexpr std::size_t shortest = 15;
  for (std::size_t length = std::min(shortest, identity.size());; ++length) {
    std::string uid = identity.substr(0, length);
    if (length > identity.size()) uid += "-" + std::to_string(length - identity.size());
    if (!is_anywhere(uid)) return uid;
  }
}

void Ledger::Change::set_file(ItemId item, const FileState& file) {
  connection_.run("UPDATE item SET path = ?, stamp = ? WHERE id = ?", db::Blob{file.path}, file.stamp, item);
}

void Ledger::Change::set_revision(ItemId item, std::string_view revision) {
  connection_.run("UPDATE item SET revision = ? WHERE id = ?", db::Blob{revision}, item);
}

void Ledger::Change::set_state(ItemId item, State state) {
  connection_.run("UPDATE item SET state = ?, since = ? WHERE id = ?", static_cast<int>(state), now_, item);
}

void Ledger::Change::bring_back(std::string_view key) {
  connection_.run("UPDATE item SET state = 0, since = ? WHERE source = ? AND key = ? AND state = 1", now_, source_,
                  db::Blob{key});
}

bool Ledger::Change::is_retrieved(ItemId item) const {
  return find_number(connection_, "SELECT retrieved FROM item WHERE id = ?", item).value_or(0) != 0;
}

void Ledger::Change::set_others_away(std::vector<std::string_view> present, std::span<const std::string> unknown) {
  std::ranges::sort(present);
  std::vector<ItemId> others;
  auto query = connection_.query("SELECT id, account, key FROM item WHERE source = ? AND state = 0", source_);
  while (query.step()) {
    const bool is_known = std::ranges::find(unknown, query.text(1)) == unknown.end();
    if (is_known && !std::ranges::binary_search(present, query.text(2))) others.push_back(query.integer(0));
  }
  for (const ItemId item : others) set_state(item, State::away);
}

// Until the first fetch is whole nobody has seen anything of it: what another source shows by then is not shown again.
void Ledger::Change::set_fetched(std::string_view cursor) {
  connection_.run("UPDATE source SET fetched = 1 WHERE id = ? AND NOT fetched", source_);
  if (connection_.changes() > 0) {
    for (const auto& [item, other] : find_all_elsewhere(connection_, source_)) {
      set_state(item, State::retired);
      share_names(connection_, item, other);
    }
    connection_.run("UPDATE part SET edition = edition + 1, shape = shape + 1 WHERE mailbox = ?", mailbox_);
  }
  connection_.run("UPDATE source SET cursor = ?1 WHERE id = ?2 AND cursor <> ?1", db::Blob{cursor}, source_);
}

}  // namespace n3::spool
