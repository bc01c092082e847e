#include "sources/mbox_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>
#include <utility>

#include "base/ascii.hpp"
#include "base/digest.hpp"
#include "base/take.hpp"
#include "sources/mail_header.hpp"

namespace n3::sources {
namespace {

constexpr std::string_view from = "From ";

std::string_view take_line(std::string_view& text) { return take(text, text.find('\n') + 1); }  // each has its end

// 9:15, 09:15 and 09:15:30
bool is_time(std::string_view word) {
  const std::size_t colon = word.find(':');
  return (colon == 1 || colon == 2) && word.size() >= colon + 3 && ascii::is_digit(word[0]) &&
         ascii::is_digit(word[colon - 1]) && ascii::is_digit(word[colon + 1]) && ascii::is_digit(word[colon + 2]);
}

bool is_year(std::string_view word) { return word.size() == 4 && std::ranges::all_of(word, ascii::is_digit); }

// Lines of text may begin with "From " too, where a program has not put > before them as it should.
bool begins_mail(std::string_view line) {
  if (!line.starts_with(from)) return false;
  bool has_time = false;
  bool has_year = false;
  line = line.substr(0, line.find_last_not_of("\r\n") + 1);
  for (const auto part : std::views::split(line, ' ')) {
    const std::string_view word(part.begin(), part.end());
    has_time = has_time || is_time(word);
    has_year = has_year || is_year(word);
  }
  return has_time && has_year;
}

// mboxo quotes "From ", and mboxrd ">From " as well.
bool is_quoted(std::string_view line, MboxFormat format) {
  const std::size_t marks = std::min(line.find_first_not_of('>'), line.size());
  return line.substr(marks).starts_with(from) && (marks == 1 || (marks > 1 && format == MboxFormat::mboxrd));
}

std::string_view without_empty_line(std::string_view mail) {
  for (const std::string_view end : {"\r\n", "\n"}) {
    if (!mail.ends_with(end)) continue;
    const std::string_view rest = mail.substr(0, mail.size() - end.size());
    return rest.empty() || rest.ends_with('\n') ? rest : mail;
  }
  return mail;
}

std::string unquoted(std::string_view mail, MboxFormat format) {
  std::string result(header_of(mail));
  for (mail.remove_prefix(result.size()); !mail.empty();) {
    std::string_view line = take_line(mail);
    if (is_quoted(line, format)) line.remove_prefix(1);
    result += line;
  }
  return result;
}

// Some programs keep such notes in a first message that is none.
bool is_internal(std::string_view mail) { return field_value(header_of(mail), "X-IMAP").has_value(); }

bool is_note(std::string_view field) {
  constexpr std::array notes{"Status",           "X-Status",          "X-Keywords",     "X-UID",          "X-IMAPbase",
                             "X-Mozilla-Status", "X-Mozilla-Status2", "X-Mozilla-Keys", "Content-Length", "Lines"};
  return std::ranges::any_of(notes, [&](const char* name) { return is_field(field, name); });
}

}  // namespace

std::expected<MboxContent, std::string> read_mbox(std::string_view text, MboxFormat format) {
  MboxContent content{.is_whole = text.empty() || text.ends_with('\n')};
  text = text.substr(0, text.rfind('\n') + 1);
  if (!text.empty() && !begins_mail(text.substr(0, text.find('\n'))))
    return std::unexpected("it is no mbox: it does not begin with \"From \", a sender and a date");
  while (!text.empty()) {
    take_line(text);
    std::string_view rest = text;
    while (!rest.empty() && !begins_mail(rest.substr(0, rest.find('\n')))) take_line(rest);
    const std::string_view mail = without_empty_line(take(text, text.size() - rest.size()));
    if (rest.empty() && !content.is_whole) break;
    if (!content.mails.empty() || !is_internal(mail)) content.mails.push_back(unquoted(mail, format));
  }
  return content;
}

std::string mbox_key(std::string_view mail) {
  const std::string_view header = header_of(mail);
  Sha256 digest;
  for (std::string_view rest = header; !rest.empty();)
    if (const std::string_view field = take_field(rest); !is_note(field)) digest.add(field);
  digest.add(mail.substr(header.size()));
  return digest.hex();
}

}  // namespace n3::sources
