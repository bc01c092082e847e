#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "accounts/password_hash.hpp"
#include "base/ascii.hpp"
#include "base/files.hpp"
#include "base/nearest.hpp"
#include "config/tables.hpp"

namespace n3::program {
namespace {

std::optional<Word> read_secret_file(TomlTable& table, const Word& file, const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / file.text;
  auto content = read_whole(path);
  if (!content) {
    table.complain(file.place, fmt::format("cannot read {}: {}", path.string(), content.error()));
    return std::nullopt;
  }
  if (content->ends_with('\n')) content->pop_back();
  if (content->ends_with('\r')) content->pop_back();
  if (content->empty() || content->find_first_of(std::string_view("\0\r\n", 3)) != std::string::npos) {
    table.complain(file.place, fmt::format("{} must be one line, without NUL", path.string()));
    return std::nullopt;
  }
  return Word{std::move(*content), file.place};
}

std::optional<Word> read_secret_variable(TomlTable& table, const Word& variable) {
  const char* value = std::getenv(variable.text.c_str());
  if (value && *value) return Word{value, variable.place};
  table.complain(variable.place, fmt::format("the environment has no {}, or it is empty", variable.text));
  return std::nullopt;
}

/// "the text itself", { file = "PATH" } or { env = "VARIABLE" }.
std::optional<Word> read_secret(TomlTable& account, std::string_view key, const std::filesystem::path& folder) {
  if (!account.is_table(key)) return account.word(key);
  auto table = account.table(key);
  if (!table) return std::nullopt;
  const auto file = table->word("file");
  const auto variable = table->word("env");
  table->finish();
  if (file && !variable) return read_secret_file(*table, *file, folder);
  if (variable && !file) return read_secret_variable(*table, *variable);
  table->complain(table->place(), "must be a text, { file = \"PATH\" } or { env = \"VARIABLE\" }");
  return std::nullopt;
}

void read_password(TomlTable& table, const std::filesystem::path& folder, ListedAccount& login) {
  const auto password = read_secret(table, "password", folder);
  const auto hash = read_secret(table, "password_hash", folder);
  if (table.has("password") == table.has("password_hash")) {
    table.complain(table.place(), "needs a password or a password_hash, and not both");
  }
  if (password) login.password = password->text;
  if (!hash) return;
  login.hash = hash->text;
  if (const auto problem = password_hash_problem(hash->text); !problem.empty()) table.complain(hash->place, problem);
}

/// No client can send other names.
void check_user(TomlTable& table, const Word& user) {
  constexpr std::size_t longest = 255;
  if (std::ranges::any_of(user.text, ascii::is_control)) table.complain(user.place, "has control characters");
  if (user.text.size() > longest) {
    table.complain(user.place, fmt::format("is too long: at most {} octets", longest));
  }
}

/// A maildrop that is made anew at every login has nothing that stays.
void check_fresh(TomlTable& table, const std::vector<std::string>& names, const Config& config) {
  if (names.size() < 2) return;
  for (const MailboxConfig& mailbox : config.mailboxes) {
    if (!is_fresh(mailbox) || std::ranges::find(names, mailbox.name) == names.end()) continue;
    table.complain(table.place("mailboxes"),
                   fmt::format("the fresh message at every login of [mailbox.{}] goes with no other mailbox: say "
                               "fresh = \"once\" there",
                               mailbox.name));
  }
}

std::vector<std::string> read_mailbox_names(TomlTable& table, const Config& config) {
  std::vector<std::string> known;
  known.reserve(config.mailboxes.size());
  for (const MailboxConfig& mailbox : config.mailboxes) known.push_back(mailbox.name);
  if (!table.has("mailboxes")) {
    table.words("mailboxes");
    if (known.size() == 1) return known;
    table.complain(table.place("mailboxes"), "is missing: mailboxes = [\"NAME\"], of [mailbox.NAME]");
    return {};
  }
  std::vector<std::string> result;
  for (auto& [name, place] : table.words("mailboxes").value_or(std::vector<Word>())) {
    if (std::ranges::find(known, name) == known.end()) {
      table.complain(place, fmt::format("there is no [mailbox.{}]; {}", name, suggestion(name, known)));
    } else if (std::ranges::find(result, name) != result.end()) {
      table.complain(place, fmt::format("\"{}\" is named twice", name));
    } else {
      result.push_back(std::move(name));
    }
  }
  return result;
}

}  // namespace

void read_accounts(TomlTable& root, const std::filesystem::path& folder, Config& config) {
  for (TomlTable& table : root.tables("account")) {
    AccountConfig account;
    if (const auto user = table.needed("user", "user = \"andris\"")) {
      const auto is_same = [&](const AccountConfig& other) { return other.login.user == user->text; };
      if (std::ranges::any_of(config.accounts, is_same)) {
        table.complain(user->place, fmt::format("there is an account \"{}\" already", user->text));
      }
      check_user(table, *user);
      account.login.user = user->text;
    }
    read_password(table, folder, account.login);
    account.place = table.place("password");
    account.mailboxes = read_mailbox_names(table, config);
    check_fresh(table, account.mailboxes, config);
    table.finish();
    config.accounts.push_back(std::move(account));
  }
  if (!root.has("account")) {
    root.complain(root.place("account"), "is missing: [[account]] with user, password and mailboxes");
  }
}

}  // namespace n3::program
