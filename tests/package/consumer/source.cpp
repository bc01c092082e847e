#include <chrono>
#include <future>
#include <iostream>
#include <memory>

#include <n3/sources.hpp>
#include <n3/spool.hpp>

class Greetings final : public n3::Source {
  n3::Answer<n3::Batch> fetch(std::string_view) override {
    n3::Batch batch;
    batch.items.push_back({.key = "hello", .content = n3::Message{}.from("consumer@example.org").subject("Hello")});
    return batch;
  }
};

int main() {
  const auto spool = n3::Spool::open("memory");
  spool->mailbox("greetings").source("greetings", std::make_unique<Greetings>(), std::chrono::hours(1));
  spool->mailbox("greetings").source("files", n3::directory("."), std::chrono::seconds(0));
  spool->start();
  const auto maildrop = spool->maildrop("andris", {"greetings"});
  std::promise<n3::Answer<n3::Snapshot>> listed;
  maildrop->list().then([&](n3::Answer<n3::Snapshot> answer) { listed.set_value(std::move(answer)); });
  auto answer = listed.get_future().get();
  if (answer.value() == nullptr || answer.value()->listing->size() != 1) return 1;
  std::cout << "one message, " << (*answer.value()->listing)[0].uid << '\n';
}
