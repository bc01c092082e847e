#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <n3/spool.hpp>

#include "base/settled.hpp"

namespace n3 {

/// A source that does what a test says.
class ScriptedSource : public Source {
 public:
  using Fetch = std::function<Answer<Batch>(std::string_view cursor)>;
  explicit ScriptedSource(Fetch fetch) : fetch_(std::move(fetch)) {}
  Answer<Batch> fetch(std::string_view cursor) override { return fetch_(cursor); }

 private:
  Fetch fetch_;
};

inline std::unique_ptr<Source> scripted(ScriptedSource::Fetch fetch) {
  return std::make_unique<ScriptedSource>(std::move(fetch));
}

inline Item message_item(std::string key, std::string subject) {
  return {.key = std::move(key), .content = Message{}.from("a@example.org").subject(std::move(subject)).text("Text.")};
}

/// What one session saw of its maildrop, and the session itself.
class Session {
 public:
  explicit Session(std::unique_ptr<Maildrop> maildrop) : maildrop_(std::move(maildrop)) {
    auto answer = settled(maildrop_->list());
    if (answer.error()) throw std::runtime_error("list: " + answer.error()->text);
    snapshot = *answer.value();
    auto hidden = snapshot.hidden.begin();
    for (std::uint32_t i = 0; i < snapshot.listing->size(); ++i) {
      if (hidden != snapshot.hidden.end() && hidden->end == i) ++hidden;
      if (hidden == snapshot.hidden.end() || i < hidden->begin) shown.push_back(i);
    }
  }

  std::size_t count() const { return shown.size(); }
  const Entry& entry(std::size_t number) const { return (*snapshot.listing)[shown.at(number - 1)]; }

  std::vector<std::string> uids() const {
    std::vector<std::string> all;
    for (const std::uint32_t i : shown) all.push_back((*snapshot.listing)[i].uid);
    return all;
  }

  /// The bytes of message `number`, or the error in words.
  std::string retrieve(std::size_t number) {
    auto body = maildrop_->open_at_once(shown.at(number - 1));
    was_ready = body.has_value();
    if (!body) {
      auto answer = settled(maildrop_->open(shown.at(number - 1)));
      if (answer.error()) return "-ERR " + answer.error()->text;
      body = std::move(*answer.value());
    }
    auto& content = body->content();
    if (auto* view = std::get_if<Body::View>(&content)) return std::string(view->bytes);
    std::string bytes;
    auto& chunks = std::get<Body::Chunks>(content);
    for (;;) {
      auto piece = settled(chunks->next());
      if (piece.error()) return "-ERR " + piece.error()->text;
      if (piece.value()->empty()) return bytes;
      bytes += *piece.value();
    }
  }

  std::string subject(std::size_t number) {
    const std::string mail = retrieve(number);
    const std::size_t begin = mail.find("Subject: ");
    return begin == mail.npos ? mail : mail.substr(begin + 9, mail.find('\r', begin) - begin - 9);
  }

  std::vector<std::string> subjects() {
    std::vector<std::string> all;
    for (std::size_t number = 1; number <= count(); ++number) all.push_back(subject(number));
    return all;
  }

  /// DELE these, then QUIT. Says what was answered.
  std::string delete_and_quit(const std::vector<std::size_t>& numbers) {
    std::vector<std::size_t> indexes;
    for (const std::size_t number : numbers) indexes.push_back(shown.at(number - 1));
    const auto answer = settled(maildrop_->remove(indexes));
    return answer.error() ? "-ERR " + answer.error()->text : "+OK";
  }

  std::vector<std::string> locks() const { return maildrop_->locks(); }

  Snapshot snapshot;
  std::vector<std::uint32_t> shown;
  bool was_ready = false;  // the message that was retrieved last

 private:
  std::unique_ptr<Maildrop> maildrop_;
};

class SpoolTest : public testing::Test {
 protected:
  using Names = std::vector<std::string>;
  using Seconds = std::chrono::seconds;

  static constexpr Seconds hourly{3600};
  static constexpr Seconds at_login{0};

  SpoolTest() : SpoolTest(Seconds(10)) {}
  explicit SpoolTest(Seconds first_fetch, const std::string& where = "memory")
      : spool(Spool::open(where, options(first_fetch))) {}

  Session login(std::string account = "ann", Names mailboxes = {"blog"}) {
    return Session(spool->maildrop(std::move(account), std::move(mailboxes)));
  }

  /// Why a login is refused; empty where it is not.
  std::string refusal(std::string account = "ann", Names mailboxes = {"blog"}) {
    const auto answer = settled(spool->maildrop(std::move(account), std::move(mailboxes))->list());
    return answer.error() ? answer.error()->text : "";
  }

  void add(std::string key, std::string subject, std::string mailbox = "blog") {
    spool->mailbox(mailbox).add(message_item(std::move(key), std::move(subject)));
  }

  std::vector<std::string> log() const {
    const std::lock_guard lock(mutex_);
    return log_;
  }

  std::size_t logged(std::string_view text) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::ranges::count_if(log_, [&](const std::string& line) { return line.find(text) != line.npos; }));
  }

  SpoolOptions options(Seconds first_fetch) {
    return {.host = "pop.example.org",
            .log =
                [this](const Event& event) {
                  const std::lock_guard lock(mutex_);
                  log_.push_back(event.text);
                },
            .first_fetch = first_fetch};
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> log_;

 protected:
  std::shared_ptr<Spool> spool;
};

}  // namespace n3
