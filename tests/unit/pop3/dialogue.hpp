#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <n3/pop3/session.hpp>

#include "sasl/mechanisms.hpp"

namespace n3::pop3 {

inline std::shared_ptr<Service> service_with_all() {
  auto service = std::make_shared<Service>();
  service->apop = true;
  service->mechanisms = {{.name = "PLAIN", .run = sasl::plain},
                         {.name = "CRAM-MD5", .run = sasl::cram_md5, .needs = sasl::Needs::secret}};
  service->random = [number = std::uint64_t{0}]() mutable { return ++number; };
  return service;
}

/// A session fed by hand: what it writes is collected, what it asks is kept for the test to answer.
class Dialogue {
 public:
  explicit Dialogue(std::shared_ptr<const Service> service = service_with_all(), Channel channel = {.starttls = true})
      : session(std::move(service), std::move(channel), now) {}

  /// Does what the session wants until only the test can help it on; gives back what was written.
  std::string go_on() {
    std::string written;
    for (;;) {
      step = session.next(now);
      if (step.kind == Step::Kind::ask) {
        question = *step.question;
      } else if (step.kind == Step::Kind::write) {
        written += step.bytes;
        session.sent(step.bytes.size());
      } else {
        return written;
      }
    }
  }

  std::string send(std::string_view bytes) {
    session.received(bytes);
    return go_on();
  }

  template <class T>
  std::string answer(T value) {
    session.answered(std::move(value));
    return go_on();
  }

  std::string log_in(Snapshot snapshot) {
    send("USER andris\r\nPASS 12345\r\n");
    answer(Verdict::granted("andris"));
    return answer(std::move(snapshot));
  }

  template <class T>
  const T* asked() const {
    return question ? std::get_if<T>(&*question) : nullptr;
  }

  Time now{};
  Session session;
  Step step{};
  std::optional<Question> question;  // the last one
};

inline Snapshot listing_of(std::vector<Entry> entries) {
  return {std::make_shared<const Listing>(std::move(entries)), {}};
}

}  // namespace n3::pop3
