#include <fmt/chrono.h>
#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "base/one_line.hpp"
#include "base/output.hpp"
#include "base/progress.hpp"
#include "commands/commands.hpp"
#include "commands/spool_file.hpp"
#include "spool/upkeep.hpp"

namespace n3::program {
namespace {

using spool::MailboxFacts;
using spool::MessageFacts;
using spool::State;
using spool::Upkeep;

constexpr auto examples = R"(The spool may be in use meanwhile. What a running server shows changes with the
next login; after "rename", give the mailbox its new name in the configuration
and start the server again.

Examples
  n3 spool list
  n3 spool show blog
  n3 spool show blog 1f0c2a77d1e54b9
  n3 spool verify --spool /var/lib/n3/n3.db)";

struct Options {
  std::string file;  ///< See spool_file.hpp.
  std::string mailbox;
  std::string name;  ///< A UIDL, or a mailbox's new name.
  bool all = false;
};

std::string time_text(std::chrono::sys_seconds time) {
  return fmt::format("{:%F %T}", fmt::gmtime(time.time_since_epoch().count()));
}

std::string_view state_text(State state) {
  switch (state) {
    case State::shown: return "shown";
    case State::away: return "away: it has left its source";
    case State::retired: return "retired: it is shown no more";
    default: return "retired, and its bytes have gone";
  }
}

int list(const Options& options) {
  std::string text = fmt::format("{:<24} {:>9} {:>14}  {}\n", "mailbox", "messages", "octets", "newest (UTC)");
  for (const MailboxFacts& mailbox : open_spool(options.file).mailboxes()) {
    text += fmt::format("{:<24} {:>9} {:>14}  {}\n", one_line(mailbox.name), mailbox.messages, mailbox.octets,
                        mailbox.newest ? time_text(*mailbox.newest) : "-");
  }
  print(text);
  return 0;
}

int show_mailbox(Upkeep& upkeep, const Options& options) {
  std::string text = fmt::format("{:<19}  {:>9}  {:<16}  {}\n", "first seen (UTC)", "octets", "UIDL", "key");
  for (const MessageFacts& message : upkeep.messages(options.mailbox, options.all)) {
    text += fmt::format("{}  {:>9}  {:<16}  {}{}\n", time_text(message.first_seen), message.octets, message.uid,
                        one_line(message.key),
                        message.state == State::shown ? "" : fmt::format("  ({})", state_text(message.state)));
  }
  print(text);
  return 0;
}

int show_message(Upkeep& upkeep, const Options& options) {
  const MessageFacts message = upkeep.message(options.mailbox, options.name);
  std::string text;
  const auto add = [&](std::string_view label, std::string_view value) {
    if (!value.empty()) text += fmt::format("{:<11} {}\n", label, one_line(value));
  };
  add("UIDL", message.uid);
  add("state", state_text(message.state));
  add("octets", std::to_string(message.octets));
  add("first seen", time_text(message.first_seen) + " UTC");
  add("retrieved", message.retrieved ? time_text(*message.retrieved) + " UTC" : "by nobody");
  add("for", message.account.empty() ? "everybody" : message.account);
  add("source", message.source);
  add("key", message.key);
  add("file", message.path);
  print(text + "\n" + upkeep.bytes(message.id));
  return 0;
}

int show(const Options& options) {
  Upkeep upkeep = open_spool(options.file);
  return options.name.empty() ? show_mailbox(upkeep, options) : show_message(upkeep, options);
}

int rename(const Options& options) {
  open_spool(options.file).rename(options.mailbox, options.name);
  return 0;
}

int forget(const Options& options) {
  if (options.name.empty() == !options.all) throw std::runtime_error("forget: name a UIDL, or say --all");
  Upkeep upkeep = open_spool(options.file);
  if (options.all) {
    upkeep.forget_all(options.mailbox);
  } else {
    upkeep.forget(options.mailbox, options.name);
  }
  return 0;
}

int verify(const Options& options) {
  std::vector<std::string> problems;
  {
    Progress bar("reading");
    problems = open_spool(options.file).verify([&](std::size_t done, std::size_t all) { bar.show(done, all); });
  }
  for (const std::string& problem : problems) complain("n3: " + problem);
  if (problems.empty()) print(fmt::format("{} is whole\n", spool_file(options.file)));
  return problems.empty() ? 0 : 1;
}

CLI::App* add(CLI::App& spool, const char* name, const char* about, int (*run)(const Options&),
              const std::shared_ptr<Options>& options, Run& chosen) {
  CLI::App* command = spool.add_subcommand(name, about);
  add_spool_option(*command, options->file);
  command->callback([run, options, &chosen] { chosen = [run, options] { return run(*options); }; });
  return command;
}

}  // namespace

void add_spool(CLI::App& app, Run& chosen) {
  CLI::App* spool = app.add_subcommand("spool", "Look into the file that keeps the mail, and mend it");
  spool->footer(examples);
  spool->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  const auto needs_mailbox = [&](CLI::App* command) {
    command->add_option("MAILBOX", options->mailbox, "Its name")->type_name("")->required();
    return command;
  };

  add(*spool, "list", "The mailboxes, and what they hold", list, options, chosen);
  CLI::App* shown =
      needs_mailbox(add(*spool, "show", "The messages of a mailbox, or one of them", show, options, chosen));
  shown->add_option("UIDL", options->name, "Of the message")->type_name("");
  shown->add_flag("--all", options->all, "What is shown no more as well");
  CLI::App* renamed = needs_mailbox(
      add(*spool, "rename", "Give a mailbox another name; its mail stays what it is", rename, options, chosen));
  renamed->add_option("NAME", options->name, "The new name")->type_name("")->required();
  CLI::App* forgotten =
      needs_mailbox(add(*spool, "forget", "Make that a message has never been: if its source has it, it is new", forget,
                        options, chosen));
  forgotten->add_option("UIDL", options->name, "Of the message")->type_name("");
  forgotten->add_flag("--all", options->all, "All of the mailbox");
  add(*spool, "verify", "Read all that is there, and say what is wrong", verify, options, chosen);
  add_spool_archive(*spool, chosen);
}

}  // namespace n3::program
