#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include <n3/sources.hpp>

#include "base/now.hpp"
#include "sources/daily.hpp"

namespace n3 {

/// A source whose items are gathered, with one that gathers them each day.
class Digested final : public Source {
 public:
  using Time = std::function<std::chrono::sys_seconds()>;
  Digested(std::unique_ptr<Source> source, const Digest& digest, Time time = now)
      : source_(std::move(source)), daily_(digest.at, digest.zone), time_(std::move(time)) {}

  Answer<Batch> fetch(std::string_view cursor) override;
  void interrupt() override { source_->interrupt(); }

 private:
  using Clock = std::chrono::steady_clock;

  Batch fetch_inner(std::string_view cursor);

  const std::unique_ptr<Source> source_;
  const Daily daily_;
  const Time time_;
  Clock::time_point paused_until_{};
  std::optional<Error> failure_{};  // of the last fetch
};

}  // namespace n3
