#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include <n3/log.hpp>

#include "commands.hpp"

namespace {

constexpr auto about = R"(N3 sends arbitrary data, as e-mail messages, to any POP3 client.)";

constexpr auto examples = R"(Begin with
  n3 demo                            a server to log in to, right now
  n3 demo --feed https://planet.debian.org/rss20.xml --save n3.toml
  n3 check --config n3.toml          is the file good, and what would it serve?
  n3 serve --config n3.toml          serve it

n3 COMMAND --help says more of each.)";

void complain(const std::string& text) { fmt::print(stderr, "n3: {}\n", n3::printable(text)); }

int run(int argc, char** argv) {
  CLI::App app(about, "n3");
  app.footer(examples);
  app.set_version_flag("--version", "n3 " N3_VERSION, "Print the version");
  app.get_formatter()->column_width(28);
  app.require_subcommand(0, 1);
  n3::program::add_demo(app);
  n3::program::add_serve(app);
  n3::program::add_check(app);
  n3::program::add_compose(app);
  n3::program::add_cert(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help_or_version) {
    return app.exit(help_or_version);
  } catch (const CLI::RuntimeError& told) {
    return told.get_exit_code();
  } catch (const CLI::ParseError& mistake) {
    const auto chosen = app.get_subcommands();
    complain(
        fmt::format("{}; see n3 {}--help", mistake.what(), chosen.empty() ? "" : chosen.front()->get_name() + " "));
    return 2;
  }
  if (!app.get_subcommands().empty()) return 0;
  fmt::print(stderr, "{}", app.help());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run(argc, argv);
  } catch (const std::exception& problem) {
    complain(problem.what());
    return 1;
  }
}
