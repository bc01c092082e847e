#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include <n3/version.hpp>

#include "base/nearest.hpp"
#include "base/one_line.hpp"
#include "base/output.hpp"
#include "commands/commands.hpp"

namespace {

using n3::program::complain;

constexpr auto about = "N3 sends arbitrary data, as e-mail messages, to any POP3 client.";

constexpr auto examples = R"(Begin with
  n3 demo                  a server to log in to, right now
  n3 demo --feed https://planet.debian.org/rss20.xml --save n3.toml
  n3 check n3.toml         is the file good, and what would it serve?
  n3 serve n3.toml         serve it

n3 COMMAND --help says more of each.)";

void describe(CLI::App& app) {
  app.footer(examples);
  app.set_version_flag("--version", "n3 " N3_VERSION, "Print the version");
  app.set_help_flag("-h,--help", "Print this help");
  app.get_formatter()->column_width(24);
  app.require_subcommand(0, 1);
}

/// What CLI11 says, with the command that a word may have been meant to be.
std::string explained(const CLI::App& app, const CLI::ParseError& mistake) {
  const auto chosen = app.get_subcommands();
  if (!chosen.empty()) return fmt::format("{}; see n3 {} --help", mistake.what(), chosen.front()->get_name());
  const auto words = app.remaining();
  if (words.empty() || words.front().starts_with('-')) return fmt::format("{}; see n3 --help", mistake.what());
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands({}))
    if (!command->get_group().empty()) commands.push_back(command->get_name());
  return fmt::format("there is no command \"{}\"; {}", words.front(), n3::program::suggestion(words.front(), commands));
}

/// "n3 help demo" is "n3 demo --help".
std::vector<std::string> arguments(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words.front() == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  std::ranges::reverse(words);  // as CLI11 wants them
  return words;
}

int run(int argc, char** argv) {
  CLI::App app(about, "n3");
  describe(app);
  n3::program::Run chosen;
  n3::program::add_demo(app, chosen);
  n3::program::add_serve(app, chosen);
  n3::program::add_fetch(app, chosen);
  n3::program::add_check(app, chosen);
  n3::program::add_preview(app, chosen);
  n3::program::add_status(app, chosen);
  n3::program::add_compose(app, chosen);
  n3::program::add_cert(app, chosen);
  n3::program::add_spool(app, chosen);
  try {
    app.parse(arguments(argc, argv));
  } catch (const CLI::Success& help_or_version) {
    std::ostringstream text;
    const int code = app.exit(help_or_version, text);
    n3::program::print(text.str());
    return code;
  } catch (const CLI::ParseError& mistake) {
    complain("n3: " + explained(app, mistake));
    return 2;
  }
  if (chosen) return chosen();
  fmt::print(stderr, "{}", app.help());
  return 2;
}

/// What went wrong, where the standard library's own words say too little.
std::string explained(const std::exception& problem) {
  const auto* error = dynamic_cast<const std::system_error*>(&problem);
  if (error && error->code() == std::errc::resource_unavailable_try_again) {
    return fmt::format("cannot start a thread: {} (too little memory, or too low a limit of processes, ulimit -u)",
                       error->code().message());
  }
  return dynamic_cast<const std::bad_alloc*>(&problem) ? "out of memory" : problem.what();
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run(argc, argv);
  } catch (const std::exception& problem) {
    complain("n3: " + explained(problem));
    return 1;
  }
}
