// STLS on one port, TLS from the first octet on another.   40-tls ADDRESS CERTIFICATE KEY
#include <iostream>

#include <n3/n3.hpp>

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: 40-tls ADDRESS CERTIFICATE KEY\n";
    return 2;
  }
  n3::MemoryMaildrop box;
  box.add("welcome",
          n3::Message{}.from("Clock", "clock@example.org").subject("Hello").text("Nobody else can read this."));

  n3::Server server;
  server.accounts([](std::string_view) { return n3::Secret::clear("12345"); });
  server.on_login([box](const n3::Login&) { return box; });
  server.tls({.chain = argv[2], .key = argv[3]});
  server.log([](const n3::Event& event) { std::cerr << event.text << '\n'; });
  server.listen({.address = argv[1], .tls = n3::Tls::starttls, .plaintext_login = n3::PlaintextLogin::never()});
  server.listen({.address = argv[1], .tls = n3::Tls::implicit});
  for (const std::string& address : server.start()) std::cout << "listening on " << address << std::endl;
  server.run();
}
