#include "pop3/session_impl.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.hpp"
#include "pop3/reply.hpp"
#include "pop3/summary.hpp"

namespace n3::pop3 {
namespace {

constexpr std::size_t read_at_once = 16 * 1024;
constexpr std::size_t read_while_busy = 4 * 1024;

constexpr unsigned before = static_cast<unsigned>(State::authorization);
constexpr unsigned after = static_cast<unsigned>(State::transaction);

// What a line may be, and in which state. RFC 1939 sections 4 to 7, RFC 2449, RFC 2595, RFC 5034.
using enum Verb::Argument;
constexpr std::array verbs{
    Verb{"APOP", before, required, &Session::Impl::apop, "a user and a digest"},
    Verb{"AUTH", before, optional, &Session::Impl::auth, "a mechanism"},
    Verb{"CAPA", before | after, none, &Session::Impl::capa, ""},
    Verb{"DELE", after, required, &Session::Impl::dele, "a message number"},
    Verb{"LIST", after, optional, &Session::Impl::list, "a message number"},
    Verb{"NOOP", after, none, &Session::Impl::noop, ""},
    Verb{"PASS", before, required, &Session::Impl::pass, "a password"},
    Verb{"QUIT", before | after, none, &Session::Impl::quit, ""},
    Verb{"RETR", after, required, &Session::Impl::retr, "a message number"},
    Verb{"RSET", after, none, &Session::Impl::rset, ""},
    Verb{"STAT", after, none, &Session::Impl::stat, ""},
    Verb{"STLS", before | after, none, &Session::Impl::stls, ""},
    Verb{"TOP", after, required, &Session::Impl::top, "a message number and a number of lines"},
    Verb{"UIDL", after, optional, &Session::Impl::uidl, "a message number"},
    Verb{"USER", before, required, &Session::Impl::user, "a name"},
};

const Verb* find_verb(std::string_view keyword) {
  const auto found = std::ranges::find_if(verbs, [&](const Verb& verb) { return ascii::same(verb.keyword, keyword); });
  return found == verbs.end() ? nullptr : &*found;
}

// PASS takes any octet but these; all other arguments are text.
bool has_forbidden_octet(const Verb& verb, std::string_view line) {
  if (verb.keyword == "PASS")
    return std::ranges::any_of(line, [](char c) { return c == '\0' || c == '\r' || c == '\n'; });
  return std::ranges::any_of(line, ascii::is_control);
}

// What an unanswered question means, for the log.
std::string_view outcome(const Question& question) {
  constexpr std::string_view outcomes[] = {"the accounts cannot be asked", "the accounts cannot be asked",
                                           "the maildrop is not opened",   "a message is not opened",
                                           "a message breaks off",         "messages are not removed"};
  static_assert(std::size(outcomes) == std::variant_size_v<Question>);
  return outcomes[question.index()];
}

std::string_view response_code(Error::Code code) {
  switch (code) {
    case Error::Code::temporary: return "[SYS/TEMP] ";
    case Error::Code::permanent: return "[SYS/PERM] ";
    case Error::Code::in_use: return "[IN-USE] ";
  }
  return "";
}

}  // namespace

Session::Impl::Impl(std::shared_ptr<const Service> service_, Channel channel, Time time)
    : service(std::move(service_)),
      starttls(channel.starttls),
      plaintext_login(channel.plaintext_login),
      now(time),
      login_deadline(time + service->policy.login),
      active(time),
      encrypted(!channel.tls.empty()) {
  summary.id = channel.id;
  summary.peer = std::move(channel.peer);
  summary.tls = std::move(channel.tls);
  if (channel.implicit_tls) {
    activity = Encrypting{};
  } else {
    greet();
  }
}

void Session::Impl::greet() {
  greeted = true;
  if (offers_apop()) greeting_stamp = stamp("");
  ok(greeting_stamp.empty() ? "N3 ready" : "N3 ready " + greeting_stamp);
}

// ---- What next ----

Step Session::Impl::next(Time time) {
  now = time;
  const Step step = advance_to_step();
  waits_in = step.kind;
  return step;
}

Step Session::Impl::advance_to_step() {
  if (auto* delaying = std::get_if<Delaying>(&activity); delaying && now >= delaying->until) {
    const std::string reply = std::move(delaying->reply);
    activity = {};
    err(reply);
    if (failed_logins >= service->policy.failed_logins) end("too many failed logins");
  }
  while (!gone && leaving.empty() && out.size() < output_full && work()) continue;
  return proceed();
}

Step Session::Impl::proceed() {
  if (question && !asked) {
    asked = true;
    question_deadline = now + service->policy.question;
    return {.kind = Step::Kind::ask, .deadline = question_deadline, .question = &*question};
  }
  if (leaving.empty()) leaving.swap(out);
  if (!leaving.empty() && !gone) {
    return {.kind = Step::Kind::write, .deadline = patience(), .bytes = std::string_view(leaving).substr(left)};
  }
  if (question) return idle(Step::Kind::idle, question_deadline);
  if (const auto* delaying = std::get_if<Delaying>(&activity)) return idle(Step::Kind::pause, delaying->until);
  if (std::holds_alternative<Encrypting>(activity)) return {.kind = Step::Kind::start_tls, .deadline = login_deadline};
  if (std::holds_alternative<Ending>(activity)) return {.kind = Step::Kind::close};
  if (input_over) {
    end("disconnected");
    return {.kind = Step::Kind::close};
  }
  return {.kind = Step::Kind::read, .deadline = patience(), .room = read_at_once};
}

Time Session::Impl::patience() const {
  return state == State::authorization ? login_deadline : active + service->policy.idle;
}

// Nothing is parsed meanwhile, but whoever reads a little sees a client that has gone.
Step Session::Impl::idle(Step::Kind kind, Time until) const {
  const std::size_t room = gone || input_over ? 0 : read_while_busy - std::min(lines.size(), read_while_busy);
  return {.kind = kind, .deadline = until, .room = room};
}

// One piece of work: true where there may be more.
bool Session::Impl::work() {
  if (question) return false;
  if (auto* message = std::get_if<SendingMessage>(&activity)) return produce(*message), true;
  if (auto* listing = std::get_if<SendingListing>(&activity)) return produce(*listing), true;
  const auto* login = std::get_if<Authenticating>(&activity);
  if (!is_free() && !(login && login->waits_for_response)) return false;

  const auto line = lines.next([&](std::string_view beginning) {
    const bool sasl = login || ascii::same(beginning.substr(0, 5), "AUTH ");
    return sasl ? service->policy.sasl_line : service->policy.line;
  });
  if (!line) return false;
  active = now;
  if (login) {
    respond(*line);
  } else {
    run(*line);
  }
  return true;
}

// ---- Commands ----

void Session::Impl::run(LineBuffer::Line line) {
  if (line.too_long) return bad_command("that line is too long");
  const Command command = parse_command(line.text);
  const Verb* verb = find_verb(command.keyword);
  if (!verb) return bad_command("unknown command");
  if (has_forbidden_octet(*verb, line.text)) return bad_command("that line has octets that do not belong there");
  run(*verb, command);
}

void Session::Impl::run(const Verb& verb, const Command& command) {
  if ((verb.states & static_cast<unsigned>(state)) == 0)
    return err(state == State::authorization ? "log in first" : "you are logged in already");
  if (verb.argument == none && command.argument) return bad_command(std::string(verb.keyword) + " takes no argument");
  if (verb.argument == required && !command.argument)
    return bad_command(std::string(verb.keyword) + " needs " + std::string(verb.expects));
  (this->*verb.run)(command);
}

void Session::Impl::ok(std::string_view text) {
  out += "+OK ";
  out += text;
  out += "\r\n";
}

void Session::Impl::err(std::string_view text) {
  out += "-ERR ";
  out += reply_text(text);
  out += "\r\n";
}

void Session::Impl::bad_command(std::string_view text) {
  err(text);
  const Policy& policy = service->policy;
  const unsigned limit = state == State::authorization ? policy.bad_commands_before : policy.bad_commands_after;
  if (++bad_commands >= limit) end("too many bad commands");
}

std::optional<std::size_t> Session::Impl::existing_message(std::string_view text) {
  const auto number = parse_message_number(text, maildrop.size());
  if (!number) {
    err("no such message");
  } else if (maildrop.is_deleted(*number)) {
    err("that message is deleted");
  } else {
    return number;
  }
  return std::nullopt;
}

void Session::Impl::end(std::string_view why) {
  if (summary.end.empty()) summary.end = why;
  forget_who();
  lines.clear();
  question.reset();
  activity = Ending{};
}

// Who has not got their maildrop is not logged in.
void Session::Impl::forget_who() {
  if (std::holds_alternative<Opening>(activity)) summary.user = summary.account = summary.mechanism = "";
}

void Session::Impl::report(Event::Level level, std::string_view text) const {
  if (!service->log) return;
  const std::string user = summary.user.empty() ? "" : " user=" + log_value(summary.user);
  service->log({.level = level, .text = "session=" + std::to_string(summary.id) + user + ": " + std::string(text)});
}

// ---- Questions ----

void Session::Impl::ask(Question asking) {
  question = std::move(asking);
  asked = false;
}

void Session::Impl::failed(const Error& error) {
  if (!question) return;
  const std::string what = std::string(outcome(*question)) + ": " + printable(error.text);
  question.reset();
  if (const auto* sending = std::get_if<SendingMessage>(&activity); sending && sending->chunks) return abandon(what);
  report(error.code == Error::Code::in_use ? Event::Level::info : Event::Level::warning, what);
  if (std::holds_alternative<Removing>(activity)) {
    err("[SYS/TEMP] some deleted messages not removed");
    return end("removal failed: " + printable(error.text));
  }
  forget_who();
  activity = {};
  err(std::string(response_code(error.code)) + error.text);
}

// ---- The public face ----

Session::Session(std::shared_ptr<const Service> service, Channel channel, Time now)
    : impl_(std::make_unique<Impl>(std::move(service), std::move(channel), now)) {}
Session::Session(Session&&) noexcept = default;
Session::~Session() = default;

Step Session::next(Time now) { return impl_->next(now); }

void Session::received(std::string_view bytes) {
  impl_->summary.octets_in += bytes.size();
  if (!std::holds_alternative<Ending>(impl_->activity) && !std::holds_alternative<Encrypting>(impl_->activity))
    impl_->lines.append(bytes);
}

void Session::sent(std::size_t octets) {
  impl_->summary.octets_out += octets;
  impl_->left += octets;
  impl_->active = impl_->now;
  if (impl_->left < impl_->leaving.size()) return;
  impl_->left = 0;
  impl_->leaving.clear();
  if (!impl_->out.empty()) return;
  if (impl_->out.capacity() < impl_->leaving.capacity())
    impl_->out.swap(impl_->leaving);  // one buffer is enough for most
  if (!impl_->is_free()) return;
  std::string().swap(impl_->out);  // waiting costs no memory
  std::string().swap(impl_->leaving);
}

void Session::encrypted(std::string tls) {
  if (!std::holds_alternative<Encrypting>(impl_->activity)) return;
  impl_->encrypted = true;
  impl_->summary.tls = std::move(tls);
  impl_->activity = {};
  if (!impl_->greeted) impl_->greet();  // after STLS there is no second greeting
}

// A removal is waited for, and so is the answer to a question that the client has sent more commands behind.
void Session::input_ended() {
  impl_->input_over = true;
  const bool waits_for_good_reason = impl_->asks<RemoveMessages>() || impl_->lines.has_line();
  if (impl_->question && !waits_for_good_reason) disconnected("disconnected");
}

void Session::disconnected(std::string why) {
  impl_->out.clear();
  impl_->leaving.clear();
  impl_->left = 0;
  if (impl_->summary.end.empty()) impl_->summary.end = std::move(why);
  if (std::holds_alternative<Removing>(impl_->activity) && impl_->question) {
    impl_->gone = true;
  } else {
    impl_->end("");
  }
}

void Session::timed_out() {
  if (impl_->waits_in == Step::Kind::pause) return;  // next() goes on
  if (impl_->waits_in == Step::Kind::idle) return impl_->failed(Error::temporary("that took too long"));
  disconnected(impl_->state == State::authorization ? "no login in time" : "idle too long");
}

void Session::stop() {
  const bool logging_in = std::holds_alternative<Opening>(impl_->activity);
  if (impl_->state == State::authorization && !logging_in) disconnected("server stopped");
}

void Session::answered(Verdict verdict) { impl_->answered(std::move(verdict)); }
void Session::answered(std::optional<Secret> secret) { impl_->answered(std::move(secret)); }
void Session::answered(Snapshot snapshot) { impl_->answered(std::move(snapshot)); }
void Session::answered(Body body) { impl_->answered(std::move(body)); }
void Session::answered(std::string_view chunk) { impl_->answered(chunk); }
void Session::answered(Done done) { impl_->answered(done); }
void Session::failed(const Error& error) { impl_->failed(error); }

const SessionSummary& Session::summary() const { return impl_->summary; }

}  // namespace n3::pop3
