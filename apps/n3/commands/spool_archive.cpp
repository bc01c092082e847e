#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>

#include <n3/spool.hpp>

#include "archive/archive.hpp"
#include "base/files.hpp"
#include "base/one_line.hpp"
#include "base/output.hpp"
#include "base/progress.hpp"
#include "commands/commands.hpp"
#include "commands/spool_file.hpp"
#include "spool/upkeep.hpp"

namespace n3::program {
namespace {

constexpr auto export_examples = R"(A file that ends in ".mbox" is made as one (mboxrd); anything else is a Maildir,
to which what is new is added when it is there already.

Examples
  n3 spool export blog blog-archive
  n3 spool export blog blog.mbox --uidl blog.uidl)";

constexpr auto import_examples = R"(The archive is a Maildir, a folder of .eml files, or an mbox file. What has been
imported once is not imported again. A line of the file with UIDLs is a UIDL, a
space, and the name of a file without flags, or the number of a message in an
mbox; messages that it does not name get a UIDL from N3.

Examples
  n3 spool import inbox /home/andris/Maildir
  n3 spool import inbox /var/mail/andris --uidl andris.uidl)";

struct Options {
  std::string file;  ///< See spool_file.hpp.
  std::string mailbox;
  std::string place;  ///< Of the archive.
  std::string uidl;   ///< A file with UIDLs; empty: none.
};

std::string bytes_of(spool::Upkeep& upkeep, const spool::MessageFacts& message) {
  return message.path.empty() ? upkeep.bytes(message.id) : read_needed(message.path);
}

int export_mailbox(const Options& options) {
  spool::Upkeep upkeep = open_spool(options.file);
  const auto messages = upkeep.messages(options.mailbox, false);
  const auto archive = ArchiveWriter::open(options.place);
  std::string uidls;
  std::size_t done = 0;
  {
    Progress bar("exporting");
    for (const spool::MessageFacts& message : messages) {
      const std::string name = archive->add(bytes_of(upkeep, message), message.uid, message.first_seen);
      uidls += fmt::format("{} {}\n", message.uid, name);
      bar.show(++done, messages.size());
    }
    archive->finish();
  }
  if (!options.uidl.empty()) write_whole(options.uidl, uidls, 0600);
  print(fmt::format("{} messages of {} are in {}\n", done, options.mailbox, options.place));
  return 0;
}

/// The UIDLs of messages, by their names in the archive.
std::map<std::string, std::string> read_uidls(const std::string& file) {
  std::map<std::string, std::string> uidls;
  if (file.empty()) return uidls;
  const std::string text = read_needed(file);
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    const std::size_t space = line.find(' ');
    ++number;
    if (space == line.npos || space == 0)
      throw std::runtime_error(fmt::format("{}:{}: no UIDL and name", file, number));
    uidls[line.substr(space + 1)] = line.substr(0, space);
    at = end + 1;
  }
  return uidls;
}

std::set<std::string> imported_before(const Options& options) {
  std::set<std::string> keys;
  spool::Upkeep upkeep = open_spool(options.file);
  for (const spool::MailboxFacts& mailbox : upkeep.mailboxes()) {
    if (mailbox.name != options.mailbox) continue;
    for (const spool::MessageFacts& message : upkeep.messages(mailbox.name, true))
      if (message.source.empty()) keys.insert(message.key);
  }
  return keys;
}

int import_mailbox(const Options& options) {
  const auto mails = read_archive(options.place);
  const auto uidls = read_uidls(options.uidl);
  const auto log = [](const Event& event) { complain("n3: " + event.text); };
  const auto spool = Spool::open(spool_file(options.file), {.log = log});  // made, where there is none yet
  const auto known = imported_before(options);
  std::size_t added = 0;
  std::size_t there = 0;
  std::vector<std::string> problems;
  {
    Progress bar("importing");
    for (const ArchivedMail& mail : mails) {
      bar.show(added + there + problems.size(), mails.size());
      if (known.contains(mail.key)) {
        ++there;
        continue;
      }
      const auto uidl = uidls.find(mail.name);
      try {
        spool->mailbox(options.mailbox)
            .add({.key = mail.key, .content = Mail{mail.bytes()}, .uid = uidl == uidls.end() ? "" : uidl->second});
        ++added;
      } catch (const std::invalid_argument& error) {
        problems.push_back(fmt::format("{} is left out: {}", mail.name, error.what()));
      }
    }
  }
  for (const std::string& problem : problems) complain("n3: " + problem);
  print(fmt::format("{} messages have been imported into {}, {} were there already\n", added, options.mailbox, there));
  return problems.empty() ? 0 : 1;
}

}  // namespace

void add_spool_archive(CLI::App& spool, Run& chosen) {
  struct {
    const char* name;
    const char* about;
    const char* examples;
    const char* uidl;
    int (*run)(const Options&);
  } const commands[] = {
      {"export", "Write a mailbox to a Maildir or an mbox file", export_examples, "Write the UIDLs to this file",
       export_mailbox},
      {"import", "Take the mail of a Maildir or an mbox file into a mailbox", import_examples,
       "The UIDLs by which clients know the messages", import_mailbox},
  };
  for (const auto& [name, about, examples, uidl, run] : commands) {
    CLI::App* command = spool.add_subcommand(name, about);
    command->footer(examples);
    const auto options = std::make_shared<Options>();
    command->add_option("MAILBOX", options->mailbox, "Its name")->type_name("")->required();
    command->add_option("ARCHIVE", options->place, "The Maildir or mbox")->type_name("")->required();
    command->add_option("--uidl", options->uidl, uidl)->type_name("FILE");
    add_spool_option(*command, options->file);
    command->callback([run, options, &chosen] { chosen = [run, options] { return run(*options); }; });
  }
}

}  // namespace n3::program
