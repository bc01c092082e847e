// The shortest server: anybody who knows the password 12345 finds one message.
//   curl pop3://127.0.0.1:1110/1 -u andris:12345
#include <iostream>

#include <n3/n3.hpp>

using namespace std::chrono_literals;

int main(int argc, char** argv) {
  n3::Server server;
  server.accounts([](std::string_view) { return n3::Secret::clear("12345"); });
  server.on_login([](const n3::Login& login) {
    n3::MemoryMaildrop box;
    box.add("welcome", n3::Message{}
                           .from("Clock", "clock@example.org")
                           .subject("Hello " + login.user)
                           .date(std::chrono::sys_days(2026y / 11 / 23) + 12h)
                           .markdown("It is **noon**."));
    return box;
  });
  server.listen(argc > 1 ? argv[1] : "127.0.0.1:1110");
  std::cout << "listening on " << server.start().front() << std::endl;
  server.run();
}
