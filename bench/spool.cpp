// What a large spool costs: one mailbox of many messages, which many accounts read and of which each has deleted some.
//
//     bench_spool FOLDER [MESSAGES] [ACCOUNTS]
//
// Makes a spool in the folder, fills it, and prints a table. A million messages and 100,000 accounts, which is what it
// takes if nothing else is said, need some minutes and two GB.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <malloc.h>
#include <unistd.h>

#include <n3/spool.hpp>

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr const char* mailbox = "blog";

n3::Item item(std::size_t number) {
  const std::string digits = std::to_string(number);
  return {.key = digits,
          .content = n3::Message{}.from("bench@example.org").subject("Message " + digits).text("The text of it.\n")};
}

// All of them, as a source brings them.
class Messages final : public n3::Source {
 public:
  explicit Messages(std::size_t count) : count_(count) {}

  n3::Answer<n3::Batch> fetch(std::string_view) override {
    constexpr std::size_t portion = 50'000;
    n3::Batch batch;
    for (std::size_t i = 0; i < portion && done_ < count_; ++i) batch.items.push_back(item(++done_));
    batch.again = done_ < count_ ? std::chrono::seconds(1) : std::chrono::seconds::max();
    return batch;
  }

 private:
  const std::size_t count_;
  std::size_t done_ = 0;
};

std::size_t resident() {
  ::malloc_trim(0);
  std::ifstream file("/proc/self/statm");
  std::size_t size = 0, pages = 0;
  file >> size >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

double milliseconds(const std::function<void()>& work) {
  const auto begin = Clock::now();
  work();
  return Milliseconds(Clock::now() - begin).count();
}

void row(const std::string& what, const char* format, double value) {
  std::printf("| %s | ", what.c_str());
  std::printf(format, value);
  std::puts(" |");
  std::fflush(stdout);
}

template <class T>
T value_of(n3::Answer<T> later) {
  std::promise<n3::Answer<T>> promise;
  std::move(later).then([&](n3::Answer<T> answer) { promise.set_value(std::move(answer)); });
  n3::Answer<T> answer = promise.get_future().get();
  if (answer.error()) throw std::runtime_error(answer.error()->text);
  return std::move(*answer.value());
}

struct Session {
  std::unique_ptr<n3::Maildrop> maildrop;
  n3::Snapshot snapshot;
};

Session login(n3::Spool& spool, const std::string& account) {
  Session session{spool.maildrop(account, {mailbox}), {}};
  session.snapshot = value_of(session.maildrop->list());
  return session;
}

std::string account(std::size_t number) { return "account" + std::to_string(number); }

double median_login(n3::Spool& spool, std::size_t accounts) {
  std::mt19937_64 random(1);
  std::vector<double> times(1001);
  for (double& time : times) time = milliseconds([&] { login(spool, account(random() % accounts)); });
  std::ranges::nth_element(times, times.begin() + 500);
  return times[500];
}

// What each has read of the mailbox it has deleted.
void delete_as(n3::Spool& spool, std::size_t from, std::size_t to) {
  for (std::size_t number = from; number < to; ++number) {
    const Session session = login(spool, account(number));
    const std::size_t indexes[] = {number % 100, number % 100 + 1, number % 100 + 2};
    value_of(session.maildrop->remove(indexes));
  }
}

void in_threads(std::size_t threads, std::size_t count, const std::function<void(std::size_t, std::size_t)>& work) {
  std::vector<std::jthread> all;
  for (std::size_t i = 0; i < threads; ++i)
    all.emplace_back([&, i] { work(count * i / threads, count * (i + 1) / threads); });
}

void add_durably(n3::Spool& spool, std::size_t threads) {
  constexpr std::size_t count = 4000;
  static std::size_t next = 1'000'000'000;
  const std::size_t first = next;
  next += count;
  const double time = milliseconds([&] {
    in_threads(threads, count, [&](std::size_t from, std::size_t to) {
      for (std::size_t i = from; i < to; ++i) spool.mailbox("added").add(item(first + i));
    });
  });
  row("items a second that are added one by one, each durable, by " + std::to_string(threads) + " threads", "%.0f",
      count / time * 1000);
}

void run(const std::filesystem::path& folder, std::size_t messages, std::size_t accounts) {
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "n3.db").string();
  std::printf("| %zu messages, %zu accounts | |\n|---|---|\n", messages, accounts);
  {
    const auto spool = n3::Spool::open(file);
    spool->mailbox(mailbox).source("feed", std::make_unique<Messages>(messages), std::chrono::hours(1));
    const double time = milliseconds([&] {
      spool->start();
      while (login(*spool, "nobody").snapshot.listing->size() < messages)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    });
    row("messages a second that a source brings", "%.0f", static_cast<double>(messages) / time * 1000);
  }
  const auto spool = n3::Spool::open(file);
  const std::size_t before = resident();
  row("the first login, ms", "%.0f", milliseconds([&] { login(*spool, account(0)); }));
  const Session kept = login(*spool, account(0));
  row("memory a message, octets", "%.0f", static_cast<double>(resident() - before) / static_cast<double>(messages));
  row("a login, ms, while 10 accounts have deleted something", "%.3f",
      (delete_as(*spool, 0, 10), median_login(*spool, 10)));
  in_threads(8, accounts, [&](std::size_t from, std::size_t to) { delete_as(*spool, from, to); });
  row("a login, ms, while all of them have", "%.3f", median_login(*spool, accounts));

  std::vector<Session> sessions(10'000);
  const std::size_t idle = resident();
  for (std::size_t i = 0; i < sessions.size(); ++i) sessions[i] = login(*spool, account(i % accounts));
  row("memory a session, octets", "%.0f",
      static_cast<double>(resident() - idle) / static_cast<double>(sessions.size()));
  sessions.clear();

  spool->mailbox(mailbox).add(item(messages + 1));
  row("the login after one more message, ms", "%.3f", milliseconds([&] { login(*spool, account(0)); }));
  for (const std::size_t threads : {1, 8}) add_durably(*spool, threads);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count < 2) throw std::runtime_error("bench_spool FOLDER [MESSAGES] [ACCOUNTS]");
    run(arguments[1], count > 2 ? std::stoul(arguments[2]) : 1'000'000, count > 3 ? std::stoul(arguments[3]) : 100'000);
  } catch (const std::exception& error) {
    std::cerr << "bench_spool: " << error.what() << "\n";
    return 1;
  }
}
