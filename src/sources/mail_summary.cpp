#include "sources/mail_summary.hpp"

#include <utility>

#include "mime/parse_date.hpp"
#include "sources/encoded_words.hpp"
#include "sources/mail_header.hpp"

namespace n3::sources {
namespace {

std::string trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == text.npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(blanks) + 1 - begin));
}

// The names and addresses of "Ann Lee <ann@example.org>, \"Lee, Bob\" <bob@example.org>, carl@example.org (Carl)". Of
// the grammar of RFC 5322 this is as much as telling the one from the other takes.
class MailboxWords {
 public:
  std::vector<std::string> of(std::string_view list) {
    bool is_quoted = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const char c = list[i];
      if (c == '"') is_quoted = !is_quoted;
      if (is_quoted && c == '\\' && i + 1 < list.size()) {
        word_ += list[++i];
      } else if (!is_quoted && std::string_view("<>(),;").contains(c)) {
        finish();
      } else if (c != '"') {
        word_ += c;
      }
    }
    finish();
    return std::move(words_);
  }

 private:
  void finish() {
    if (std::string word = trimmed(word_); !word.empty()) words_.push_back(decoded_words(word));
    word_.clear();
  }

  std::vector<std::string> words_;
  std::string word_;
};

}  // namespace

MailSummary MailSummary::of(std::string_view mail) {
  const std::string_view header = header_of(mail);
  return {.subject = decoded_words(field_value(header, "Subject").value_or("")),
          .from = MailboxWords().of(field_value(header, "From").value_or("")),
          .date = mime::parse_date(field_value(header, "Date").value_or(""))};
}

}  // namespace n3::sources
