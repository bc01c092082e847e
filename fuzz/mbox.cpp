// The reader of mbox files: whatever a file holds, it becomes mail or one error. Mail that is written as an mbox again,
// quoted and with another "From " line, reads as the same mail with the same keys, and what is cut off at the end of a
// file takes nothing from the mail before.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input.hpp"
#include "sources/mail_header.hpp"
#include "sources/mbox_reader.hpp"

namespace {

using namespace n3;
using Mails = std::vector<std::string>;

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n') + 1);
  text.remove_prefix(line.size());
  return line;
}

std::string with_quotes(std::string_view mail) {
  std::string result(sources::header_of(mail));
  for (mail.remove_prefix(result.size()); !mail.empty();) {
    const std::string_view line = take_line(mail);
    const std::size_t marks = std::min(line.find_first_not_of('>'), line.size());
    if (line.substr(marks).starts_with("From ")) result += '>';
    result += line;
  }
  return result;
}

std::string write(const Mails& mails) {
  std::string text;
  for (const std::string& mail : mails)
    text.append("From somebody@example.org Mon Nov 23 10:15:00 2026\n").append(with_quotes(mail)).append("\n");
  return text;
}

void check_cut(std::string_view text, const Mails& whole) {
  const auto cut = sources::read_mbox(text.substr(0, text.size() / 2), MboxFormat::mboxrd);
  if (!cut) return;  // in the first line
  const std::size_t sure = cut->mails.empty() ? 0 : cut->mails.size() - 1;
  fuzz::require(sure <= whole.size() &&
                    std::equal(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(sure), cut->mails.begin()),
                "a file that is cut short has the same mail, but for the last");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto content = sources::read_mbox(text, MboxFormat::mboxrd);
  if (!content) {
    fuzz::require(!content.error().empty(), "an error says something");
    return 0;
  }
  const auto again = sources::read_mbox(write(content->mails), MboxFormat::mboxrd);
  fuzz::require(again && again->is_whole && again->mails == content->mails, "what is written again reads the same");
  for (const std::string& mail : content->mails)
    fuzz::require(mail.starts_with(' ') || mail.starts_with('\t') ||
                      sources::mbox_key("Status: RO\n" + mail) == sources::mbox_key(mail),
                  "a note makes no other mail");
  check_cut(text, content->mails);
  const auto mboxo = sources::read_mbox(text, MboxFormat::mboxo);
  fuzz::require(mboxo && mboxo->mails.size() == content->mails.size(), "both formats have the same number of mails");
  return 0;
}
