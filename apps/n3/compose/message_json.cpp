#include "compose/message_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <stdexcept>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/host.hpp"
#include "base/now.hpp"
#include "compose/json_value.hpp"
#include "compose/repeated_key.hpp"
#include "mime/parse_date.hpp"

namespace n3::program {
namespace {

std::string trimmed(std::string text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.back())) text.pop_back();
  text.erase(text.begin(), std::ranges::find_if_not(text, is_blank));
  return text;
}

/// "ann@example.org" or "Ann Ö <ann@example.org>".
Mailbox mailbox_of_text(const std::string& text) {
  const std::size_t angle = text.rfind('<');
  if (angle == std::string::npos || !text.ends_with('>')) return {"", text};
  std::string name = trimmed(text.substr(0, angle));
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  return {name, text.substr(angle + 1, text.size() - angle - 2)};
}

Mailbox mailbox_of(const JsonValue& value, const std::string& address_key) {
  if (!value.is_object()) return mailbox_of_text(value.text());
  Mailbox mailbox;
  value.take_members({{"name", [&](const JsonValue& name) { mailbox.name = name.text(); }},
                      {address_key, [&](const JsonValue& address) { mailbox.address = address.text(); }}});
  if (mailbox.address.empty()) value.complain(fmt::format("needs \"{}\"", address_key));
  return mailbox;
}

std::string without_angles(std::string id) {
  if (id.starts_with('<') && id.ends_with('>')) return id.substr(1, id.size() - 2);
  return id;
}

std::chrono::sys_seconds date_of_number(const JsonValue& value) {
  const std::chrono::sys_seconds date(std::chrono::seconds(value.number()));
  const std::chrono::sys_days first = std::chrono::year(1900) / 1 / 1;  // as RFC 5322 section 3.3 has it
  const std::chrono::sys_days end = std::chrono::year(10000) / 1 / 1;
  if (date < first || date >= end) value.complain("must be a date in the years 1900 to 9999");
  return date;
}

std::chrono::sys_seconds date_of(const JsonValue& value) {
  if (value.is_number()) return date_of_number(value);
  if (value.is_text() && value.text() == "now") return now();
  const auto date = value.is_text() ? mime::parse_date(value.text()) : std::nullopt;
  if (!date) value.complain("must be a date such as \"2026-11-23T10:15:00Z\", \"now\", or whole seconds since 1970");
  return *date;
}

Attachment attachment_of(const JsonValue& value) {
  Attachment attachment;
  bool has_base64 = false;
  bool has_text = false;
  const auto take_base64 = [&](const JsonValue& encoded) {
    std::string text = encoded.text();
    std::erase_if(text, [](char c) { return c == ' ' || c == '\r' || c == '\n'; });
    auto bytes = base64_decode(text);
    if (!bytes) encoded.complain("is not base64");
    attachment.bytes = std::move(*bytes);
    has_base64 = true;
  };
  const auto take_text = [&](const JsonValue& text) {
    attachment.bytes = text.text();
    has_text = true;
  };
  value.take_members({{"name", [&](const JsonValue& text) { attachment.name = text.text(); }},
                      {"type", [&](const JsonValue& text) { attachment.type = text.text(); }},
                      {"cid", [&](const JsonValue& text) { attachment.cid = without_angles(text.text()); }},
                      {"base64", take_base64},
                      {"text", take_text}});
  if (has_base64 == has_text) value.complain("needs \"base64\" or \"text\", and not both");
  return attachment;
}

/// What the setters of Message throw, with the path of the value that they were given in place of the setter's name.
template <class Set>
void set(const JsonValue& value, Set set_it) {
  try {
    set_it();
  } catch (const std::invalid_argument& mistake) {
    const std::string_view text = mistake.what();
    const bool names_setter = text.starts_with("n3::") && text.contains(": ");
    value.complain(names_setter ? text.substr(text.find(": ") + 2) : text);
  }
}

/// A member that is one text for one setter.
JsonValue::Take text_for(Message& message, Message& (Message::*setter)(std::string)) {
  return [&message, setter](const JsonValue& value) { set(value, [&] { (message.*setter)(value.text()); }); };
}

/// A member that is one mailbox or a list of them.
JsonValue::Take mailboxes_for(Message& message, Message& (Message::*setter)(std::string, std::string)) {
  return [&message, setter](const JsonValue& value) {
    for (const JsonValue& element : value.elements()) {
      const Mailbox mailbox = mailbox_of(element, "address");
      set(element, [&] { (message.*setter)(mailbox.name, mailbox.address); });
    }
  };
}

void take_attachments(Message& message, const JsonValue& list) {
  std::set<std::string> cids;
  for (const JsonValue& value : list.elements()) {
    Attachment attachment = attachment_of(value);
    if (!attachment.cid.empty() && !cids.insert(attachment.cid).second) {
      value.complain("has the cid of another attachment");
    }
    set(value, [&] { message.attach(std::move(attachment)); });
  }
}

/// Why a header is not for users to write; empty: it is.
std::string reservation(std::string_view header) {
  const std::vector<std::string> keys{"from", "to",          "cc",         "reply_to", "subject",
                                      "date", "in_reply_to", "references", "list_id",  "keywords"};
  std::string name = ascii::lowercase(header);
  if (name == "message-id") return "is made of the keys \"uid\" and \"host\"";
  if (name == "mime-version" || name.starts_with("content-")) return "follows from the message, and is written with it";
  std::ranges::replace(name, '-', '_');
  const bool has_key = std::ranges::find(keys, name) != keys.end();
  return has_key ? fmt::format("has a key of its own, \"{}\"", name) : "";
}

void take_headers(Message& message, const JsonValue& headers) {
  headers.each_member([&](const std::string& name, const JsonValue& values) {
    if (const std::string reason = reservation(name); !reason.empty()) values.complain(reason);
    for (const JsonValue& value : values.elements()) set(value, [&] { message.header(name, value.text()); });
  });
}

void take_references(Message& message, const JsonValue& references) {
  for (const JsonValue& id : references.elements()) set(id, [&] { message.reference(without_angles(id.text())); });
}

void take_keywords(Message& message, const JsonValue& keywords) {
  for (const JsonValue& keyword : keywords.elements()) set(keyword, [&] { message.keyword(keyword.text()); });
}

std::string uid_of(const JsonValue& value) {
  std::string uid = value.text();
  const auto is_allowed = [](char c) { return c >= 0x21 && c <= 0x7e; };
  if (uid.empty() || uid.size() > 70 || !std::ranges::all_of(uid, is_allowed)) {
    value.complain("must be 1 to 70 printable ASCII characters without spaces");
  }
  return uid;
}

std::string host_of(const JsonValue& value) {
  std::string host = value.text();
  if (!is_host_name(host)) value.complain("must be a host name such as \"example.org\"");
  return host;
}

std::map<std::string, JsonValue::Take> takers(Message& message, Identity& identity) {
  return {
      {"from", mailboxes_for(message, &Message::from)},
      {"to", mailboxes_for(message, &Message::to)},
      {"cc", mailboxes_for(message, &Message::cc)},
      {"reply_to", mailboxes_for(message, &Message::reply_to)},
      {"subject", text_for(message, &Message::subject)},
      {"text", text_for(message, &Message::text)},
      {"html", text_for(message, &Message::html)},
      {"markdown", text_for(message, &Message::markdown)},
      {"date", [&](const JsonValue& value) { message.date(date_of(value)); }},
      {"attachments", [&](const JsonValue& list) { take_attachments(message, list); }},
      {"headers", [&](const JsonValue& value) { take_headers(message, value); }},
      {"in_reply_to",
       [&](const JsonValue& value) { set(value, [&] { message.in_reply_to(without_angles(value.text())); }); }},
      {"references", [&](const JsonValue& value) { take_references(message, value); }},
      {"keywords", [&](const JsonValue& value) { take_keywords(message, value); }},
      {"list_id",
       [&](const JsonValue& value) {
         const Mailbox list = mailbox_of(value, "id");
         set(value, [&] { message.list_id(list.name, list.address); });
       }},
      {"uid", [&](const JsonValue& value) { identity.uid = uid_of(value); }},
      {"host", [&](const JsonValue& value) { identity.host = host_of(value); }},
  };
}

}  // namespace

std::string compose_json(std::string_view json) {
  const boost::json::value value = parse_json(json);
  if (const auto key = repeated_key(json)) throw std::runtime_error(fmt::format("{}: is there twice", *key));
  Message message;
  Identity identity;
  identity.uid = sha256_hex(json).substr(0, 32);
  JsonValue(value, "").take_members(takers(message, identity));
  return compose(message, identity);
}

}  // namespace n3::program
