#include "demo/demo.hpp"

#include <fmt/format.h>

#include <memory>
#include <mutex>
#include <stdexcept>

#include "base/one_line.hpp"
#include "base/output.hpp"
#include "commands/commands.hpp"
#include "service/log.hpp"
#include "service/service.hpp"

namespace n3::program {
namespace {

constexpr auto examples = R"(Any name and the password 12345 log in: by USER, APOP, or AUTH with PLAIN,
LOGIN, CRAM-MD5 and, to be typed by hand, FOOBAR (AUTH FOOBAR andris 12345).
Each login finds a fresh message; with --feed or --mail there is one that comes
once, beside what those bring.

Examples
  n3 demo
  n3 demo --feed https://planet.debian.org/rss20.xml --mail ~/Maildir
  n3 demo --host 0.0.0.0                  for other machines too, with TLS
  n3 demo --feed news.xml --save n3.toml  then n3 serve n3.toml serves the same
  n3 demo --port 0 --tls-port 0 --json    free ports, for scripts)";

/// With what the options name, before anything is made or written.
void require_ports(const Config& config) {
  try {
    require_addresses(config.listen);
  } catch (const std::runtime_error& problem) {
    throw std::runtime_error(fmt::format("{} (--host, --port and --tls-port say where)", problem.what()));
  }
}

void tell(const std::vector<Problem>& warnings, const std::string& news) {
  for (const Problem& problem : warnings) log_line(Event::Level::warning, to_string(problem, ""));
  if (!news.empty()) log_line(Event::Level::warning, news);
}

int demo(const DemoOptions& options) {
  Signals signals;
  Config config = demo_config(options);
  const auto problems = file_problems(config);
  for (const Problem& problem : problems) complain("n3: " + to_string(problem, ""));
  if (!problems.empty()) return 1;
  require_ports(config);
  const KeptCertificate certificate = demo_certificate(options);
  config.tls = TlsConfig{certificate.files};

  std::mutex screen;
  Service service(config, [&screen, log = stderr_log()](const Event& event) {
    const std::lock_guard turn(screen);
    log(event);
  });
  std::unique_lock text_first(screen);
  const auto addresses = service.start(signals);
  for (std::size_t i = 0; i < addresses.size(); ++i) config.listen[i].address = addresses[i];
  if (!options.save.empty()) save_demo(config, options.save);
  tell(source_warnings(config), certificate.news);
  print(options.json ? demo_json(options, config) : demo_text(options, config));
  text_first.unlock();
  service.run();
  return 0;
}

}  // namespace

void add_demo(CLI::App& app, Run& chosen) {
  CLI::App* command = app.add_subcommand("demo", "Serve something right now, without a file");
  command->footer(examples);
  const auto options = std::make_shared<DemoOptions>();
  command->add_option("--host", options->host, "The address to listen on")->type_name("H")->capture_default_str();
  const auto is_port = CLI::Range(0, 65535).description("");
  command->add_option("--port", options->port, "The port for POP3 with STLS; 0 picks a free one")
      ->type_name("N")
      ->check(is_port)
      ->capture_default_str();
  command->add_option("--tls-port", options->tls_port, "The port for POP3 over TLS; 0 picks a free one")
      ->type_name("N")
      ->check(is_port)
      ->capture_default_str();
  command->add_option("--feed", options->feeds, "A feed (RSS, Atom, JSON Feed); may be repeated")
      ->type_name("URL|FILE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--mail", options->folders, "A folder of .eml files, or a Maildir; may be repeated")
      ->type_name("DIR")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--json", options->json, "Tell ports and the rest in one line of JSON");
  command->add_option("--save", options->save, "Write a configuration file that serves the same")->type_name("FILE");
  command->callback([options, &chosen] { chosen = [options] { return demo(*options); }; });
}

}  // namespace n3::program
