// A SASL mechanism of your own. CAPA's SASL line lists FOOBAR, and this logs in:
//   AUTH FOOBAR andris 12345
#include <iostream>

#include <n3/n3.hpp>

namespace {

n3::sasl::Exchange foobar(n3::sasl::Client client) {
  const std::string line = co_await client.respond();  // the initial response, or asks for one
  const auto space = line.find(' ');
  if (space == line.npos) co_return n3::sasl::Deny{"FOOBAR expects <user> <password>"};
  const std::string user = line.substr(0, space);
  const bool good = co_await client.check(user, line.substr(space + 1));
  if (!good) co_return n3::sasl::Deny{};
  co_return n3::sasl::Grant{user};
}

}  // namespace

int main(int argc, char** argv) {
  n3::MemoryMaildrop box;  // one for everybody: copies share their messages
  box.add("welcome",
          n3::Message{}.from("Clock", "clock@example.org").subject("Hello").text("You came by FOOBAR, maybe."));

  n3::Server server;
  server.accounts([](std::string_view) { return n3::Secret::clear("12345"); });
  server.on_login([box](const n3::Login&) { return box; });
  server.extend_auth("FOOBAR", foobar, n3::sasl::raw);  // raw: FOOBAR's words are not in base64
  server.listen(argc > 1 ? argv[1] : "127.0.0.1:1110");
  std::cout << "listening on " << server.start().front() << std::endl;
  server.run();
}
