#include "session_peer.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <variant>

#include "service.hpp"

namespace n3::transcripts {
namespace {

using pop3::Question;

QuestionKind kind_of(const Question& question) {
  // In the order of the variant.
  constexpr QuestionKind kinds[] = {QuestionKind::check,   QuestionKind::secret, QuestionKind::maildrop,
                                    QuestionKind::message, QuestionKind::chunk,  QuestionKind::removal};
  static_assert(std::variant_size_v<Question> == std::size(kinds));
  return kinds[question.index()];
}

// Some clients do not find the end of a message that comes in two packets.
bool cuts_final_dot(std::string_view before, std::string_view bytes) {
  return (before.ends_with("\r\n.") && bytes.starts_with("\r\n")) ||
         (before.ends_with("\r\n.\r") && bytes.starts_with("\n"));
}

}  // namespace

SessionPeer::SessionPeer(std::shared_ptr<World> world, Manner manner)
    : world_(std::move(world)),
      manner_(std::move(manner)),
      session_(make_service(world_->setting()), make_channel(world_->setting().way), now_) {
  settle();
  const Way& way = world_->setting().way;
  if (way.kind == Way::Kind::tls && !way.handshake_to_come) happen(Handshake{});
}

void SessionPeer::send(std::string_view packet) {
  input_.erase(0, read_);
  read_ = 0;
  input_ += packet;
  settle();
}

std::optional<std::string> SessionPeer::next_line() {
  const auto end = output_.find("\r\n", heard_);
  if (end == output_.npos) return std::nullopt;
  std::string line = output_.substr(heard_, end - heard_);
  heard_ = end + 2;
  return line;
}

std::string SessionPeer::unread() {
  std::string rest = output_.substr(heard_);
  output_.clear();
  heard_ = 0;
  return rest;
}

bool SessionPeer::is_busy() {
  return !closed_ && (!client_reads_ || (waits_for_ != Step::Kind::read && waits_for_ != Step::Kind::write));
}

bool SessionPeer::happen(const Event& event) {
  if (const auto* moved = std::get_if<ClockMoves>(&event)) now_ += moved->by;
  if (const auto* reads = std::get_if<ClientReads>(&event)) client_reads_ = reads->on;
  if (const auto* next = std::get_if<NextQuestion>(&event)) plans_.push_back(*next);
  if (std::holds_alternative<ClientGoes>(event)) session_.disconnected("disconnected");
  if (std::holds_alternative<ServerStops>(event)) session_.stop();
  if (std::holds_alternative<LateAnswer>(event)) {
    if (!hung_) return false;
    answer(*std::exchange(hung_, std::nullopt));
  }
  if (const auto* handshake = std::get_if<Handshake>(&event)) {
    if (waits_for_ != Step::Kind::start_tls) return false;
    read_ = input_.size();  // bytes read before belong to nobody
    if (handshake->succeeds)
      session_.encrypted("TLSv1.3 TLS_AES_128_GCM_SHA256");
    else
      session_.disconnected("TLS handshake failed");
  }
  settle();
  return true;
}

// ---- The driver ----

void SessionPeer::settle() {
  constexpr int more_steps_than_any_dialogue_needs = 10'000'000;
  for (int steps = 0; !closed_; ++steps) {
    if (steps == more_steps_than_any_dialogue_needs) throw std::logic_error("the session goes in circles");
    const Step step = session_.next(now_);
    require_same(step);
    waits_for_ = step.kind;
    if (!act(step)) return;
  }
}

// "next() says the same thing until something happened", such as a deadline.
void SessionPeer::require_same(const Step& step) {
  if (step.kind == Step::Kind::ask || (step.kind == Step::Kind::pause && step.deadline <= now_)) return;
  const Step again = session_.next(now_);
  if (again.kind != step.kind || again.deadline != step.deadline || again.room != step.room ||
      again.bytes.data() != step.bytes.data() || again.bytes.size() != step.bytes.size())
    throw std::logic_error("next() says something else when asked again");
}

// True where there is more to do at once.
bool SessionPeer::act(const Step& step) {
  switch (step.kind) {
    case Step::Kind::close: closed_ = true; return false;
    case Step::Kind::ask: ask(*step.question); return true;
    case Step::Kind::write:
      if (!client_reads_) return wait(step);
      write(step);
      return true;
    default: return wait(step);
  }
}

bool SessionPeer::wait(const Step& step) {
  const bool reads = step.kind != Step::Kind::write && step.kind != Step::Kind::start_tls;
  if (reads && step.room > 0 && read_ < input_.size()) {
    const std::size_t most = manner_.piece > 0 ? manner_.piece : input_.size();
    const auto piece = std::string_view(input_).substr(read_, std::min(most, step.room));
    read_ += piece.size();
    session_.received(piece);
    return true;
  }
  if (late_) {
    answer(*std::exchange(late_, std::nullopt));
    return true;
  }
  if (manner_.fault && hung_) {
    now_ = std::max(now_, step.deadline);
    session_.timed_out();
    if (kind_of(*hung_) != QuestionKind::removal) answer(*hung_);  // nobody listens any more
    hung_.reset();
    return true;
  }
  if (now_ < step.deadline) return false;
  if (step.kind != Step::Kind::pause) session_.timed_out();
  return true;
}

void SessionPeer::write(const Step& step) {
  if (late_ && manner_.answers_while_writing) {
    const std::string lent(step.bytes);
    answer(*std::exchange(late_, std::nullopt));
    if (step.bytes != lent) throw std::logic_error("an answer changed the bytes that were lent until sent()");
  }
  std::size_t octets = step.bytes.size();
  if (cuts_final_dot(output_, step.bytes) && manner_.taken.empty())
    throw std::logic_error("the final dot and its CRLF are in two writes");
  if (!manner_.taken.empty()) octets = std::min(octets, manner_.taken[writes_++ % manner_.taken.size()]);
  output_ += step.bytes.substr(0, octets);
  octets_out_ += octets;
  session_.sent(octets);
}

// ---- Questions ----

void SessionPeer::ask(const Question& question) {
  ++questions_;
  if (is_to_fail(question)) return;
  if (manner_.answers_late || manner_.answers_while_writing) {
    late_ = question;
  } else {
    answer(question);
  }
}

// True where it has failed, or hangs.
bool SessionPeer::is_to_fail(const Question& question) {
  const auto plan = std::ranges::find(plans_, kind_of(question), &NextQuestion::kind);
  if (plan != plans_.end()) {
    const auto error = plan->error;
    plans_.erase(plan);
    if (error)
      session_.failed(*error);
    else
      hung_ = question;
    return true;
  }
  if (!manner_.fault || manner_.fault->question != questions_ - 1) return false;
  switch (manner_.fault->kind) {
    case Fault::Kind::temporary: session_.failed(Error::temporary("no reply")); break;
    case Fault::Kind::in_use: session_.failed(Error::in_use("another session holds the maildrop")); break;
    case Fault::Kind::hangs: hung_ = question; break;
  }
  return true;
}

template <class T>
void SessionPeer::reply(Answer<T> answer) {
  if (const Error* error = answer.error())
    session_.failed(*error);
  else
    session_.answered(std::move(*answer.value()));
}

// A server keeps the locks; here the other session is this function.
void SessionPeer::open_maildrop() {
  if (world_->setting().maildrop_held)
    session_.failed(Error::in_use("another session holds the maildrop"));
  else
    reply(world_->list());
}

void SessionPeer::answer(const Question& asked) {
  const Question question = asked;  // the session's own ends with the answer
  if (const auto* check = std::get_if<pop3::CheckCredential>(&question)) reply(world_->check(check->credential));
  if (const auto* find = std::get_if<pop3::FindSecret>(&question)) reply(world_->secret(find->user));
  if (std::holds_alternative<pop3::OpenMaildrop>(question)) open_maildrop();
  if (const auto* open = std::get_if<pop3::OpenMessage>(&question)) reply(world_->open(open->index));
  if (const auto* next = std::get_if<pop3::NextChunk>(&question)) reply(next->source->next());
  if (const auto* remove = std::get_if<pop3::RemoveMessages>(&question)) reply(world_->remove(remove->indexes));
}

}  // namespace n3::transcripts
