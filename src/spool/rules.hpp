#pragma once

#include <mutex>

#include <n3/spool.hpp>

namespace n3::spool {

/// The rules of a mailbox, which may be set while it is used.
class Rules {
 public:
  MailboxRules get() const {
    const std::lock_guard lock(mutex_);
    return rules_;
  }
  void set(const MailboxRules& rules) {
    const std::lock_guard lock(mutex_);
    rules_ = rules;
  }

 private:
  mutable std::mutex mutex_;
  MailboxRules rules_;
};

}  // namespace n3::spool
