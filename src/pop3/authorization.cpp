#include <algorithm>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/random.hpp"
#include "base/thrown.hpp"
#include "pop3/reply.hpp"
#include "pop3/session_impl.hpp"
#include "pop3/summary.hpp"
#include "sasl/mechanisms.hpp"

// The AUTHORIZATION state. RFC 1939 sections 4 and 7, RFC 2595 section 4, RFC 5034.
namespace n3::pop3 {
namespace {

constexpr std::string_view wrong = "wrong user or password";
constexpr std::size_t longest_user = 255;

// No accounts are asked about a name that could only do harm in their queries, paths and logs.
bool is_user(std::string_view name) {
  return !name.empty() && name.size() <= longest_user && !std::ranges::any_of(name, ascii::is_control);
}

}  // namespace

// ---- Stamps ----

// mpop wants digits, letters and dots before the "@", and a dot in what follows. RFC 1939 section 7, RFC 2195.
std::string Session::Impl::stamp(std::string_view kind) const {
  const auto number = [&] { return std::to_string(service->random ? service->random() : random_number()); };
  return "<" + std::string(kind) + number() + "." + number() + "@" + service->host + ">";
}

bool Session::Impl::offers_apop() const { return service->apop && (encrypted || plaintext_login); }

bool Session::Impl::may_log_in() {
  if (encrypted || plaintext_login) return true;
  err(starttls ? "[AUTH] log in over TLS: begin with STLS" : "[AUTH] log in over TLS: this port has none");
  return false;
}

// ---- Commands ----

void Session::Impl::user(const Command& command) {
  if (!may_log_in()) return;
  if (!service->user) return err("USER is not offered here");
  if (command.argument->empty()) return bad_command("USER needs a name");
  user_name = *command.argument;
  ok("send PASS");  // the same for every name, so that nobody learns which exist
}

void Session::Impl::pass(const Command& command) {
  if (!may_log_in()) return;
  if (user_name.empty()) return err("USER first");
  const std::string name = std::exchange(user_name, {});
  authenticate({.mechanism = "PASS"}, [&](sasl::Exchange& exchange) -> const sasl::Step& {
    exchange = sasl::password(sasl::Client(), name, std::string(*command.argument));
    return exchange.start(std::nullopt);
  });
}

void Session::Impl::apop(const Command& command) {
  if (!may_log_in()) return;
  if (greeting_stamp.empty()) return err("APOP is not offered here");
  const std::size_t space = command.argument->rfind(' ');  // names may have spaces, digests do not
  if (space == std::string_view::npos || space == 0) return bad_command("APOP needs a user and a digest");
  const std::string name(command.argument->substr(0, space));
  const std::string digest(command.argument->substr(space + 1));
  authenticate({.mechanism = "APOP"}, [&](sasl::Exchange& exchange) -> const sasl::Step& {
    exchange = sasl::apop(sasl::Client(), greeting_stamp, name, digest);
    return exchange.start(std::nullopt);
  });
}

void Session::Impl::auth(const Command& command) {
  if (!may_log_in()) return;
  if (!command.argument) return list_mechanisms();
  const Command words = parse_command(*command.argument);
  const auto& offered = service->mechanisms;
  const auto mechanism =
      std::ranges::find_if(offered, [&](const auto& m) { return ascii::same(m.name, words.keyword); });
  if (mechanism == offered.end()) return err("that mechanism is not offered here");

  std::optional<std::string> initial;
  if (words.argument && mechanism->encoding == sasl::Encoding::raw) {
    initial = *words.argument;
  } else if (words.argument) {
    initial = *words.argument == "=" ? "" : base64_decode(*words.argument);
    if (!initial || words.argument->empty()) return bad_command("that is not base64");
  }

  authenticate({.mechanism = mechanism->name, .encoding = mechanism->encoding},
               [&](sasl::Exchange& exchange) -> const sasl::Step& {
                 exchange = mechanism->run(sasl::Client(stamp("c.")));
                 return exchange.start(std::move(initial));
               });
}

void Session::Impl::list_mechanisms() {
  ok("mechanisms follow");
  for (const auto& mechanism : service->mechanisms) out += mechanism.name + "\r\n";
  out += ".\r\n";
}

void Session::Impl::stls(const Command&) {
  if (state == State::transaction) return err("STLS comes before the login");
  if (encrypted) return err("TLS is active already");
  if (!starttls) return err("TLS is not available here");
  ok("begin TLS");
  lines.clear();  // what was sent behind STLS could be anybody's
  user_name.clear();
  activity = Encrypting{};
}

// ---- The exchange between a mechanism, the client and the accounts ----

template <class Start>
void Session::Impl::authenticate(Authenticating login, Start start) {
  activity = std::move(login);
  advance(start);
}

// Mechanisms can be anybody's code: what one throws is the end of this login and of nothing else.
template <class Advance>
void Session::Impl::advance(Advance step) {
  auto& login = std::get<Authenticating>(activity);
  login.waits_for_response = false;
  try {
    act_on(step(login.exchange));
  } catch (...) {
    report(Event::Level::error, login.mechanism + " has failed: " + printable(thrown_text()));
    activity = {};
    err("[SYS/TEMP] that mechanism has failed");
  }
}

void Session::Impl::act_on(const sasl::Step& step) {
  auto& login = std::get<Authenticating>(activity);
  if (const auto* challenge = std::get_if<sasl::Challenge>(&step)) {
    const bool raw = login.encoding == sasl::Encoding::raw;
    out += "+ ";
    out += raw ? reply_text(challenge->bytes) : base64_encode(challenge->bytes);
    out += "\r\n";
    login.waits_for_response = true;
  } else if (const auto* check = std::get_if<sasl::Check>(&step)) {
    if (claims_to_be(check->credential.user)) ask(CheckCredential{check->credential});
  } else if (const auto* find = std::get_if<sasl::FindSecret>(&step)) {
    if (claims_to_be(find->user)) ask(FindSecret{find->user});
  } else if (const auto* grant = std::get_if<sasl::Grant>(&step)) {
    this->grant(grant->user);
  } else {
    deny(std::get<sasl::Deny>(step).text);
  }
}

// Whether the accounts can be asked about that name. The log gets as much of it as a name may have.
bool Session::Impl::claims_to_be(const std::string& user) {
  std::get<Authenticating>(activity).user = user.substr(0, longest_user);
  if (is_user(user)) return true;
  deny({});
  return false;
}

void Session::Impl::respond(LineBuffer::Line line) {
  auto& login = std::get<Authenticating>(activity);
  const bool raw = login.encoding == sasl::Encoding::raw;
  std::optional<std::string> response;
  if (line.text == "*" && !line.too_long) {
    activity = {};
    return err("cancelled");
  }
  if (!line.too_long) response = raw ? std::string(line.text) : base64_decode(line.text);
  if (!response) {
    activity = {};
    return bad_command(line.too_long ? "that line is too long" : "that is not base64");
  }
  advance([&](sasl::Exchange& exchange) -> const sasl::Step& { return exchange.responded(std::move(*response)); });
}

void Session::Impl::answered(Verdict verdict) {
  if (!was_asked<CheckCredential>()) return;
  auto& login = std::get<Authenticating>(activity);
  login.account = verdict.account;
  login.reason = verdict.reason;
  advance([&](sasl::Exchange& exchange) -> const sasl::Step& { return exchange.checked(bool(verdict)); });
}

void Session::Impl::answered(std::optional<Secret> secret) {
  if (!was_asked<FindSecret>()) return;
  auto& login = std::get<Authenticating>(activity);
  login.account = !secret || secret->account.empty() ? login.user : secret->account;
  advance([&](sasl::Exchange& exchange) -> const sasl::Step& { return exchange.found(std::move(secret)); });
}

// ---- The end of a login ----

void Session::Impl::grant(const std::string& user) {
  const auto& login = std::get<Authenticating>(activity);
  const bool is_known = login.user == user && !login.account.empty();
  if (!is_known && !claims_to_be(user)) return;
  summary.user = user;
  summary.account = is_known ? login.account : user;
  summary.mechanism = login.mechanism;
  ask(OpenMaildrop{{.user = summary.user,
                    .account = summary.account,
                    .mechanism = summary.mechanism,
                    .peer = summary.peer,
                    .encrypted = encrypted}});
  activity = Opening{};
}

void Session::Impl::deny(std::string_view text) {
  const auto& login = std::get<Authenticating>(activity);
  report(Event::Level::warning, "login failed: peer=" + summary.peer + " user=" + log_value(login.user) +
                                    " via=" + login.mechanism +
                                    (login.reason.empty() ? "" : " reason=" + log_value(login.reason)));
  ++failed_logins;
  activity = Delaying{now + service->policy.failure_delay, "[AUTH] " + std::string(text.empty() ? wrong : text)};
}

void Session::Impl::answered(Snapshot snapshot) {
  if (asks<OpenMaildrop>() && !is_sound(snapshot)) return failed(Error::temporary("the maildrop cannot be listed"));
  if (!was_asked<OpenMaildrop>()) return;
  activity = {};
  state = State::transaction;
  bad_commands = 0;
  maildrop = MaildropView(std::move(snapshot));
  summary.listed = maildrop.size();
  ok("maildrop has " + std::to_string(maildrop.count()) + " messages (" + std::to_string(maildrop.octets()) +
     " octets)");
}

}  // namespace n3::pop3
