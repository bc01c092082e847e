#include "mime/checked.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <n3/log.hpp>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "mime/grammar.hpp"
#include "mime/media_type.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t longest_shown = 60;
constexpr std::size_t longest_header_name = 50;
constexpr std::size_t longest_cid = 200;

[[noreturn]] void refuse(std::string_view setter, std::string_view value, std::string_view why) {
  std::string shown = printable(value.substr(0, longest_shown));
  if (value.size() > longest_shown) shown += "...";
  throw std::invalid_argument("n3::Message::" + std::string(setter) + ": \"" + shown + "\" " + std::string(why));
}

bool is_one_of(std::string_view name, auto... others) { return (ascii::same(name, others) || ...); }

std::string without_controls(std::string text, char replacement) {
  std::ranges::replace_if(text, ascii::is_control, replacement);
  return checked_body(std::move(text));
}

}  // namespace

std::string checked_text(std::string_view setter, std::string text) {
  using namespace std::string_view_literals;
  if (text.find_first_of("\r\n\0"sv) != text.npos)
    refuse(setter, text, "has a CR, LF or NUL, which no header may have: replace it by a space");
  return without_controls(std::move(text), ' ');
}

std::string checked_address(std::string_view setter, std::string address) {
  if (is_address(address)) return address;
  if (std::ranges::any_of(address, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    refuse(setter, address, "is not ASCII: write the domain in its xn-- form; the part before the @ cannot be helped");
  refuse(setter, address, "is not an e-mail address such as ann@example.org");
}

std::string checked_message_id(std::string_view setter, std::string id) {
  if (is_message_id(id)) return id;
  refuse(setter, id, "is not a Message-ID such as 17.ann@example.org, without angle brackets, of at most 900 octets");
}

std::string checked_list_id(std::string id) {
  if (id.size() <= 255 && id.contains('.') && is_dot_atom(id) && !looks_encoded(id)) return id;
  refuse("list_id", id, "is not a list's id such as news.example.org, of at most 255 octets");
}

std::string checked_header_name(std::string name) {
  if (!is_field_name(name) || name.size() > longest_header_name)
    refuse("header", name, "is not a header's name: printable ASCII without space and colon, at most 50 octets");
  if (is_one_of(name, "From", "To", "Cc", "Reply-To", "Subject", "Date", "In-Reply-To", "References", "List-Id",
                "Keywords"))
    refuse("header", name, "has a setter of its own");
  if (is_one_of(name, "MIME-Version", "Message-ID") || ascii::uppercase(name).starts_with("CONTENT-"))
    refuse("header", name, "is written by n3::compose");
  if (is_one_of(name, "Bcc", "Sender", "Return-Path", "Received") || ascii::uppercase(name).starts_with("RESENT-"))
    refuse("header", name, "belongs to mail transport: a composed message has none");
  return name;
}

std::string checked_media_type(std::string type) {
  const auto parsed = parse_media_type(type);
  if (!parsed) refuse("attach", type, "is not a media type such as image/png or text/csv; charset=utf-8");
  if (parsed->name.starts_with("multipart/")) refuse("attach", type, "cannot be attached: attach its parts");
  return type;
}

std::string checked_cid(std::string cid) {
  const bool good = is_message_id(cid) || (is_dot_atom(cid) && !looks_encoded(cid));
  if (cid.empty() || (good && cid.size() <= longest_cid)) return cid;
  refuse("attach", cid, "is not a content id such as logo@example.org, of at most 200 octets");
}

std::string checked_file_name(std::string name) { return without_controls(std::move(name), '_'); }

std::string checked_body(std::string text) {
  if (is_utf8(text)) return text;
  return valid_utf8(text);
}

}  // namespace n3::mime
