#include "invariants.hpp"

#include <algorithm>
#include <ranges>
#include <string_view>
#include <vector>

#include "base/ascii.hpp"

namespace {

using Fields = n3::Message::Fields;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), lines.back().size() + 2));
  }
  return lines;
}

bool is_printable(char c) { return c == '\t' || (c >= 0x20 && c <= 0x7e); }
bool is_seven_bit(char c) { return c > 0 && c != '\r' && c != '\n'; }

std::string check_octets(std::string_view mail, bool attached_mail) {
  for (const auto line : lines_of(mail)) {
    if (line.size() > 998) return "a line of " + std::to_string(line.size()) + " octets";
    if (!std::ranges::all_of(line, attached_mail ? is_seven_bit : is_printable))
      return "octets that do not belong there: " + std::string(line);
  }
  return {};
}

// One word: no space but the one before it. Spaces in a quoted string are part of the word.
bool is_one_word(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (!line.starts_with(' ') && colon != line.npos) line.remove_prefix(colon + 1);
  bool quoted = false;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '"' && line[i - 1] != '\\') quoted = !quoted;
    if (line[i] == ' ' && !quoted) return false;
  }
  return line.starts_with(' ');
}

std::string check_header_lines(const std::vector<std::string_view>& lines) {
  for (const auto line : lines) {
    if (line.find_first_not_of(' ') == line.npos || line.contains('\t')) return "a line of blanks, or with tabs";
    if (line.size() > 76 && !is_one_word(line)) return "could be shorter: " + std::string(line);
  }
  return {};
}

std::vector<std::string> wanted_fields(const Fields& fields) {
  std::vector<std::string> names{"Date", "From"};
  const auto add = [&](bool wanted, const char* name) {
    if (wanted) names.push_back(name);
  };
  add(!fields.reply_to.empty(), "Reply-To");
  add(!fields.to.empty(), "To");
  add(!fields.cc.empty(), "Cc");
  add(!fields.subject.empty(), "Subject");
  add(true, "Message-ID");
  add(!fields.in_reply_to.empty(), "In-Reply-To");
  add(!fields.references.empty(), "References");
  add(!fields.list_id.address.empty(), "List-Id");
  add(!fields.keywords.empty(), "Keywords");
  for (const auto& [name, value] : fields.headers) names.push_back(name);
  add(true, "MIME-Version");
  add(true, "Content-Type");
  return names;
}

std::string check_fields(const std::vector<std::string_view>& lines, const Fields& fields, bool multipart) {
  auto wanted = wanted_fields(fields);
  if (!multipart) wanted.push_back("Content-Transfer-Encoding");
  std::vector<std::string> names;
  for (const auto line : lines)
    if (!line.starts_with(' ')) names.emplace_back(line.substr(0, line.find(':')));
  return names == wanted ? "" : "other header fields than were asked for";
}

// How many parts the outermost multipart has; 1 where there is none.
std::size_t wanted_parts(const Fields& fields) {
  const auto shown = static_cast<std::size_t>(std::ranges::count_if(
      fields.attachments, [&](const auto& file) { return fields.html.has_value() && !file.cid.empty(); }));
  const std::size_t attached = fields.attachments.size() - shown;
  if (attached > 0) return attached + 1;
  if (shown > 0) return shown + 1;
  return fields.text && fields.html ? 2 : 1;
}

std::string check_parts(std::string_view header, const std::vector<std::string_view>& body, std::size_t wanted) {
  constexpr std::string_view start = "boundary=\"";
  if (wanted == 1) return {};
  const std::size_t at = header.rfind(start);
  if (at == header.npos) return "no boundary";
  const std::string_view boundary =
      header.substr(at + start.size(), header.find('"', at + start.size()) - at - start.size());
  const std::string delimiter = "--" + std::string(boundary);
  const auto count = [&](const std::string& line) { return static_cast<std::size_t>(std::ranges::count(body, line)); };
  const auto starts = std::ranges::count_if(body, [&](auto line) { return line.starts_with(delimiter); });
  if (count(delimiter) != wanted || count(delimiter + "--") != 1) return "not the number of parts that was asked for";
  return static_cast<std::size_t>(starts) == wanted + 1 ? "" : "the boundary occurs in a part";
}

std::string check_body_lines(const std::vector<std::string_view>& lines) {
  for (const auto line : lines)
    if (line.size() > 76 && !is_one_word(line)) return "a line in the body past 76 octets: " + std::string(line);
  return {};
}

bool has_mail(const Fields& fields) {
  return std::ranges::any_of(fields.attachments, [](const auto& file) {
    return n3::ascii::uppercase(file.type).starts_with("MESSAGE/RFC822");
  });
}

}  // namespace

std::string broken_invariant(const n3::Message& message, const n3::Identity& identity) {
  const std::string mail = n3::compose(message, identity);
  if (n3::compose(message, identity) != mail) return "not the same bytes again";

  const std::size_t end = mail.find("\r\n\r\n");
  if (end == mail.npos) return "no empty line behind the header";
  if (!mail.ends_with("\r\n")) return "no line end at the end";
  const std::string_view header = std::string_view(mail).substr(0, end);
  const auto header_lines = lines_of(header);
  const auto body_lines = lines_of(std::string_view(mail).substr(end + 4));
  const Fields& fields = message.fields();
  const bool attached_mail = has_mail(fields);
  const std::size_t parts = wanted_parts(fields);

  std::string broken = check_octets(header, false);
  if (broken.empty()) broken = check_octets(mail, attached_mail);
  if (broken.empty()) broken = check_header_lines(header_lines);
  if (broken.empty()) broken = check_fields(header_lines, fields, parts > 1);
  if (broken.empty()) broken = check_parts(header, body_lines, parts);
  if (broken.empty() && !attached_mail) broken = check_body_lines(body_lines);
  return broken;
}
