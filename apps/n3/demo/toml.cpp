#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <stdexcept>

#include "base/files.hpp"
#include "config/toml_text.hpp"
#include "config/units.hpp"
#include "demo/demo.hpp"

namespace n3::program {
namespace {

std::string toml_list(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  quoted.reserve(texts.size());
  for (const std::string& text : texts) quoted.push_back(toml_text(text));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

std::string_view tls_word(Tls tls) {
  switch (tls) {
    case Tls::starttls: return "starttls";
    case Tls::implicit: return "implicit";
    default: return "none";
  }
}

struct SourceToml {
  std::string operator()(const FeedSource& source) const {
    return fmt::format("type = \"feed\"\nurl = {}\nrefresh = \"{}\"\n", toml_text(source.url),
                       duration_text(source.refresh));
  }
  std::string operator()(const DirectorySource& source) const {
    return fmt::format("type = \"directory\"\npath = {}\n", toml_text(source.path.string()));
  }
  std::string operator()(const MaildirSource& source) const {
    return fmt::format("type = \"maildir\"\npath = {}\n", toml_text(source.path.string()));
  }
  std::string operator()(const MboxSource& source) const {
    return fmt::format("type = \"mbox\"\npath = {}\n", toml_text(source.path.string()));
  }
  std::string operator()(const DemoSource& source) const {
    return fmt::format("type = \"demo\"\nfresh = \"{}\"\n", source.at_every_login ? "login" : "once");
  }
};

std::string listen_toml(const Listen& listen) {
  return fmt::format("\n[[listen]]\naddress = {}\ntls = \"{}\"\nplaintext_login = \"loopback\"\n",
                     toml_text(listen.address), tls_word(listen.tls));
}

std::string account_toml(const AccountConfig& account) {
  return fmt::format("\n[[account]]\nuser = {}   # any name\npassword = {}\nmailboxes = {}\n",
                     toml_text(account.login.user), toml_text(account.login.password), toml_list(account.mailboxes));
}

}  // namespace

std::string demo_toml(const Config& config) {
  std::string text = "# Made by n3 demo. N3's docs/config.md describes every key, and n3 check says what is wrong.\n";
  text += fmt::format("name = {}\n", toml_text(config.name));
  text += fmt::format("spool = {}   # nothing is kept; without this line everything is\n", toml_text(config.spool));
  for (const Listen& listen : config.listen) text += listen_toml(listen);
  if (config.tls) {
    const Certificate& files = config.tls->files;
    text += fmt::format("\n[tls]\ncertificate = {}\nkey = {}\n", toml_text(files.chain), toml_text(files.key));
  }
  text += fmt::format("\n[auth]\nmechanisms = {}\n", toml_list(config.mechanisms));
  for (const AccountConfig& account : config.accounts) text += account_toml(account);
  for (const MailboxConfig& mailbox : config.mailboxes) {
    for (const SourceConfig& source : mailbox.sources) {
      text += fmt::format("\n[[mailbox.{}.source]]\n{}", mailbox.name, std::visit(SourceToml{}, source.what));
    }
  }
  return text;
}

void save_demo(const Config& config, const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::exists(file, error) && !std::filesystem::is_empty(file, error)) {
    throw std::runtime_error(
        fmt::format("--save: {} is there already: remove it, or choose another name", file.string()));
  }
  write_whole(file, demo_toml(config), 0600);
}

}  // namespace n3::program
