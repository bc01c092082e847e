#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "base/nearest.hpp"
#include "config/tables.hpp"

namespace n3::program {
namespace {

using Read = std::optional<SourceConfig> (*)(TomlTable& table, const std::filesystem::path& folder,
                                             const FeedSource& defaults);

template <class Folder>
std::optional<SourceConfig> read_folder(TomlTable& table, const std::filesystem::path& folder, const FeedSource&) {
  constexpr std::array<std::string_view, 2> deletes{"ledger", "source"};  // in the order of OnDelete
  const auto path = table.needed("path", "path = \"mail/andris\"");
  const auto on_delete = table.one_of("delete", deletes);
  Filter filter;
  read_filter(table, filter);
  if (!path) return std::nullopt;
  Folder source{.path = folder / path->text, .filter = filter};
  if (on_delete) source.on_delete = static_cast<OnDelete>(*on_delete);
  return SourceConfig{path->text, source, path->place};
}

std::optional<SourceConfig> read_maildir(TomlTable& table, const std::filesystem::path& folder,
                                         const FeedSource& defaults) {
  auto source = read_folder<MaildirSource>(table, folder, defaults);
  const auto uidl = table.word("uidl");
  if (!uidl) return source;
  try {
    maildir({}, OnDelete::hide, uidl->text);
  } catch (const std::invalid_argument& error) {
    table.complain(uidl->place, error.what());
  }
  if (source) std::get<MaildirSource>(source->what).uidl = uidl->text;
  return source;
}

std::optional<SourceConfig> read_mbox(TomlTable& table, const std::filesystem::path& folder, const FeedSource&) {
  constexpr std::array<std::string_view, 2> formats{"mboxrd", "mboxo"};  // in the order of MboxFormat
  const auto path = table.needed("path", "path = \"/var/mail/andris\"");
  const auto format = table.one_of("format", formats);
  Filter filter;
  read_filter(table, filter);
  if (!path) return std::nullopt;
  MboxSource mbox{.path = folder / path->text, .filter = filter};
  if (format) mbox.format = static_cast<MboxFormat>(*format);
  return SourceConfig{path->text, mbox, path->place};
}

std::optional<SourceConfig> read_demo(TomlTable& table, const std::filesystem::path&, const FeedSource&) {
  constexpr std::array<std::string_view, 2> often{"login", "once"};
  DemoSource demo;
  if (const auto fresh = table.one_of("fresh", often)) demo.at_every_login = *fresh == 0;
  return SourceConfig{"demo", demo, table.place()};
}

struct Type {
  std::string_view name;
  Read read;
};

constexpr std::array<Type, 5> types{{{"feed", read_feed},
                                     {"directory", read_folder<DirectorySource>},
                                     {"maildir", read_maildir},
                                     {"mbox", read_mbox},
                                     {"demo", read_demo}}};

std::optional<SourceConfig> read_source(TomlTable& table, const std::filesystem::path& folder,
                                        const FeedSource& defaults) {
  const auto type = table.needed("type", "type = \"feed\", \"directory\", \"maildir\", \"mbox\" or \"demo\"");
  if (!type) return std::nullopt;  // without it nobody knows the other keys
  const auto found = std::ranges::find(types, type->text, &Type::name);
  if (found == types.end()) {
    std::vector<std::string> known;
    known.reserve(types.size());
    for (const Type& each : types) known.emplace_back(each.name);
    table.complain(type->place,
                   fmt::format("\"{}\" is no type of source; {}", type->text, suggestion(type->text, known)));
    return std::nullopt;
  }
  if (found->read != read_feed && table.has("digest") && table.table("digest")) {
    table.complain(table.place("digest"), "only the entries of feeds come as a digest: mail is served as it is");
  }
  auto source = found->read(table, folder, defaults);
  const auto name = table.word("name");
  if (source && name) source->name = name->text;
  table.finish();
  return source;
}

void add_source(TomlTable& table, SourceConfig source, MailboxConfig& mailbox) {
  const auto is_same = [&](const SourceConfig& other) { return other.name == source.name; };
  if (std::ranges::any_of(mailbox.sources, is_same)) {
    table.complain(table.place(), fmt::format("the mailbox has a source \"{}\" already: give one of them a name of its "
                                              "own, name = \"...\"",
                                              source.name));
  }
  mailbox.sources.push_back(std::move(source));
}

std::chrono::seconds read_report_after(TomlTable& table) {
  if (table.says("report_after", "never")) {
    table.word("report_after");
    return std::chrono::seconds(0);
  }
  const auto time = table.duration("report_after", true);
  return time ? std::chrono::duration_cast<std::chrono::seconds>(*time) : usual_report_after;
}

MailboxRules read_rules(TomlTable& table) {
  constexpr std::array<std::string_view, 3> changes{"ignore", "replace", "reply"};  // in the order of Changes
  constexpr std::array<std::string_view, 2> locks{"shared", "exclusive"};
  constexpr std::array lock_of{Lock::shared, Lock::exclusive};
  MailboxRules rules;
  if (const auto keep = table.number("keep", 1)) rules.keep = *keep;
  if (const auto keep_for = table.duration("keep_for", true)) {
    rules.keep_for = std::chrono::duration_cast<std::chrono::seconds>(*keep_for);
  }
  if (const auto backlog = table.number("backlog", 0)) rules.backlog = *backlog;
  if (const auto change = table.one_of("changes", changes)) rules.changes = static_cast<Changes>(*change);
  rules.report_after = read_report_after(table);
  if (const auto lock = table.one_of("lock", locks)) rules.lock = lock_of[*lock];
  return rules;
}

}  // namespace

std::unique_ptr<Source> make_source(const DirectorySource& source) {
  return filtered(directory(source.path, source.on_delete), source.filter);
}

std::unique_ptr<Source> make_source(const MaildirSource& source) {
  return filtered(maildir(source.path, source.on_delete, source.uidl), source.filter);
}

std::unique_ptr<Source> make_source(const MboxSource& source) {
  return filtered(mbox(source.path, source.format), source.filter);
}

std::filesystem::path folder_of(const SourceConfig& source) {
  if (const auto* directory = std::get_if<DirectorySource>(&source.what)) return directory->path;
  if (const auto* maildir = std::get_if<MaildirSource>(&source.what)) return maildir->path;
  return {};
}

bool removes_files(const SourceConfig& source) {
  if (const auto* directory = std::get_if<DirectorySource>(&source.what))
    return directory->on_delete == OnDelete::remove_file;
  if (const auto* maildir = std::get_if<MaildirSource>(&source.what))
    return maildir->on_delete == OnDelete::remove_file;
  return false;
}

bool is_fresh(const MailboxConfig& mailbox) {
  return std::ranges::any_of(mailbox.sources, [](const SourceConfig& source) {
    const auto* demo = std::get_if<DemoSource>(&source.what);
    return demo && demo->at_every_login;
  });
}

void read_mailboxes(TomlTable& root, const std::filesystem::path& folder, Config& config) {
  for (TomlTable& table : root.named_tables("mailbox")) {
    MailboxConfig mailbox{table.name(), {}, read_rules(table), table.place()};
    for (TomlTable& source : table.tables("source")) {
      if (auto read = read_source(source, folder, config.feed_defaults)) add_source(source, std::move(*read), mailbox);
    }
    if (is_fresh(mailbox) && mailbox.sources.size() > 1) {
      table.complain(table.place("source"),
                     "a fresh message at every login goes with no other source: say fresh = \"once\"");
    }
    table.finish();
    config.mailboxes.push_back(std::move(mailbox));
  }
}

}  // namespace n3::program
