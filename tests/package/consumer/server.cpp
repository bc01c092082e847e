#include <iostream>

#include <n3/n3.hpp>

int main() {
  n3::Server server;
  server.accounts([](std::string_view) { return n3::Secret::clear("12345"); });
  server.on_login([](const n3::Login& login) {
    n3::MemoryMaildrop box;
    box.add("hello", n3::Message{}.from("Consumer", "consumer@example.org").subject("Hello " + login.user));
    return box;
  });
  server.listen("127.0.0.1:0");
  std::cout << "listening on " << server.start().front() << '\n';
  server.stop();
  server.run();
}
