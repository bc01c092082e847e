// Answers that come later, from another thread, and a message that comes in pieces: nothing here blocks a thread of the
// server, and a message needs no more memory than what is on its way to the client, however long it is.
#include <iostream>
#include <thread>

#include <n3/n3.hpp>

namespace {

// A log of 5,000 lines, made while it is read.
class Lines final : public n3::ChunkSource {
 public:
  n3::Answer<std::string_view> next() override {
    if (line_ == 5000) return std::string_view();
    piece_ = line_ == 0 ? "From: log@example.org\nSubject: Yesterday's log\n\n" : "";
    for (int i = 0; i < 100; ++i) piece_ += "line " + std::to_string(++line_) + '\n';
    return std::string_view(piece_);
  }

 private:
  int line_ = 0;
  std::string piece_;
};

class Log final : public n3::Maildrop {
 public:
  n3::Answer<n3::Snapshot> list() override {
    return n3::Snapshot{std::make_shared<const n3::Listing>(std::vector<n3::Entry>{{"yesterday", 0, {}}}), {}};
  }

  n3::Answer<n3::Body> open(std::size_t) override {
    auto [answer, reply] = n3::Answer<n3::Body>::later();
    std::thread([reply = std::move(reply)]() mutable {  // stands for an asynchronous client of something
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      reply(n3::Body::chunks(std::make_unique<Lines>()));
    })
        .detach();
    return std::move(answer);
  }

  n3::Answer<n3::Done> remove(std::span<const std::size_t>) override { return n3::Error::permanent("logs are kept"); }
};

}  // namespace

int main(int argc, char** argv) {
  const auto sizes = std::make_shared<n3::Sizes>();
  n3::Server server;
  server.accounts([](std::string_view) { return n3::Secret::clear("12345"); });
  server.on_login([sizes](const n3::Login&) { return n3::measured(std::make_unique<Log>(), sizes); });
  server.listen(argc > 1 ? argv[1] : "127.0.0.1:1110");
  std::cout << "listening on " << server.start().front() << std::endl;
  server.run();
}
