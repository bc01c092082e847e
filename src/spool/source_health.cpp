#include "spool/source_health.hpp"

#include <new>
#include <utility>

#include "base/now.hpp"
#include "base/thrown.hpp"
#include "mime/date.hpp"

namespace n3::spool {
namespace {

// When a source does well again and again, the ledger is told of it so often.
constexpr std::chrono::minutes news{1};

constexpr std::chrono::sys_seconds never{};

std::chrono::sys_seconds after(SourceHealth::Delay delay) { return delay ? now() + *delay : never; }

}  // namespace

SourceHealth::SourceHealth(Ledger& ledger, Reporter& reporter, Place place, std::shared_ptr<const Rules> rules,
                           Intake mailbox)
    : ledger_(ledger),
      reporter_(reporter),
      place_(std::move(place)),
      rules_(std::move(rules)),
      mailbox_(std::move(mailbox)),
      title_("mailbox " + place_.mailbox_name + ", source " + place_.source_name),
      health_(ledger.health(place_.source)) {}

void SourceHealth::begins() {
  health_.asked = now();
  ledger_.set_health(place_.source, health_);
}

void SourceHealth::is_interrupted() {
  if (health_.asked == never) return;
  health_.asked = never;
  enter();
}

// An operator wants to see once that a source brings something, and that one which was ill is well again.
void SourceHealth::succeeded(const std::string& with, Delay next) {
  if (!has_succeeded_ || !logged_.empty()) reporter_.info(title_ + ": fetched, with " + with);
  has_succeeded_ = true;
  logged_.clear();
  if (health_.failing_since != never) say_well();
  const bool is_news = health_.failures > 0 || health_.asked != never || now() >= health_.succeeded + news;
  health_ = {.succeeded = now(), .due = after(next)};
  if (is_news) enter();
}

void SourceHealth::failed(const std::string& cause, Delay next) {
  if (cause != logged_) reporter_.warn(title_ + ": not fetched: " + cause);
  logged_ = cause;
  if (health_.failures++ == 0) health_.failing_since = now();
  health_.asked = never;
  health_.due = after(next);
  health_.cause = cause;
  enter();
  say_ill();
}

std::optional<std::chrono::sys_seconds> SourceHealth::due() const {
  const bool did_well = !was_cut_short() && health_.failures == 0 && health_.due != never;
  return did_well ? std::optional(health_.due) : std::nullopt;
}

// What cannot be entered is known here all the same, and the next change is entered with it.
void SourceHealth::enter() noexcept try { ledger_.set_health(place_.source, health_); } catch (...) {
  return;
}

// ---- What people read ----

void SourceHealth::say_ill() {
  const auto patience = rules_->get().report_after;
  if (patience.count() == 0 || now() < health_.failing_since + patience) return;
  const std::string since = mime::date_rfc5322(health_.failing_since);
  say("failing", place_.source_name + " cannot be fetched",
      "N3 has been asking " + place_.source_name + " for news since " + since +
          ", and has failed each time. The last error:\n\n    " + printable(health_.cause) +
          "\n\nIt goes on asking, and another message will say when it works again. Nothing that was here is lost.\n");
}

void SourceHealth::say_well() {
  say("well", place_.source_name + " is fetched again",
      "N3 can fetch " + place_.source_name + " again. It could not since " + mime::date_rfc5322(health_.failing_since) +
          ".\n",
      key("failing"));
}

bool SourceHealth::was_said(const std::string& key) const {
  const std::string_view keys[] = {key};
  return ledger_.find(mailbox_.place().source, keys).front().has_value();
}

// The keys of one illness are the same each time it is spoken of, so it is said once. Nobody is told of the end of one
// that nobody was told of.
void SourceHealth::say(const std::string& what, const std::string& subject, const std::string& text,
                       const std::string& about) try {
  if (!about.empty() && !was_said(about)) return;
  mailbox_.add(
      {.key = key(what), .revision = what, .content = Message{}.subject(subject).text(text), .in_reply_to = about});
} catch (const std::bad_alloc&) {
  throw;
} catch (...) {
  reporter_.warn(title_ + ": the mailbox could not be told: " + thrown_text());
}

std::string SourceHealth::key(const std::string& what) const {
  return "n3:" + what + ":" + std::to_string(health_.failing_since.time_since_epoch().count()) + ":" +
         place_.source_name;
}

}  // namespace n3::spool
