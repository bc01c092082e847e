#include "json.hpp"

#include <cstdio>
#include <functional>
#include <string_view>
#include <vector>

#include "base/base64.hpp"
#include "base/ascii.hpp"

namespace {

std::string text(std::string_view value) {
  std::string json = "\"";
  for (const char c : value) {
    char escape[8];
    if (c == '"' || c == '\\' || n3::ascii::is_control(c)) {
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned char>(c));
      json += escape;
    } else {
      json += c;
    }
  }
  return json += '"';
}

template <class T>
std::string list(const std::vector<T>& values, auto to_text) {
  std::string json = "[";
  for (const T& value : values) {
    if (json.size() > 1) json += ", ";
    json += to_text(value);
  }
  return json += ']';
}

std::string pair(std::string_view a, std::string_view b) { return '[' + text(a) + ", " + text(b) + ']'; }
std::string mailbox(const n3::Mailbox& box) { return pair(box.name, box.address); }
std::string optional(const std::optional<std::string>& value) { return value ? text(*value) : "null"; }

std::string attachment(const n3::Attachment& file) {
  return "{\"name\": " + text(file.name) + ", \"type\": " + text(file.type) + ", \"cid\": " + text(file.cid) +
         ", \"bytes\": " + text(n3::base64_encode(file.bytes)) + '}';
}

}  // namespace

std::string to_json(const n3::Message::Fields& fields, const n3::Identity& identity) {
  const auto date = fields.date.value_or(identity.date).time_since_epoch().count();
  std::string json = "{\n";
  const auto add = [&](std::string_view name, const std::string& value) {
    if (json.size() > 2) json += ",\n";
    json += text(name) + ": " + value;
  };
  add("uid", text(identity.uid));
  add("host", text(identity.host));
  add("date", std::to_string(date));
  add("from", list(fields.from, mailbox));
  add("to", list(fields.to, mailbox));
  add("cc", list(fields.cc, mailbox));
  add("reply_to", list(fields.reply_to, mailbox));
  add("subject", text(fields.subject));
  add("in_reply_to", text(fields.in_reply_to));
  add("references", list(fields.references, text));
  add("list_id", mailbox(fields.list_id));
  add("headers", list(fields.headers, [](const auto& header) { return pair(header.first, header.second); }));
  add("text", optional(fields.text));
  add("html", optional(fields.html));
  add("attachments", list(fields.attachments, attachment));
  return json + "\n}\n";
}
