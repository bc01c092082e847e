#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <n3/source.hpp>

namespace n3::feeds {

/// Many feeds as one source. What the feeds are is asked at each fetch, and may have changed.
class FeedList final : public Source {
 public:
  using Urls = std::expected<std::vector<std::string>, std::string>;  ///< Or why they cannot be told.
  using MakeFeed = std::function<std::unique_ptr<Source>(const std::string& url)>;

  using Progress = std::function<void(std::size_t done, std::size_t all)>;

  FeedList(std::function<Urls()> urls, MakeFeed make, Progress progress = {})
      : urls_(std::move(urls)), make_(std::move(make)), progress_(std::move(progress)) {}

  Answer<Batch> fetch(std::string_view cursor) override;
  void interrupt() override;

 private:
  using Clock = std::chrono::steady_clock;
  struct Member {
    std::string url{};
    std::unique_ptr<Source> source{};
    Clock::time_point paused_until{};
  };
  using Cursors = std::map<std::string, std::string>;  // by the member's name

  static Cursors cursors_of(std::string_view text);
  static std::string to_text(const Cursors& cursors);

  void update_members(std::vector<std::string>& problems);
  Batch joined(std::vector<std::pair<std::string, Batch>> batches, const Cursors& before) const;

  const std::function<Urls()> urls_;
  const MakeFeed make_;
  const Progress progress_;
  std::mutex mutex_;  // of what interrupt() looks at
  bool interrupted_ = false;
  std::map<std::string, Member> members_;  // by a name that gives none of its URL's secrets away
};

}  // namespace n3::feeds
