#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <n3/pop3/session.hpp>

#include "input.hpp"

namespace n3::fuzz {

/// What is around a session: a service, a maildrop, and answers that are what the script says, the n-th decision for
/// the n-th question. The same script is the same world, in whatever manner it is played.
class World {
 public:
  explicit World(Script script);

  const std::shared_ptr<const pop3::Service>& service() const { return service_; }
  const pop3::Channel& channel() const { return channel_; }

  /// Takes a question; the answer is given when the driver says so.
  void ask(const pop3::Question& question);
  void answer(pop3::Session& session);
  bool has_to_answer() const { return asked_; }
  bool lets_it_hang() const;  ///< The answer is that the question times out: it has to wait until the session is idle.

  /// What message number n is of the listing that was shown, from 0.
  const std::vector<std::size_t>& shown() const { return shown_; }
  const std::vector<std::size_t>& removed() const { return removed_; }  ///< What the session asked to be removed.

 private:
  void answer(pop3::Session& session, const pop3::CheckCredential& question);
  void answer(pop3::Session& session, const pop3::FindSecret& question);
  void answer(pop3::Session& session, const pop3::OpenMaildrop& question);
  void answer(pop3::Session& session, const pop3::OpenMessage& question);
  void answer(pop3::Session& session, const pop3::NextChunk& question);
  void answer(pop3::Session& session, const pop3::RemoveMessages& question);

  Script script_;
  std::shared_ptr<const pop3::Service> service_;
  pop3::Channel channel_;
  pop3::Question question_;
  std::size_t decision_ = 0;
  bool asked_ = false;
  std::vector<std::size_t> shown_;
  std::string_view message_;  // that is being given in chunks
  std::vector<std::size_t> removed_;
};

/// The messages of the maildrop, as the maildrop has them.
const std::vector<std::string>& messages();

/// What the maildrop may open in their place: bytes that are not as many as were listed.
std::string with_more(const std::string& message);
std::string with_less(const std::string& message);

}  // namespace n3::fuzz
