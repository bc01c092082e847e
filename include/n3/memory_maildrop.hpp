#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <n3/maildrop.hpp>
#include <n3/message.hpp>

namespace n3 {

/// A maildrop of messages in memory: the shortest way from data to mail.
///
///     server.on_login([](const n3::Login& login) {
///       n3::MemoryMaildrop box;
///       box.add("welcome", n3::Message{}.from("Clock", "clock@example.org").subject("Hello " + login.user));
///       return box;
///     });
///
/// A copy shares the messages: keep one and hand copies to every login, or fill a new one each time. add() may be
/// called from any thread; sessions that are open do not see what came after their login.
class MemoryMaildrop final : public Maildrop {
 public:
  /// `host` is the right side of the Message-IDs of what is added.
  explicit MemoryMaildrop(std::string host = "n3.invalid");

  /// A message with an identity of its own: the same key is the same message, with the same UIDL in every session
  /// and after every restart; its Message-ID depends on what it says as well. A key that is there already changes
  /// nothing. Give the message a date(): without one it says 1 January 1970, since anything that depends on "now" would
  /// be another message tomorrow.
  void add(std::string_view key, const Message& message);

  /// A message that is new each time, dated now unless it has a date().
  void add(const Message& message);

  /// Bytes that are a message already.
  void add(std::string_view key, std::string mail);

  Answer<Snapshot> list() override;
  Answer<Body> open(std::size_t index) override;

  /// Removes from the shared messages: what one account deletes has gone for all who share this maildrop.
  Answer<Done> remove(std::span<const std::size_t> indexes) override;
  bool instant() const override { return true; }

 private:
  struct Store;
  struct Seen;
  std::shared_ptr<Store> store_;
  std::shared_ptr<const Seen> seen_;  // what this session's indexes mean
};

}  // namespace n3
