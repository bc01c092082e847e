#include "maildrops.hpp"

#include <condition_variable>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "servers.hpp"

namespace n3::test {

using namespace std::chrono_literals;

/// A thread that gives the answers which come later.
class LoadMaildrops::Answering {
 public:
  Answering() : thread_([this](const std::stop_token& stop) { answer(stop); }) {}

  Answer<Body> later() {
    auto [answer, reply] = Answer<Body>::later();
    const std::lock_guard lock(mutex_);
    replies_.push_back(std::move(reply));
    more_.notify_one();
    return std::move(answer);
  }

 private:
  void answer(const std::stop_token& stop) {
    for (std::unique_lock lock(mutex_); more_.wait(lock, stop, [this] { return !replies_.empty(); }); lock.lock()) {
      auto replies = std::exchange(replies_, {});
      lock.unlock();
      for (auto& reply : replies) reply(Body::text(std::string(one_mail)));
    }
  }

  std::mutex mutex_;
  std::condition_variable_any more_;
  std::vector<Reply<Body>> replies_;
  std::jthread thread_;
};

LoadMaildrops::LoadMaildrops() : answering_(std::make_unique<Answering>()) {}
LoadMaildrops::~LoadMaildrops() = default;

std::unique_ptr<Maildrop> LoadMaildrops::operator()(const Login& login) {
  Behaviour behaviour;
  behaviour.instant = login.user == "instant" || login.user == "later";
  if (login.user == "blocks") {
    behaviour.open = []() -> Answer<Body> {
      std::this_thread::sleep_for(2ms);
      return Body::text(std::string(one_mail));
    };
  } else if (login.user == "later") {
    behaviour.open = [this] { return answering_->later(); };
  } else if (login.user == "streams") {
    behaviour.list = [] { return snapshot_of({long_mail_octets}); };
    behaviour.open = [] { return long_mail(); };
  } else if (login.user == "locked") {
    behaviour.locks = {"inbox"};
  } else if (login.user == "broken") {
    behaviour.open = []() -> Answer<Body> { throw std::runtime_error("broken"); };
    behaviour.remove = [](auto) -> Answer<Done> { throw std::runtime_error("broken"); };
  }
  return std::make_unique<ProgrammedMaildrop>(std::move(behaviour));
}

}  // namespace n3::test
