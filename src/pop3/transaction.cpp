#include "pop3/session_impl.hpp"

// The TRANSACTION and UPDATE states, but for what sends messages. RFC 1939 sections 5 to 7.
namespace n3::pop3 {

void Session::Impl::stat(const Command&) {
  ok(std::to_string(maildrop.count()) + " " + std::to_string(maildrop.octets()));
}

void Session::Impl::list(const Command& command) {
  if (command.argument) return list_one(SendingListing::Kind::list, *command.argument);
  ok(std::to_string(maildrop.count()) + " messages (" + std::to_string(maildrop.octets()) + " octets)");
  activity = SendingListing{SendingListing::Kind::list};
}

void Session::Impl::uidl(const Command& command) {
  if (command.argument) return list_one(SendingListing::Kind::uidl, *command.argument);
  ok("unique-ids follow");
  activity = SendingListing{SendingListing::Kind::uidl};
}

void Session::Impl::list_one(SendingListing::Kind kind, std::string_view argument) {
  const auto number = existing_message(argument);
  if (!number) return;
  const Entry& entry = maildrop.entry(*number);
  ok(std::to_string(*number) + " " + (kind == SendingListing::Kind::list ? std::to_string(entry.octets) : entry.uid));
}

void Session::Impl::dele(const Command& command) {
  const auto number = existing_message(*command.argument);
  if (!number) return;
  maildrop.mark_deleted(*number);
  ok("message " + std::to_string(*number) + " deleted");
}

void Session::Impl::rset(const Command&) {
  maildrop.reset();
  ok("maildrop has " + std::to_string(maildrop.count()) + " messages (" + std::to_string(maildrop.octets()) +
     " octets)");
}

void Session::Impl::noop(const Command&) { ok("nothing done"); }

void Session::Impl::quit(const Command&) {
  lines.clear();  // nothing follows QUIT
  std::vector<std::size_t> indexes = maildrop.deleted();
  if (indexes.empty()) {
    ok("bye");
    return end("quit");
  }
  activity = Removing{indexes.size()};
  ask(RemoveMessages{std::move(indexes)});
}

void Session::Impl::answered(Done) {
  if (!was_asked<RemoveMessages>()) return;
  summary.removed = std::get<Removing>(activity).count;
  ok("bye");
  end("quit");
}

}  // namespace n3::pop3
