#include <n3/memory_maildrop.hpp>

#include <chrono>
#include <mutex>
#include <set>

#include "base/digest.hpp"
#include "base/now.hpp"
#include "base/random.hpp"

namespace n3 {
namespace {

constexpr std::size_t uid_octets = 32;
constexpr std::size_t digest_octets = 16;

std::string uid_of(std::string_view kind, std::string_view name) {
  return sha256_hex(std::string(kind) + '\0' + std::string(name)).substr(0, uid_octets);
}

// The same key in two maildrops is the same UIDL and may be another message: what is in it counts in the Message-ID, by
// which mail programs tell messages of all their accounts apart.
std::string compose_keyed(const Message& message, Identity identity) {
  identity.uid += sha256_hex(compose(message, identity)).substr(0, digest_octets);
  return compose(message, identity);
}

}  // namespace

// What add() and remove() change. Sessions hold a Seen, which nobody changes.
struct MemoryMaildrop::Store {
  struct Stored {
    Entry entry;
    std::shared_ptr<const std::string> mail;
  };

  explicit Store(std::string host_) : host(std::move(host_)) {}

  void add(std::string uid, std::string mail, std::chrono::sys_seconds received) {
    const std::uint64_t size = octets(mail);
    const std::lock_guard lock(mutex);
    if (!uids.insert(uid).second) return;
    messages.push_back({{std::move(uid), size, received}, std::make_shared<const std::string>(std::move(mail))});
    seen.reset();
  }

  std::shared_ptr<const Seen> look();

  const std::string host;
  std::mutex mutex;
  std::vector<Stored> messages;
  std::set<std::string, std::less<>> uids;
  std::shared_ptr<const Seen> seen;  // of `messages` as they are; made when it is asked for
};

struct MemoryMaildrop::Seen {
  std::shared_ptr<const Listing> listing;
  std::vector<std::shared_ptr<const std::string>> mails;
};

std::shared_ptr<const MemoryMaildrop::Seen> MemoryMaildrop::Store::look() {
  const std::lock_guard lock(mutex);
  if (seen) return seen;
  auto fresh = std::make_shared<Seen>();
  std::vector<Entry> entries;
  for (const Stored& stored : messages) {
    entries.push_back(stored.entry);
    fresh->mails.push_back(stored.mail);
  }
  fresh->listing = std::make_shared<const Listing>(std::move(entries));
  return seen = std::move(fresh);
}

MemoryMaildrop::MemoryMaildrop(std::string host) : store_(std::make_shared<Store>(std::move(host))) {}

void MemoryMaildrop::add(std::string_view key, const Message& message) {
  const Identity identity{uid_of("key", key), message.fields().date.value_or(std::chrono::sys_seconds{}), store_->host};
  store_->add(identity.uid, compose_keyed(message, identity), identity.date);
}

void MemoryMaildrop::add(const Message& message) {
  const std::string name = std::to_string(random_number()) + "." + std::to_string(random_number());
  const Identity identity{uid_of("fresh", name), message.fields().date.value_or(now()), store_->host};
  store_->add(identity.uid, compose(message, identity), identity.date);
}

void MemoryMaildrop::add(std::string_view key, std::string mail) {
  store_->add(uid_of("key", key), std::move(mail), std::chrono::sys_seconds{});
}

Answer<Snapshot> MemoryMaildrop::list() {
  seen_ = store_->look();
  return Snapshot{seen_->listing, {}};
}

Answer<Body> MemoryMaildrop::open(std::size_t index) {
  const auto& mail = seen_->mails.at(index);
  return Body::view(*mail, mail);
}

Answer<Done> MemoryMaildrop::remove(std::span<const std::size_t> indexes) {
  const std::lock_guard lock(store_->mutex);
  for (const std::size_t index : indexes) store_->uids.erase((*seen_->listing)[index].uid);
  std::erase_if(store_->messages, [&](const auto& stored) { return !store_->uids.contains(stored.entry.uid); });
  store_->seen.reset();
  return Done{};
}

}  // namespace n3
