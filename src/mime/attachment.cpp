#include "mime/attachment.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "mime/grammar.hpp"
#include "mime/media_type.hpp"
#include "mime/parameter.hpp"
#include "mime/transfer_encoding.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t line_limit = 998;  // RFC 5322 section 2.1.1

bool is_seven_bit(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c != '\0' && static_cast<unsigned char>(c) < 0x80; });
}

// Whether `mail`, whose lines end in CRLF, has a header that every reader takes for one, and lines that may travel.
bool is_mail(std::string_view mail) {
  bool in_header = true;
  std::size_t fields = 0;
  while (!mail.empty()) {
    const std::string_view line = mail.substr(0, mail.find("\r\n"));
    if (line.size() > line_limit || !is_seven_bit(line)) return false;
    if (in_header && line.empty()) {
      in_header = false;
    } else if (in_header) {
      const bool continues = fields > 0 && (line.front() == ' ' || line.front() == '\t');
      if (!continues && (!line.contains(':') || !is_field_name(line.substr(0, line.find(':'))))) return false;
      ++fields;
    }
    mail.remove_prefix(line.size() + 2);
  }
  return fields > 0 && !in_header;
}

struct Content {
  MediaType type;
  Encoded encoded;
};

Content content_of(const Attachment& attachment) {
  MediaType type = parse_media_type(attachment.type).value_or(MediaType{"application/octet-stream", {}});
  if (type.name == "message/rfc822") {
    if (std::string mail = with_crlf(attachment.bytes); is_mail(mail))
      return {std::move(type), {"7bit", std::move(mail)}};
  }
  if (type.name.starts_with("message/") && type.name != "message/global") type = {"application/octet-stream", {}};
  // RFC 2046 section 4.1.2: without a charset, text is US-ASCII.
  if (type.name.starts_with("text/") && !type.has("charset") && !is_seven_bit(attachment.bytes) &&
      is_utf8(attachment.bytes))
    type.parameters.push_back({"charset", "utf-8"});
  return {std::move(type), encode_bytes(attachment.bytes)};
}

std::vector<std::string> all(const std::vector<MediaType::Parameter>& parameters) {
  std::vector<std::string> pieces;
  for (const auto& [name, value] : parameters) std::ranges::move(parameter(name, value), std::back_inserter(pieces));
  return pieces;
}

}  // namespace

Part attachment_part(const Attachment& attachment) {
  Content content = content_of(attachment);
  Part part{.type = content.type.name, .bytes = std::move(content.encoded.bytes)};
  write_field(part.header, "Content-Type", content.type.name, all(content.type.parameters));
  write_field(part.header, "Content-Transfer-Encoding", content.encoded.encoding, {});
  if (!attachment.cid.empty()) write_field(part.header, "Content-ID", '<' + attachment.cid + '>', {});
  write_field(part.header, "Content-Disposition", attachment.cid.empty() ? "attachment" : "inline",
              attachment.name.empty() ? std::vector<std::string>{} : parameter("filename", attachment.name));
  return part;
}

}  // namespace n3::mime
