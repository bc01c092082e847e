#include <n3/message.hpp>

#include <span>
#include <string>
#include <string_view>

#include "mime/body.hpp"
#include "mime/date.hpp"
#include "mime/header_writer.hpp"
#include "mime/mailbox_list.hpp"
#include "mime/message_id.hpp"
#include "mime/part.hpp"
#include "mime/unstructured.hpp"

namespace n3 {
namespace {

using namespace mime;

constexpr std::size_t longest_subject_word = 66;  // fills the first line behind "Subject: "
constexpr std::size_t longest_header_word = 900;  // may be an URL, which an encoded word would break

void write_one(std::string& out, std::string_view name, std::string_view token) {
  HeaderWriter header(out, name);
  header.add(token);
  header.end();
}

void write_mailboxes(std::string& out, std::string_view name, std::span<const Mailbox> mailboxes) {
  if (mailboxes.empty()) return;
  HeaderWriter header(out, name);
  add_mailboxes(header, mailboxes);
  header.end();
}

void write_text(std::string& out, std::string_view name, std::string_view text, std::size_t longest_word) {
  HeaderWriter header(out, name);
  add_unstructured(header, text, longest_word);
  header.end();
}

void write_ids(std::string& out, std::string_view name, std::span<const std::string> ids) {
  if (ids.empty()) return;
  HeaderWriter header(out, name);
  for (const std::string& id : ids) header.add('<' + id + '>');
  header.end();
}

void write_list_id(std::string& out, const Mailbox& list) {
  if (list.address.empty()) return;
  HeaderWriter header(out, "List-Id");
  if (!list.name.empty()) add_phrase(header, list.name);
  header.add('<' + list.address + '>');
  header.end();
}

// RFC 2047 section 5 (3): nothing stands directly behind an encoded word in a phrase.
void write_keywords(std::string& out, std::span<const std::string> keywords) {
  if (keywords.empty()) return;
  HeaderWriter header(out, "Keywords", 1);
  for (const std::string& keyword : keywords) {
    const bool is_first = &keyword == &keywords.front();
    if (!is_first && out.ends_with("?="))
      header.add(",");
    else if (!is_first)
      header.add_behind(',');
    add_phrase(header, keyword);
  }
  header.end();
}

void write_header(std::string& out, const Message::Fields& fields, const Identity& identity) {
  const Mailbox nobody{{}, "n3@" + host_of(identity)};
  write_one(out, "Date", date_rfc5322(fields.date.value_or(identity.date)));
  write_mailboxes(out, "From", fields.from.empty() ? std::span(&nobody, 1) : std::span(fields.from));
  write_mailboxes(out, "Reply-To", fields.reply_to);
  write_mailboxes(out, "To", fields.to);
  write_mailboxes(out, "Cc", fields.cc);
  if (!fields.subject.empty()) write_text(out, "Subject", fields.subject, longest_subject_word);
  write_one(out, "Message-ID", '<' + message_id(identity) + '>');
  if (!fields.in_reply_to.empty()) write_ids(out, "In-Reply-To", {&fields.in_reply_to, 1});
  write_ids(out, "References", fields.references);
  write_list_id(out, fields.list_id);
  write_keywords(out, fields.keywords);
  for (const auto& [name, value] : fields.headers) write_text(out, name, value, longest_header_word);
  write_one(out, "MIME-Version", "1.0");
}

}  // namespace

std::string compose(const Message& message, const Identity& identity) {
  std::string mail;
  write_header(mail, message.fields(), identity);
  write(mail, body_of(message.fields()), identity.uid);
  if (!mail.ends_with("\r\n")) mail += "\r\n";
  return mail;
}

}  // namespace n3
