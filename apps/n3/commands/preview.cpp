#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <n3/body.hpp>

#include "base/nearest.hpp"
#include "base/one_line.hpp"
#include "base/output.hpp"
#include "base/progress.hpp"
#include "base/settled.hpp"
#include "commands/commands.hpp"
#include "config/config.hpp"
#include "maildrop/file_body.hpp"
#include "service/spool.hpp"
#include "sources/mail_summary.hpp"

namespace n3::program {
namespace {

constexpr auto examples = R"(Fetches what the mailbox is filled with, and says what it would show to somebody
who sees it for the first time. The spool is neither read nor written, and no
file is removed.

Examples
  n3 preview n3.toml blog        a line for each message
  n3 preview n3.toml blog 3      the third one, whole)";

struct Options {
  std::string file;
  std::string mailbox;
  std::size_t number = 0;  ///< Of a message; 0: all of them.
};

const MailboxConfig& find_mailbox(const Config& config, const std::string& name) {
  std::vector<std::string> known;
  for (const MailboxConfig& mailbox : config.mailboxes) {
    if (mailbox.name == name) return mailbox;
    known.push_back(mailbox.name);
  }
  throw std::runtime_error(fmt::format("there is no mailbox \"{}\"; {}", name, suggestion(name, known)));
}

template <class T>
T value_of(Answer<T> answer) {
  answer = settled(std::move(answer));
  if (const Error* error = answer.error()) throw std::runtime_error(error->text);
  return std::move(*answer.value());
}

std::string bytes_of(Body body) {
  if (const auto* file = std::get_if<Body::File>(&body.content())) body = value_of(read_file(file->path));
  if (const auto* view = std::get_if<Body::View>(&body.content())) return std::string(view->bytes);
  std::string bytes;
  const auto& chunks = std::get<Body::Chunks>(body.content());
  for (std::string_view piece = value_of(chunks->next()); !piece.empty(); piece = value_of(chunks->next()))
    bytes += piece;
  return bytes;
}

struct Shown {
  sources::MailSummary summary;
  std::chrono::sys_seconds date;
  std::string uid;
  std::uint64_t octets;
  std::string mail;
};

Snapshot list(Maildrop& maildrop, const std::string& mailbox) try {
  return value_of(maildrop.list());
} catch (const std::runtime_error&) {
  throw std::runtime_error(mailbox + ": nothing could be fetched");  // the log says why
}

/// By their dates, so that their numbers stay the same whichever source is quicker.
std::vector<Shown> messages(Maildrop& maildrop, const std::string& mailbox) {
  std::vector<Shown> shown;
  const Snapshot snapshot = list(maildrop, mailbox);
  for (std::size_t i = 0; i < snapshot.listing->size(); ++i) {
    const Entry& entry = (*snapshot.listing)[i];
    std::string mail = bytes_of(value_of(maildrop.open(i)));
    auto summary = sources::MailSummary::of(mail);
    const auto date = summary.date.value_or(entry.received);
    shown.push_back({std::move(summary), date, entry.uid, entry.octets, std::move(mail)});
  }
  std::ranges::sort(shown, {}, [](const Shown& message) { return std::tie(message.date, message.uid); });
  return shown;
}

std::string line_of(std::size_t number, const Shown& message) {
  const auto& from = message.summary.from;
  return fmt::format("{:>5}  {:%F}  {:>9}  {:<24.24}  {}\n", number,
                     fmt::gmtime(message.date.time_since_epoch().count()), message.octets,
                     from.empty() ? "" : one_line(from.front()), one_line(message.summary.subject));
}

std::string preview_of(Maildrop& maildrop, const Options& options) {
  const auto shown = messages(maildrop, options.mailbox);
  if (options.number > shown.size())
    throw std::runtime_error(fmt::format("{} has {} messages", options.mailbox, shown.size()));
  if (options.number > 0) return shown[options.number - 1].mail;
  std::string text = fmt::format("{:>5}  {:<10}  {:>9}  {:<24}  {}\n", "", "date", "octets", "from", "subject");
  for (std::size_t i = 0; i < shown.size(); ++i) text += line_of(i + 1, shown[i]);
  return text;
}

/// With a bar for lists of feeds, which may take their time.
MailboxConfig showing(MailboxConfig mailbox, Progress& bar) {
  for (SourceConfig& source : mailbox.sources)
    if (auto* feed = std::get_if<FeedSource>(&source.what))
      feed->options.progress = [&bar](std::size_t done, std::size_t all) { bar.show(done, all); };
  return mailbox;
}

int preview(const Options& options) {
  auto config = load_config(options.file);
  if (!config) {
    for (const Problem& problem : config.error()) complain(to_string(problem, options.file));
    return 1;
  }
  config->accounts.clear();  // what strangers have written is parsed from here on
  const MailboxConfig& mailbox = find_mailbox(*config, options.mailbox);
  if (is_fresh(mailbox)) throw std::runtime_error(options.mailbox + " is one message, made anew at every login");
  const auto log = [](const Event& event) {
    if (event.level == Event::Level::warning) complain(event.text);
  };
  std::string text;
  {
    Progress bar("fetching");
    const auto spool = preview_spool(*config, showing(mailbox, bar), log);
    const auto maildrop = spool->maildrop("", {mailbox.name});
    text = preview_of(*maildrop, options);
  }
  print(text);
  return 0;
}

}  // namespace

void add_preview(CLI::App& app, Run& chosen) {
  CLI::App* command = app.add_subcommand("preview", "Show what a mailbox would serve, and change nothing");
  command->footer(examples);
  const auto options = std::make_shared<Options>();
  command->add_option("FILE,--config", options->file, "The configuration, such as n3.toml")->type_name("")->required();
  command->add_option("MAILBOX", options->mailbox, "Its name")->type_name("")->required();
  command->add_option("NUMBER", options->number, "Of a message that is to be printed whole")->type_name("");
  command->callback([options, &chosen] { chosen = [options] { return preview(*options); }; });
}

}  // namespace n3::program
