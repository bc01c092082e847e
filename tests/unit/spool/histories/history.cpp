#include "history.hpp"

#include <algorithm>
#include <array>

#include "base/now.hpp"
#include "base/settled.hpp"
#include "spool/intake.hpp"
#include "spool/ledger_file.hpp"
#include "spool/maildrop.hpp"
#include "spool/retention.hpp"

namespace n3::histories {
namespace {

constexpr std::array<const char*, 3> accounts{"ann", "bob", "cyd"};

std::string pick_text(Random& random) { return "text " + std::to_string(random() % 3); }

Fetch random_fetch(Random& random) {
  Fetch fetch{random() % mailboxes.size(), {}};
  const bool gathers = mailboxes[fetch.mailbox].gathers;
  for (auto count = random() % 8; count > 0; --count) {
    const auto number = random() % 30;
    fetch.said.push_back(
        {"key " + std::to_string(number), pick_text(random), number % 7 == 0 && !gathers ? "ann" : ""});
  }
  if (gathers) fetch.gathers = "day " + std::to_string(random() % 10);
  return fetch;
}

Visit random_visit(const Model& model, Random& random) {
  Visit visit{accounts[random() % accounts.size()], {}, {}};
  for (std::size_t i = 0; i < mailboxes.size(); ++i)
    if (random() % 2 == 0) visit.mailboxes.push_back(i);
  const bool deletes_all = random() % 8 == 0;
  const bool quits = random() % 3 != 0;
  for (const std::size_t place : model.shown(visit.account, visit.mailboxes))
    if (quits && (deletes_all || random() % 3 == 0)) visit.deleted.insert(place);
  return visit;
}

std::string line_with(const std::string& mail, const std::string& begin) {
  const std::size_t at = mail.find("\r\n" + begin);
  return at == mail.npos ? "" : mail.substr(at + 2, mail.find("\r\n", at + 2) - at - 2);
}

std::string subject(std::size_t mailbox, const std::string& key) {
  return std::string(mailboxes[mailbox].name) + ", " + key;
}

std::vector<std::size_t> all_mailboxes() {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < mailboxes.size(); ++i) all.push_back(i);
  return all;
}

// What a composed message must have been made of.
bool is_of(const std::string& mail, const Model::Message& message) {
  if (mailboxes[message.mailbox].gathers)
    return line_with(mail, "Subject: ").starts_with("Subject: " + subject(message.mailbox, message.key) + ": ") &&
           mail.contains("\r\n\r\n" + message.text + "\r\n---");
  return line_with(mail, "Subject: ").ends_with(" " + subject(message.mailbox, message.key)) &&
         line_with(mail, "It says ") == "It says " + message.text;
}

}  // namespace

Step next_step(const Model& model, Random& random) {
  const auto dice = random() % 20;
  if (dice == 0) return GrowOld{random() % mailboxes.size()};
  if (dice < 11) return random_fetch(random);
  return random_visit(model, random);
}

// ---- A life ----

struct Life::Parts {
  explicit Parts(const db::Location& where) : ledger(spool::open_ledger_file(where)) {
    for (const MailboxKind& kind : mailboxes) {
      auto place = spool::Place::enter(ledger, std::string(kind.name), "source");
      rules.push_back(std::make_shared<spool::Rules>());
      rules.back()->set(kind.rules);
      intakes.push_back(std::make_unique<spool::Intake>(ledger, std::move(place), rules.back(), "n3.example.org"));
    }
  }

  spool::SpoolMaildrop open(const std::string& account, const std::vector<std::size_t>& in) {
    std::vector<spool::OpenMailbox> open;
    for (const std::size_t i : in)
      open.push_back({intakes[i]->place().mailbox, std::string(mailboxes[i].name), rules[i], {}});
    std::ranges::sort(open, {}, &spool::OpenMailbox::id);
    return {nullptr, {reporter, ledger, catalogue, scheduler, diary}, account, std::move(open)};
  }

  spool::Reporter reporter{{}};
  spool::Ledger ledger;
  spool::Catalogue catalogue{ledger};
  spool::Scheduler scheduler{std::chrono::seconds(1)};
  spool::Diary diary{ledger, reporter};
  std::vector<std::shared_ptr<spool::Rules>> rules;
  std::vector<std::unique_ptr<spool::Intake>> intakes;
};

Life::Life(const db::Location& where) : parts_(std::make_unique<Parts>(where)) {}
Life::~Life() = default;

void Life::perform(const Step& step, const Model& before, const Model& after) {
  if (const auto* fetched = std::get_if<Fetch>(&step)) return fetch(*fetched);
  if (const auto* visited = std::get_if<Visit>(&step)) return visit(*visited, before, after);
  grow_old(std::get<GrowOld>(step));
}

void Life::fetch(const Fetch& fetch) {
  const MailboxKind& kind = mailboxes[fetch.mailbox];
  Batch batch{.complete = kind.complete};
  for (const Said& said : fetch.said)
    batch.items.push_back(
        {.key = said.key,
         .content = Message{}.subject(subject(fetch.mailbox, said.key)).text("It says " + said.text + "\n"),
         .account = said.account,
         .gathered = kind.gathers});
  if (kind.gathers)
    batch.items.push_back({.key = fetch.gathers,
                           .content = Message{}.subject(subject(fetch.mailbox, fetch.gathers)),
                           .gathers = now() + std::chrono::hours(1)});
  parts_->intakes[fetch.mailbox]->take(batch, {});
}

void Life::grow_old(const GrowOld& step) {
  const auto later = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::years(1);
  spool::retire_old(parts_->ledger, parts_->intakes[step.mailbox]->place().mailbox, {.keep_for = std::chrono::hours(1)},
                    later);
  spool::bury(parts_->ledger, later + std::chrono::years(1));
}

namespace {

template <class T>
T value_of(Answer<T> answer) {
  auto done = settled(std::move(answer));
  if (done.error()) throw std::runtime_error(done.error()->text);
  return std::move(*done.value());
}

std::string read(spool::SpoolMaildrop& maildrop, std::size_t index) {
  auto ready = maildrop.open_at_once(index);
  Body body = ready ? std::move(*ready) : value_of(maildrop.open(index));
  return std::string(std::get<Body::View>(body.content()).bytes);
}

std::vector<std::size_t> shown(const Snapshot& snapshot) {
  std::vector<std::size_t> indexes;
  auto hidden = snapshot.hidden.begin();
  for (std::size_t i = 0; i < snapshot.listing->size(); ++i) {
    while (hidden != snapshot.hidden.end() && hidden->end <= i) ++hidden;
    if (hidden == snapshot.hidden.end() || i < hidden->begin) indexes.push_back(i);
  }
  return indexes;
}

}  // namespace

// Who was not told that the deletions are done may find that they are.
void Life::visit(const Visit& visit, const Model& before, const Model& after) {
  auto maildrop = parts_->open(visit.account, visit.mailboxes);
  const auto indexes = shown(value_of(maildrop.list()));
  auto places = before.shown(visit.account, visit.mailboxes);
  if (indexes.size() != places.size()) places = after.shown(visit.account, visit.mailboxes);
  if (indexes.size() != places.size())
    throw Violation(visit.account + " sees " + std::to_string(indexes.size()) + " messages, not " +
                    std::to_string(places.size()));
  std::vector<std::size_t> deleted;
  for (std::size_t i = 0; i < indexes.size(); ++i) {
    if (!is_of(read(maildrop, indexes[i]), before.messages()[places[i]]))
      throw Violation(visit.account + " sees another message as " + before.messages()[places[i]].key);
    if (visit.deleted.contains(places[i])) deleted.push_back(indexes[i]);
  }
  if (!deleted.empty()) value_of(maildrop.remove(deleted));
}

std::vector<Life::Seen> Life::look(const std::string& account, const std::vector<std::size_t>& in) {
  auto maildrop = parts_->open(account, in);
  const Snapshot snapshot = value_of(maildrop.list());
  std::vector<Seen> all;
  for (const std::size_t index : shown(snapshot)) {
    const Entry& entry = (*snapshot.listing)[index];
    const auto content = parts_->ledger.content(static_cast<spool::ItemId>(entry.id));
    all.push_back({entry.uid, content->bytes});  // unlike open() it does not count as retrieved
    if (entry.octets != all.back().mail.size()) throw Violation(entry.uid + " has not its size");
  }
  return all;
}

// ---- What was seen ----

void Memory::remember(const Model::Message& message, const Life::Seen& seen) {
  if (!is_of(seen.mail, message)) throw Violation(seen.uid + " is not " + message.key + ", " + message.text);
  const auto [mail, is_new_mail] = mails_.emplace(seen.uid, seen.mail);
  if (mail->second != seen.mail) throw Violation(seen.uid + " has become another message");
  const std::string name = std::to_string(message.mailbox) + ", " + message.key + ", " + message.text;
  const auto [uid, is_new] = uids_.emplace(name, seen.uid);
  if (uid->second != seen.uid) throw Violation(name + " was " + uid->second + " and is " + seen.uid);
}

void Memory::expect(Life& life, const Model& model) {
  for (const char* account : accounts) {
    const auto seen = life.look(account, all_mailboxes());
    const auto places = model.shown(account, all_mailboxes());
    if (seen.size() != places.size())
      throw Violation(std::string(account) + " sees " + std::to_string(seen.size()) + " messages, not " +
                      std::to_string(places.size()));
    for (std::size_t i = 0; i < seen.size(); ++i) remember(model.messages()[places[i]], seen[i]);
  }
}

void Memory::expect_between(Life& life, const Model& before, const Model& after) {
  for (const char* account : accounts) {
    const auto earlier = before.shown(account, all_mailboxes());
    const auto later = after.shown(account, all_mailboxes());
    const auto has = [](const auto& places, std::size_t place) { return std::ranges::binary_search(places, place); };
    const auto seen = life.look(account, all_mailboxes());
    auto next = seen.begin();
    for (std::size_t place = 0; place < after.messages().size(); ++place) {
      const bool may = has(earlier, place) || has(later, place);
      const bool must = has(earlier, place) && has(later, place);
      const bool is = may && next != seen.end() && is_of(next->mail, after.messages()[place]);
      if (is) remember(after.messages()[place], *next++);
      if (must && !is) throw Violation(std::string(account) + " has lost " + after.messages()[place].key);
    }
    if (next != seen.end()) throw Violation(std::string(account) + " sees what has never been: " + next->mail);
  }
}

}  // namespace n3::histories
