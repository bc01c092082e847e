#include <n3/message.hpp>

#include <utility>

#include "mime/checked.hpp"
#include "mime/markdown.hpp"

namespace n3 {
namespace {

Mailbox checked_mailbox(std::string_view setter, std::string name, std::string address) {
  return {mime::checked_text(setter, std::move(name)), mime::checked_address(setter, std::move(address))};
}

}  // namespace

Message& Message::from(std::string name, std::string address) {
  fields_.from = {checked_mailbox("from", std::move(name), std::move(address))};
  return *this;
}

Message& Message::to(std::string name, std::string address) {
  fields_.to.push_back(checked_mailbox("to", std::move(name), std::move(address)));
  return *this;
}

Message& Message::cc(std::string name, std::string address) {
  fields_.cc.push_back(checked_mailbox("cc", std::move(name), std::move(address)));
  return *this;
}

Message& Message::reply_to(std::string name, std::string address) {
  fields_.reply_to.push_back(checked_mailbox("reply_to", std::move(name), std::move(address)));
  return *this;
}

Message& Message::subject(std::string text) {
  fields_.subject = mime::checked_text("subject", std::move(text));
  return *this;
}

Message& Message::date(std::chrono::sys_seconds date) {
  fields_.date = date;
  return *this;
}

Message& Message::text(std::string text) {
  fields_.text = mime::checked_body(std::move(text));
  return *this;
}

Message& Message::html(std::string html) {
  fields_.html = mime::checked_body(std::move(html));
  return *this;
}

Message& Message::markdown(std::string markdown) {
  markdown = mime::checked_body(std::move(markdown));
  fields_.html = mime::html_of_markdown(markdown);
  fields_.text = std::move(markdown);
  return *this;
}

Message& Message::attach(Attachment attachment) {
  attachment.name = mime::checked_file_name(std::move(attachment.name));
  attachment.type = mime::checked_media_type(std::move(attachment.type));
  attachment.cid = mime::checked_cid(std::move(attachment.cid));
  fields_.attachments.push_back(std::move(attachment));
  return *this;
}

Message& Message::header(std::string name, std::string value) {
  name = mime::checked_header_name(std::move(name));
  value = mime::checked_text("header", std::move(value));
  fields_.headers.emplace_back(std::move(name), std::move(value));
  return *this;
}

Message& Message::in_reply_to(std::string message_id) {
  fields_.in_reply_to = mime::checked_message_id("in_reply_to", std::move(message_id));
  return *this;
}

Message& Message::reference(std::string message_id) {
  fields_.references.push_back(mime::checked_message_id("reference", std::move(message_id)));
  return *this;
}

Message& Message::keyword(std::string text) {
  if (!text.empty()) fields_.keywords.push_back(mime::checked_text("keyword", std::move(text)));
  return *this;
}

Message& Message::list_id(std::string name, std::string id) {
  fields_.list_id = {mime::checked_text("list_id", std::move(name)), mime::checked_list_id(std::move(id))};
  return *this;
}

}  // namespace n3
