#include "net/deadlines.hpp"

namespace n3::net {

void Deadlines::set(Entry& entry, pop3::Time deadline) {
  entry.deadline_ = deadline;
  if (entry.is_linked() && entry.filed_ <= deadline) return;
  file(entry);
  arm();
}

void Deadlines::file(Entry& entry) {
  entry.unlink();
  entry.filed_ = entry.deadline_;
  entries_.insert(entry);
}

void Deadlines::arm() {
  if (entries_.empty() || armed_ <= entries_.begin()->filed_) return;
  const pop3::Time first = entries_.begin()->filed_;
  armed_ = pop3::Time::max();  // where there is no memory for what follows
  timer_.expires_at(first);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) ring();
  });
  armed_ = first;
}

void Deadlines::ring() {
  armed_ = pop3::Time::max();
  const pop3::Time now = pop3::Clock::now();
  while (!entries_.empty() && entries_.begin()->filed_ <= now) {
    Entry& first = *entries_.begin();
    if (first.deadline_ > now) {
      file(first);
    } else {
      first.unlink();
      first.expired();
    }
  }
  arm();
}

}  // namespace n3::net
