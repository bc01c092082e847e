#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include <boost/asio/io_context.hpp>

#include "base/workers.hpp"
#include "client.hpp"
#include "net/deadlines.hpp"
#include "servers.hpp"

// An allocation that fails, wherever it is, ends one connection and nothing else.
namespace {

thread_local bool is_test = false;
std::atomic<long> left = 0;  // so many allocations of the server are good, and then one fails; 0: all are

void* allocate(std::size_t size) {
  if (!is_test && left > 0 && --left == 0) throw std::bad_alloc();
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (!memory) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
// Not inline: g++ would see malloc's memory freed behind a new, and object.
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace n3::test {
namespace {

void visit(const std::string& address) {
  Client client(address);
  client.send("CAPA\r\nUSER andris\r\nPASS 12345\r\nSTAT\r\nRETR 1\r\nDELE 1\r\nQUIT\r\n");
  client.ends();
}

void expect_service(const std::string& address) {
  Client client(address);
  client.log_in();
  EXPECT_TRUE(client.say("STAT").starts_with("+OK "));
}

// How many allocations a visit takes, about; each of them fails in turn.
void fail_one_after_the_other(TestServer& server) {
  is_test = true;
  const std::string address = server.go();
  expect_service(address);
  constexpr long enough = 1'000'000;
  left = enough;
  visit(address);
  const long needed = enough - left.exchange(0);
  ASSERT_GT(needed, 20);
  for (long good = 1; good <= needed; ++good) {
    left = good;
    visit(address);
    left = 0;
  }
  expect_service(address);
}

TEST(OutOfMemory, ends_one_connection_where_objects_are_instant) {
  TestServer server;
  server.policy({.login = std::chrono::seconds(1), .question = std::chrono::seconds(1)});
  fail_one_after_the_other(server);
}

TEST(OutOfMemory, ends_one_connection_where_objects_are_called_on_workers) {
  TestServer server;
  server.policy(
      {.login = std::chrono::seconds(1), .idle = std::chrono::seconds(1), .question = std::chrono::seconds(1)});
  server.accounts([](std::string_view) { return Secret::clear("12345"); });
  server.on_login(behaving({}));
  fail_one_after_the_other(server);
}

TEST(OutOfMemory, for_a_thread_is_no_end_of_the_others) {
  Workers workers(8);
  is_test = false;
  bool refused = false;
  for (long good = 1; good <= 3; ++good) {  // the task, the entry of a thread, the thread
    left = good;
    try {
      workers.post([] {});
    } catch (const std::bad_alloc&) {
      refused = true;
    }
    left = 0;
  }
  EXPECT_TRUE(refused);
  workers.stop();  // and no wait for a thread that never was
}

struct Waiter : net::Deadlines::Entry {
  void expired() override { ++times; }
  int times = 0;
};

TEST(OutOfMemory, for_a_deadline_leaves_the_others_as_they_are) {
  boost::asio::io_context context;
  net::Deadlines deadlines(context);
  Waiter unlucky;
  Waiter lucky;
  const auto soon = pop3::Clock::now() + std::chrono::milliseconds(10);
  is_test = false;
  left = 1;
  EXPECT_THROW(deadlines.set(unlucky, soon), std::bad_alloc);
  left = 0;
  deadlines.set(lucky, soon + std::chrono::milliseconds(10));
  context.run();
  EXPECT_EQ(lucky.times, 1);
}

}  // namespace
}  // namespace n3::test
