#include "net/loop.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace n3::net {

Loop::Loop() : work_(context_.get_executor()), thread_([this] { run(); }) {}

Loop::~Loop() { join(); }

void Loop::run() {
  while (!context_.stopped()) {
    try {
      context_.run();
    } catch (...) {
      continue;  // out of memory, and where: connections have their own guard
    }
  }
  handle_->forget();
  context_.restart();
  context_.poll();  // what was posted in between
}

void Loop::join() {
  if (thread_.joinable()) thread_.join();
}

void Loop::post(std::function<void()> task) { boost::asio::post(context_, std::move(task)); }

void Loop::Handle::post(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  if (loop_) loop_->post(std::move(task));
}

void Loop::Handle::forget() {
  const std::lock_guard lock(mutex_);
  loop_ = nullptr;
}

void Loop::stop(pop3::Time deadline, std::function<void()> finished) {
  is_stopping_ = true;
  if (finished) finished_ = std::move(finished);
  for (auto at = connections_.begin(); at != connections_.end();) (at++)->stop();
  if (connections_.empty()) return finish();
  if (deadline >= deadline_) return;
  deadline_ = deadline;
  cutoff_.expires_at(deadline_);
  cutoff_.async_wait([this](const boost::system::error_code& error) {
    if (!error) cut_off();
  });
}

void Loop::cut_off() {
  for (auto at = connections_.begin(); at != connections_.end();) (at++)->cut_off();
}

void Loop::removed() {
  --count_;
  if (finished_ && connections_.empty()) finish();
}

void Loop::finish() {
  cutoff_.cancel();
  deadlines_.stop();
  work_.reset();
  if (auto finished = std::exchange(finished_, nullptr)) finished();
}

}  // namespace n3::net
