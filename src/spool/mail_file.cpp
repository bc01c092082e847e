#include "spool/mail_file.hpp"

#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/regular_file.hpp"

namespace n3::spool {
namespace {

using Outcome = Reading::Outcome;

std::invalid_argument refusal(const MailFile& mail, const std::string& why) {
  return std::invalid_argument(mail.path.string() + ": " + why);
}

Reading vanished_or_refused(const MailFile& mail, const std::error_code& error) {
  if (error != std::errc::no_such_file_or_directory) throw refusal(mail, explain(error));
  return {.outcome = Outcome::vanished};
}

}  // namespace

// Nobody writes when it is opened, and its stamp is the same when it has been read: nobody has written in between.
Reading read(const MailFile& mail) {
  auto file = RegularFile::open(mail.path, Links::refuse);
  if (!file) return vanished_or_refused(mail, file.error());
  if (mail.may_be_partial && file->is_being_written()) return {.outcome = Outcome::unfinished};
  if (file->size() == 0) throw refusal(mail, "it is empty");
  const std::string stamp = file->stamp();
  auto size = measure(std::move(*file), mail.path);
  if (size.error()) throw refusal(mail, size.error()->text);
  if (mail.may_be_partial && stamp_of(mail.path) != stamp) return {.outcome = Outcome::unfinished};
  return {.stamp = stamp, .size = *std::move(size.value())};
}

Reading believe(const MailFile& mail) {
  auto stamp = stamp_of(mail.path);
  if (!stamp) return vanished_or_refused(mail, stamp.error());
  return {.stamp = *std::move(stamp), .size = {.octets = mail.octets}};
}

}  // namespace n3::spool
