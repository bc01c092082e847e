#include "http/host_limit.hpp"

#include "base/ascii.hpp"
#include "http/url.hpp"
#include "http/wait.hpp"

namespace n3::http {
namespace {

constexpr unsigned most_at_once = 2;

std::string host_of(const Request& request) {
  return ascii::lowercase(UrlParts::of(request.moved_to.empty() ? request.url : request.moved_to).host);
}

}  // namespace

// Counts as one for its host while it lives.
class HostLimit::Turn {
 public:
  /// With the lock held.
  Turn(HostLimit& limit, const std::string& host) : limit_(limit), entry_(limit.under_way_.try_emplace(host).first) {
    ++entry_->second;
  }
  ~Turn() {
    const std::lock_guard lock(limit_.mutex_);
    if (--entry_->second == 0) limit_.under_way_.erase(entry_);
    limit_.ended_.notify_all();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  HostLimit& limit_;
  const std::map<std::string, unsigned>::iterator entry_;
};

Result HostLimit::fetch(const Request& request) {
  const std::string host = host_of(request);
  std::unique_lock lock(mutex_);
  const auto is_free = [&] {
    const auto entry = under_way_.find(host);
    return entry == under_way_.end() || entry->second < most_at_once;
  };
  if (!wait(ended_, lock, request, is_free)) return std::unexpected(Failure{"interrupted"});
  const Turn turn(*this, host);
  lock.unlock();
  return fetch_(request);
}

}  // namespace n3::http
