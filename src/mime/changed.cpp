#include "mime/changed.hpp"

#include <algorithm>
#include <string>

#include "mime/diff.hpp"
#include "mime/escape.hpp"

namespace n3::mime {
namespace {

using In = DiffLine::In;

bool is_worth_showing(const DiffLine& line) {
  return line.in != In::both && line.line.find_first_not_of(" \t") != line.line.npos;
}

std::string as_text(const std::vector<DiffLine>& lines) {
  std::string text;
  for (const DiffLine& line : lines)
    if (is_worth_showing(line)) text.append(line.in == In::before ? "- " : "+ ").append(line.line) += '\n';
  return text;
}

std::string as_html(const std::vector<DiffLine>& lines) {
  std::string html;
  for (const DiffLine& line : lines) {
    if (!is_worth_showing(line)) continue;
    const std::string tag = line.in == In::before ? "del" : "ins";
    html += "<p><" + tag + ">" + escaped_html(line.line) + "</" + tag + "></p>\n";
  }
  return html;
}

}  // namespace

Message changed(const Message& now, std::string_view before_id, std::string_view before_text) {
  const Message::Fields& fields = now.fields();
  Message reply = now;
  if (!before_id.empty()) reply.in_reply_to(std::string(before_id)).reference(std::string(before_id));
  if (!fields.subject.starts_with("Re: ")) reply.subject("Re: " + fields.subject);
  if (before_text.empty() || !fields.text) return reply;

  const auto lines = diff(before_text, *fields.text);
  if (std::ranges::none_of(lines, is_worth_showing)) return reply;
  reply.text("What has changed:\n\n" + as_text(lines) + "\nWhat it says now:\n\n" + *fields.text);
  if (fields.html)
    reply.html("<p><b>What has changed:</b></p>\n" + as_html(lines) + "<p><b>What it says now:</b></p>\n" +
               *fields.html);
  return reply;
}

}  // namespace n3::mime
