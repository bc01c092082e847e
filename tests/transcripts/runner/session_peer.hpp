#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <n3/pop3/session.hpp>

#include "peer.hpp"
#include "world.hpp"

namespace n3::transcripts {

/// A question that fails, whatever the dialogue expects.
struct Fault {
  enum class Kind { temporary, in_use, hangs } kind;
  std::size_t question;  ///< The first that is asked is 0.
};

/// How a session is driven. What it says must not depend on that.
struct Manner {
  std::size_t piece = 0;               ///< The client's octets arrive in pieces of this size; 0: as packets.
  std::vector<std::size_t> taken{};    ///< Its own go out in such pieces, round and round; empty: all at once.
  bool answers_late = false;           ///< A question is answered only when nothing else is left to do.
  bool answers_while_writing = false;  ///< A question is answered between a write and its sent(), where that can be.
  std::optional<Fault> fault{};
};

/// A Session without a network: the driver is this class, the clock stands still until the dialogue moves it.
class SessionPeer final : public Peer {
 public:
  SessionPeer(std::shared_ptr<World> world, Manner manner);

  void send(std::string_view packet) override;
  std::optional<std::string> next_line() override;
  std::string unread() override;
  bool happen(const Event& event) override;
  bool is_closed() override { return closed_; }
  bool is_open() override { return !closed_; }
  bool is_busy() override;
  const SessionSummary* summary() override { return &session_.summary(); }

  std::size_t questions() const { return questions_; }  ///< Asked so far.
  std::size_t octets_out() const { return octets_out_; }
  bool has_plans() const { return !plans_.empty(); }  ///< A "next" question never came.

 private:
  using Step = pop3::Step;

  void settle();
  bool act(const Step& step);
  bool wait(const Step& step);
  void write(const Step& step);
  void ask(const pop3::Question& question);
  bool is_to_fail(const pop3::Question& question);
  void hang(const pop3::Question& question);
  void answer(const pop3::Question& question);
  void open_maildrop();
  template <class T>
  void reply(Answer<T> answer);
  void require_same(const Step& step);

  std::shared_ptr<World> world_;
  Manner manner_;
  pop3::Time now_{};
  pop3::Session session_;
  std::string input_;      // from the client,
  std::size_t read_ = 0;   // and how much of it the session has read
  std::string output_;     // to the client,
  std::size_t heard_ = 0;  // and how much of it the player has heard
  std::size_t octets_out_ = 0, writes_ = 0, questions_ = 0;
  std::vector<NextQuestion> plans_;
  std::optional<pop3::Question> late_;  // to be answered when nothing else is left to do
  std::optional<pop3::Question> hung_;
  Step::Kind waits_for_ = Step::Kind::read;
  bool closed_ = false;
  bool client_reads_ = true;
};

}  // namespace n3::transcripts
