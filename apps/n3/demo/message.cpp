#include "demo/message.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>

#include <n3/log.hpp>

#include "base/now.hpp"

namespace n3::program {
namespace {

std::tm broken_down(std::chrono::sys_seconds time) { return fmt::gmtime(std::chrono::system_clock::to_time_t(time)); }

Message letter(std::chrono::sys_seconds date) { return Message{}.from("Jõgeva Ööbik", "oobik@n3.invalid").date(date); }

constexpr std::string_view fresh_text = R"(# Tere, hello, 你好!

This message was made for you when you logged in, on **{:%A, %d %B %Y}** at **{:%H:%M:%S}** UTC. The next login will
find another one ☕

* You came from `{}`, {}.
* You proved who you are by `{}`.
)";

constexpr std::string_view welcome_text = R"(# Tere, hello, 你好!

N3 runs since **{:%A, %d %B %Y}**, **{:%H:%M:%S}** UTC ☕

This message comes once. The others in this mailbox come from feeds and folders.
)";

class Welcome final : public Source {
 public:
  Answer<Batch> fetch(std::string_view) override {
    const std::tm time = broken_down(started_);
    Item item;
    item.key = fmt::format("welcome-{:%FT%TZ}", time);
    item.content = letter(started_)
                       .subject(fmt::format("Tere! N3 runs since {:%H:%M:%S} ☕", time))
                       .markdown(fmt::format(welcome_text, time, time));
    item.date = started_;
    Batch batch;
    batch.items.push_back(std::move(item));
    return batch;
  }

 private:
  std::chrono::sys_seconds started_ = now();
};

}  // namespace

Message fresh_message(const Login& login) {
  const auto date = now();
  const std::tm time = broken_down(date);
  const std::string user = printable(login.user);
  return letter(date)
      .to(user, "you@n3.invalid")
      .subject(fmt::format("Tere, {}! It is {:%H:%M:%S} ☕", user, time))
      .markdown(fmt::format(fresh_text, time, time, login.peer, login.encrypted ? "with TLS" : "without TLS",
                            login.mechanism == "PASS" ? "USER" : login.mechanism));
}

std::unique_ptr<Source> welcome_source() { return std::make_unique<Welcome>(); }

}  // namespace n3::program
