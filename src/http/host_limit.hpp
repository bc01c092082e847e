#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "http/fetch.hpp"

namespace n3::http {

/// Fetches no more than two things at once from one host: others wait for their turn. That is no part of their
/// patience, since it is not the host's fault, and comes to an end since those before them have theirs. Thread-safe.
///
/// The host is the one that is asked first: where redirects lead is not known before.
class HostLimit {
 public:
  explicit HostLimit(Fetch fetch) : fetch_(std::move(fetch)) {}

  Result fetch(const Request& request);

 private:
  class Turn;

  const Fetch fetch_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::map<std::string, unsigned> under_way_;  // by host
};

}  // namespace n3::http
