#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "client.hpp"
#include "gate.hpp"
#include "process.hpp"
#include "servers.hpp"

// What a maildrop gives piece by piece: may use the maildrop to its end, and may take its time to end.
namespace n3::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

/// Says when it ends, and whether its maildrop was still there.
class Source final : public ChunkSource {
 public:
  struct Watch {
    std::atomic<int> ended = 0;
    std::atomic<int> alone = 0;
    std::chrono::milliseconds takes{0};
  };

  Source(std::shared_ptr<Watch> watch, std::weak_ptr<int> maildrop)
      : watch_(std::move(watch)), maildrop_(std::move(maildrop)) {}
  ~Source() override {
    std::this_thread::sleep_for(watch_->takes);
    watch_->alone += maildrop_.expired();
    ++watch_->ended;
  }
  Answer<std::string_view> next() override {
    return std::exchange(given_, true) ? std::string_view() : std::string_view(one_mail);
  }

 private:
  std::shared_ptr<Watch> watch_;
  std::weak_ptr<int> maildrop_;
  bool given_ = false;
};

class Drop final : public Maildrop {
 public:
  Drop(std::shared_ptr<Source::Watch> watch, Gate& gate) : watch_(std::move(watch)), gate_(gate) {}

  Answer<Snapshot> list() override { return snapshot_of({one_mail.size()}); }
  Answer<Body> open(std::size_t) override {
    gate_.pass();
    return Body::chunks(std::make_unique<Source>(watch_, alive_));
  }
  Answer<Done> remove(std::span<const std::size_t>) override { return Done{}; }

 private:
  std::shared_ptr<int> alive_ = std::make_shared<int>();
  std::shared_ptr<Source::Watch> watch_;
  Gate& gate_;
};

struct ChunkSources : testing::Test {
  ChunkSources() {
    server.on_login([this](const Login&) { return std::make_unique<Drop>(watch, gate); });
    address = server.go();
  }

  std::shared_ptr<Source::Watch> watch = std::make_shared<Source::Watch>();
  Gate gate;
  std::string address;
  TestServer server;
};

TEST_F(ChunkSources, end_before_their_maildrop) {
  gate.open();
  Client client(address);
  client.log_in();
  EXPECT_EQ(client.say_lines("RETR 1"), "+OK 28 octets\r\n" + std::string(one_mail));
  client.reset();
  EXPECT_TRUE(soon([&] { return watch->ended == 1; }));
  EXPECT_EQ(watch->alone, 0);
}

TEST_F(ChunkSources, end_before_their_maildrop_when_the_client_goes_while_they_are_opened) {
  constexpr int many = 20;
  std::vector<Client> clients;
  for (int i = 0; i < many; ++i) {
    clients.emplace_back(address).log_in();
    clients.back().send("RETR 1\r\n");
  }
  ASSERT_TRUE(gate.holds(many));
  for (Client& client : clients) client.reset();
  EXPECT_EQ(server.journal().ended(many).size(), many);
  gate.open();
  EXPECT_TRUE(soon([&] { return watch->ended == many; }));
  EXPECT_EQ(watch->alone, 0);
}

TEST_F(ChunkSources, that_are_slow_to_end_delay_nobody) {
  gate.open();
  watch->takes = 2s;
  Client client(address);
  client.log_in();
  client.say_lines("RETR 1");
  const auto begin = steady_clock::now();
  Client other(address);
  other.log_in();
  EXPECT_LT(steady_clock::now() - begin, 1s);
}

}  // namespace
}  // namespace n3::test
