#include "world.hpp"

#include <algorithm>
#include <utility>

#include "messages.hpp"

namespace n3::transcripts {
namespace {

class Chunks final : public ChunkSource {
 public:
  Chunks(std::shared_ptr<World> world, std::size_t index) : world_(std::move(world)), index_(index) {}
  Answer<std::string_view> next() override { return world_->next_chunk(index_, given_); }

 private:
  std::shared_ptr<World> world_;
  std::size_t index_;
  std::size_t given_ = 0;
};

}  // namespace

World::World(Setting setting) : setting_(std::move(setting)) {
  for (std::size_t i = 0; i < setting_.messages.size(); ++i)
    if (!setting_.messages[i].hidden) visible_.push_back(i + 1);
}

void World::note(QuestionKind kind) {
  const std::lock_guard lock(mutex_);
  asked_.push_back(kind);
}

const ScriptedAccount* World::account(std::string_view user) const {
  const auto found = std::ranges::find(setting_.accounts, user, &ScriptedAccount::user);
  return found == setting_.accounts.end() ? nullptr : &*found;
}

Answer<Verdict> World::check(const Credential& credential) {
  note(QuestionKind::check);
  if (setting_.accounts_error) return *setting_.accounts_error;
  const ScriptedAccount* found = account(credential.user);
  if (!found) return Verdict::denied("no such user");
  if (found->password != credential.password) return Verdict::denied("wrong password");
  return Verdict::granted(found->account);
}

Answer<std::optional<Secret>> World::secret(std::string_view user) {
  note(QuestionKind::secret);
  if (setting_.accounts_error) return *setting_.accounts_error;
  const ScriptedAccount* found = account(user);
  if (!found) return std::optional<Secret>();
  return std::optional(Secret{found->password, found->account});
}

Answer<Snapshot> World::list() {
  note(QuestionKind::maildrop);
  if (setting_.maildrop_error) return *setting_.maildrop_error;
  std::vector<Entry> entries;
  Snapshot snapshot{.kept_for = setting_.kept_for};
  for (const ScriptedMessage& message : setting_.messages) {
    const auto index = static_cast<std::uint32_t>(entries.size());
    if (message.hidden) snapshot.hidden.push_back({index, index + 1});
    const auto octets = message.claimed.value_or(octets_of(lines_on_the_wire(message.bytes)));
    entries.push_back({.uid = message.uid, .octets = octets});
  }
  snapshot.listing = std::make_shared<const Listing>(std::move(entries));
  return snapshot;
}

Answer<Body> World::open(std::size_t index) {
  note(QuestionKind::message);
  const ScriptedMessage& message = setting_.messages.at(index);
  if (message.error) return *message.error;
  if (message.chunk > 0) return Body::chunks(std::make_unique<Chunks>(shared_from_this(), index));
  return Body::view(message.bytes, shared_from_this());
}

Answer<std::string_view> World::next_chunk(std::size_t index, std::size_t& given) {
  note(QuestionKind::chunk);
  const ScriptedMessage& message = setting_.messages.at(index);
  if (message.breaks_off && given >= *message.breaks_off) return Error::temporary("the message broke off");
  const std::size_t end = message.breaks_off.value_or(message.bytes.size());
  const auto chunk = std::string_view(message.bytes).substr(given, std::min(message.chunk, end - given));
  given += chunk.size();
  return chunk;
}

Answer<Done> World::remove(std::span<const std::size_t> indexes) {
  note(QuestionKind::removal);
  if (setting_.removal_error) return *setting_.removal_error;
  const std::lock_guard lock(mutex_);
  for (std::size_t index : indexes) removed_.push_back(index + 1);
  return Done{};
}

std::vector<std::size_t> World::removed() const {
  const std::lock_guard lock(mutex_);
  return removed_;
}

bool World::was_asked() const {
  const std::lock_guard lock(mutex_);
  return !asked_.empty();
}

bool World::was_asked(QuestionKind kind) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::find(asked_, kind) != asked_.end();
}

}  // namespace n3::transcripts
