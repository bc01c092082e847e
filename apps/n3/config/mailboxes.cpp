#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "config/tables.hpp"

namespace n3::program {
namespace {

using Read = std::optional<SourceConfig> (*)(TomlTable& table, const std::filesystem::path& folder,
                                             const FeedSource& defaults);

template <class Folder>
std::optional<SourceConfig> read_folder(TomlTable& table, const std::filesystem::path& folder, const FeedSource&) {
  const auto path = table.needed("path", "path = \"mail/andris\"");
  if (!path) return std::nullopt;
  return SourceConfig{path->text, Folder{folder / path->text}, path->place};
}

std::optional<SourceConfig> read_demo(TomlTable& table, const std::filesystem::path&, const FeedSource&) {
  DemoSource demo;
  if (const auto fresh = table.word("fresh")) {
    if (fresh->text != "login" && fresh->text != "once") {
      table.complain(fresh->place, "must be \"login\", a message at every login, or \"once\"");
    }
    demo.at_every_login = fresh->text == "login";
  }
  return SourceConfig{"demo", demo, table.place()};
}

struct Type {
  std::string_view name;
  Read read;
};

constexpr std::array<Type, 4> types{{{"feed", read_feed},
                                     {"directory", read_folder<DirectorySource>},
                                     {"maildir", read_folder<MaildirSource>},
                                     {"demo", read_demo}}};

std::optional<SourceConfig> read_source(TomlTable& table, const std::filesystem::path& folder,
                                        const FeedSource& defaults) {
  const auto type = table.needed("type", "type = \"feed\", \"directory\", \"maildir\" or \"demo\"");
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

}  // namespace

bool is_fresh(const MailboxConfig& mailbox) {
  return std::ranges::any_of(mailbox.sources, [](const SourceConfig& source) {
    const auto* demo = std::get_if<DemoSource>(&source.what);
    return demo && demo->at_every_login;
  });
}

void read_mailboxes(TomlTable& root, const std::filesystem::path& folder, Config& config) {
  for (TomlTable& table : root.named_tables("mailbox")) {
    MailboxConfig mailbox{table.name(), {}, table.place()};
    for (TomlTable& source : table.tables("source")) {
      if (auto read = read_source(source, folder, config.feed_defaults)) add_source(source, std::move(*read), mailbox);
    }
    if (!table.has("source")) {
      table.complain(table.place("source"), fmt::format("is missing: [[mailbox.{}.source]] with a type", mailbox.name));
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
