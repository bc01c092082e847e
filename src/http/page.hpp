#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "http/fetch.hpp"

namespace n3::http {

/// What is at one URL, for all who read it: those who ask at about the same time get the answer to one fetch. Each
/// reader holds one shared_ptr to it; as long as there is but one, nothing is kept. Thread-safe.
class Page : public std::enable_shared_from_this<Page> {
 public:
  /// An answer is given for as long as `fresh` to who has not had it.
  Page(Fetch fetch, std::chrono::milliseconds fresh) : fetch_(std::move(fetch)), fresh_(fresh) {}

  /// The request is for this page's URL. Who waits for another's fetch can be interrupted all the same; where that
  /// other one is, the next who waits fetches.
  Result fetch(const Request& request);

 private:
  using Clock = std::chrono::steady_clock;

  // An answer, and the question.
  struct Kept {
    Request request;
    Result result;
    Clock::time_point time;
    long readers;  // who have not had it
  };
  class Busy;

  bool has_answer(const Request& request) const;
  Result take_answer();
  void keep(const Request& request, const Result& result);

  const Fetch fetch_;
  const std::chrono::milliseconds fresh_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool busy_ = false;
  std::optional<Kept> kept_;
};

/// The pages that somebody reads, by URL. Thread-safe.
class Pages {
 public:
  explicit Pages(Fetch fetch, std::chrono::milliseconds fresh = std::chrono::seconds(20))
      : fetch_(std::move(fetch)), fresh_(fresh) {}

  std::shared_ptr<Page> page(const std::string& url);

 private:
  const Fetch fetch_;
  const std::chrono::milliseconds fresh_;
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Page>> pages_;
};

}  // namespace n3::http
