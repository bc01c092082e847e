#include "service/status.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>

#include <n3/version.hpp>

#include "base/one_line.hpp"

namespace n3::program {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds never{};

std::string count(std::uint64_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string next_text(const spool::Health& health, sys_seconds now) {
  if (health.due == never) return "next at a login";
  return health.due > now ? "next in " + roughly(health.due - now) : "next now";
}

std::string health_text(const spool::Health& health, sys_seconds now) {
  std::string text;
  if (health.failures > 0) {
    text = fmt::format("FAILING for {}, {}: {}", roughly(now - health.failing_since), count(health.failures, "time"),
                       one_line(health.cause));
  } else if (health.succeeded == never) {
    text = "not fetched yet";
  } else {
    text = fmt::format("fetched {} ago", roughly(now - health.succeeded));
  }
  if (health.asked != never) return fmt::format("{}; being fetched for {}", text, roughly(now - health.asked));
  return health.succeeded == never && health.failures == 0 ? text : fmt::format("{}, {}", text, next_text(health, now));
}

std::string sources_text(const std::vector<spool::SourceFacts>& sources, sys_seconds now) {
  std::size_t mailbox_width = 7, source_width = 6;
  for (const spool::SourceFacts& source : sources) {
    mailbox_width = std::max(mailbox_width, one_line(source.mailbox).size());
    source_width = std::max(source_width, one_line(source.name).size());
  }
  std::string text =
      fmt::format("\n{:<{}}  {:<{}}  {:>8}\n", "mailbox", mailbox_width, "source", source_width, "messages");
  for (const spool::SourceFacts& source : sources)
    text += fmt::format("{:<{}}  {:<{}}  {:>8}  {}\n", one_line(source.mailbox), mailbox_width, one_line(source.name),
                        source_width, source.messages, health_text(source.health, now));
  return text;
}

}  // namespace

std::string roughly(seconds time) {
  using namespace std::chrono_literals;
  time = std::max(time, 0s);
  if (time < 90s) return fmt::format("{}s", time.count());
  if (time < 90min) return fmt::format("{}m", std::chrono::round<std::chrono::minutes>(time).count());
  if (time < 36h) return fmt::format("{}h", std::chrono::round<std::chrono::hours>(time).count());
  return fmt::format("{}d", std::chrono::round<std::chrono::days>(time).count());
}

std::string to_text(const Status& status, sys_seconds now) {
  std::string text = fmt::format("n3 {}, process {}, for {}\n", N3_VERSION, ::getpid(), roughly(now - status.started));
  text += fmt::format("listening  {}\n", fmt::join(status.listening, ", "));
  text += fmt::format("sessions   {} now, {} before\n", status.sessions, status.ended);
  text += fmt::format("spool      {}\n", status.spool);
  if (!status.fetching.empty()) text += fmt::format("fetching   {}\n", status.fetching);
  return status.sources.empty() ? text : text + sources_text(status.sources, now);
}

}  // namespace n3::program
