#include "mime/body.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mime/attachment.hpp"
#include "mime/parameter.hpp"
#include "mime/transfer_encoding.hpp"

namespace n3::mime {
namespace {

Part text_part(std::string type, std::string_view text) {
  Encoded encoded = encode_text(text);
  Part part{.type = std::move(type), .bytes = std::move(encoded.bytes)};
  write_field(part.header, "Content-Type", part.type, parameter("charset", "utf-8"));
  write_field(part.header, "Content-Transfer-Encoding", encoded.encoding, {});
  return part;
}

Part readable_part(const Message::Fields& fields) {
  std::vector<Part> forms;
  if (fields.text || !fields.html) forms.push_back(text_part("text/plain", fields.text.value_or("")));
  if (fields.html) forms.push_back(text_part("text/html", *fields.html));
  return joined("multipart/alternative", std::move(forms));
}

}  // namespace

Part body_of(const Message::Fields& fields) {
  std::vector<Part> related;
  std::vector<Part> mixed;
  related.push_back(readable_part(fields));
  for (const Attachment& attachment : fields.attachments) {
    const bool shown = fields.html && !attachment.cid.empty();
    (shown ? related : mixed).push_back(attachment_part(attachment));
  }
  mixed.insert(mixed.begin(), joined("multipart/related", std::move(related)));
  return joined("multipart/mixed", std::move(mixed));
}

}  // namespace n3::mime
