#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <n3/accounts.hpp>
#include <n3/answer.hpp>
#include <n3/body.hpp>
#include <n3/maildrop.hpp>

#include "transcript.hpp"

namespace n3::transcripts {

/// The accounts and the maildrop that a dialogue describes, and what became of them. Answers all six questions, those
/// of a Session as well as those of a Server, from any thread.
class World : public std::enable_shared_from_this<World> {
 public:
  explicit World(Setting setting);

  Answer<Verdict> check(const Credential& credential);
  Answer<std::optional<Secret>> secret(std::string_view user);
  Answer<Snapshot> list();
  Answer<Body> open(std::size_t index);
  Answer<std::string_view> next_chunk(std::size_t index, std::size_t& given);
  Answer<Done> remove(std::span<const std::size_t> indexes);

  const Setting& setting() const { return setting_; }

  /// What was removed: messages of the file, from 1, ascending.
  std::vector<std::size_t> removed() const;
  bool was_asked() const;
  bool was_asked(QuestionKind kind) const;

  /// POP3's message numbers, from 1, of this maildrop: which messages of the file they are.
  const std::vector<std::size_t>& visible() const { return visible_; }

 private:
  void note(QuestionKind kind);
  const ScriptedAccount* account(std::string_view user) const;

  const Setting setting_;
  std::vector<std::size_t> visible_;
  mutable std::mutex mutex_;
  std::vector<QuestionKind> asked_;
  std::vector<std::size_t> removed_;
};

}  // namespace n3::transcripts
