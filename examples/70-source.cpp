// A source of your own, the way N3 is meant to be used: what it finds becomes messages, and the spool keeps them as
// they are, whatever becomes of the source. The spool asks every quarter of an hour, never while somebody reads mail.
#include <iostream>

#include <n3/n3.hpp>
#include <n3/spool.hpp>

namespace {

struct Release {
  std::string version;
  std::string notes;
  std::chrono::sys_seconds date;
};

// Stands for whatever you have: a table, a web service, a sensor.
std::vector<Release> releases() {
  using namespace std::chrono;
  return {{"1.0", "It *works*.", sys_days(2026y / 11 / 20)}, {"1.1", "It works **well**.", sys_days(2026y / 11 / 23)}};
}

class Releases final : public n3::Source {
 public:
  n3::Answer<n3::Batch> fetch(std::string_view) override {
    n3::Batch batch;
    for (const Release& release : releases())
      batch.items.push_back({.key = release.version,  // the same key is the same message for ever
                             .content = n3::Message{}
                                            .from("Releases", "releases@example.org")
                                            .subject("Version " + release.version)
                                            .markdown(release.notes),
                             .date = release.date});
    return batch;
  }
};

}  // namespace

int main(int argc, char** argv) {
  const auto spool = n3::Spool::open("memory");
  spool->mailbox("releases").source("releases", std::make_unique<Releases>(), std::chrono::minutes(15));
  spool->start();

  n3::Server server;
  server.accounts([](std::string_view) { return n3::Secret::clear("12345"); });
  server.on_login([spool](const n3::Login& login) { return spool->maildrop(login.account, {"releases"}); });
  server.listen(argc > 1 ? argv[1] : "127.0.0.1:1110");
  std::cout << "listening on " << server.start().front() << std::endl;
  server.run();
}
