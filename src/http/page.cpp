#include "http/page.hpp"

#include "http/wait.hpp"

namespace n3::http {

// A fetch is under way while it lives.
class Page::Busy {
 public:
  /// With the lock held.
  explicit Busy(Page& page) : page_(page) { page_.busy_ = true; }
  ~Busy() {
    const std::lock_guard lock(page_.mutex_);
    page_.busy_ = false;
    page_.ended_.notify_all();
  }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  Page& page_;
};

Result Page::fetch(const Request& request) {
  std::unique_lock lock(mutex_);
  if (!wait(ended_, lock, request, [&] { return has_answer(request) || !busy_; }))
    return std::unexpected(Failure{"interrupted"});
  if (has_answer(request)) return take_answer();
  const Busy busy(*this);
  lock.unlock();
  Result result = fetch_(request);
  keep(request, result);
  return result;
}

// A document is one for whoever asks; that it has not changed, or could not be had, for who asked just so.
bool Page::has_answer(const Request& request) const {
  if (!kept_ || Clock::now() >= kept_->time + fresh_) return false;
  const auto& [asked, result, time, readers] = *kept_;
  if (!result) return request.moved_to == asked.moved_to && request.largest == asked.largest;
  if (result->unchanged) return request.etag == asked.etag && request.last_modified == asked.last_modified;
  return result->body.size() <= request.largest;
}

Result Page::take_answer() {
  if (--kept_->readers > 0) return kept_->result;
  Result result = std::move(kept_->result);
  kept_.reset();
  return result;
}

void Page::keep(const Request& request, const Result& result) {
  const std::lock_guard lock(mutex_);
  kept_.reset();
  const long others = weak_from_this().use_count() - 1;
  const bool interrupted = request.interrupted && *request.interrupted;
  if (others == 0 || interrupted) return;
  kept_.emplace(request, result, Clock::now(), others);
  kept_->request.interrupted = nullptr;  // it is the reader's
}

std::shared_ptr<Page> Pages::page(const std::string& url) {
  const std::lock_guard lock(mutex_);
  std::erase_if(pages_, [](const auto& entry) { return entry.second.expired(); });
  std::weak_ptr<Page>& known = pages_[url];
  std::shared_ptr<Page> page = known.lock();
  if (!page) known = page = std::make_shared<Page>(fetch_, fresh_);
  return page;
}

}  // namespace n3::http
