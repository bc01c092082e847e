// The shortest server: whoever knows the password 12345 finds a message. README.md shows it.
//   curl pop3://127.0.0.1:1110/1 -u andris:12345
#include <n3/n3.hpp>

int main(int argc, char** argv) {
  n3::Server server;
  server.accounts([](std::string_view) { return n3::Secret::clear("12345"); });
  server.on_login([](const n3::Login& login) {
    n3::MemoryMaildrop box;
    box.add("welcome", n3::Message{}
                           .from("Clock", "clock@example.org")
                           .subject("Hello " + login.user)
                           .date(std::chrono::sys_days(std::chrono::November / 23 / 2026))
                           .markdown("It is **Monday**."));
    return box;
  });
  server.listen(argc > 1 ? argv[1] : "127.0.0.1:1110").run();
}
