#include <n3/source.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"

namespace n3 {
namespace {

constexpr std::size_t revision_octets = 32;

// So that no two messages read the same.
class Reading {
 public:
  void add(std::string_view value) { sha256_.add_framed(value); }
  void add_mailbox(const Mailbox& mailbox) {
    add(mailbox.name);
    add(mailbox.address);
  }
  void add_text(const std::optional<std::string>& text) {
    add(text ? "1" : "0");
    add(text.value_or(""));
  }
  std::string hex() { return sha256_.hex().substr(0, revision_octets); }

 private:
  Sha256 sha256_;
};

}  // namespace

std::string revision(const Message& message) {
  const Message::Fields& fields = message.fields();
  Reading reading;
  for (const auto* mailboxes : {&fields.from, &fields.to, &fields.cc, &fields.reply_to}) {
    reading.add(std::to_string(mailboxes->size()));
    for (const Mailbox& mailbox : *mailboxes) reading.add_mailbox(mailbox);
  }
  reading.add(fields.subject);
  reading.add_text(fields.text);
  reading.add_text(fields.html);
  reading.add(std::to_string(fields.attachments.size()));
  for (const Attachment& attachment : fields.attachments)
    for (const auto* value : {&attachment.name, &attachment.bytes, &attachment.type, &attachment.cid})
      reading.add(*value);
  reading.add(std::to_string(fields.headers.size()));
  for (const auto& [name, value] : fields.headers) reading.add_mailbox({name, value});
  reading.add(fields.in_reply_to);
  for (const std::string& reference : fields.references) reading.add(reference);
  reading.add_mailbox(fields.list_id);
  for (const std::string& keyword : fields.keywords) reading.add(keyword);
  return reading.hex();
}

}  // namespace n3
