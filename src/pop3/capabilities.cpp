#include "pop3/session_impl.hpp"

namespace n3::pop3 {

// RFC 2449 sections 5 and 6, RFC 2595 section 4, RFC 3206 section 6, RFC 5034 section 3. What can be done before the
// login is told after it as well.
void Session::Impl::capa(const Command&) {
  ok("capabilities follow");
  const auto line = [&](std::string_view text) { out.append(text).append("\r\n"); };

  line("TOP");
  line("UIDL");
  const bool welcome = encrypted || plaintext_login;
  if (welcome && service->user) line("USER");
  if (welcome && !service->mechanisms.empty()) {
    out += "SASL";
    for (const auto& mechanism : service->mechanisms) out.append(" ").append(mechanism.name);
    line("");
  }
  if (starttls && !encrypted) line("STLS");
  line("RESP-CODES");
  line("AUTH-RESP-CODE");
  line("PIPELINING");
  if (const auto days = maildrop.kept_for())
    line(*days == Snapshot::for_ever ? "EXPIRE NEVER" : "EXPIRE " + std::to_string(days->count()));
  out += "IMPLEMENTATION ";
  line(service->implementation);
  line(".");
}

}  // namespace n3::pop3
