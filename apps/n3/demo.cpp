#include "demo.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "commands.hpp"
#include "log.hpp"
#include "service.hpp"

namespace n3::program {
namespace {

constexpr auto examples = R"(Any name and the password 12345 log in: by USER, APOP, or AUTH with PLAIN, LOGIN, CRAM-MD5
and, to be typed by hand, FOOBAR (AUTH FOOBAR andris 12345). Each login finds a fresh message; with --feed or
--mail there is one that comes once, beside what those bring.

Examples
  n3 demo
  n3 demo --feed https://planet.debian.org/rss20.xml --mail ~/Maildir
  n3 demo --port 0 --tls-port 0 --json             free ports, told in one line of JSON
  n3 demo --host 0.0.0.0                           for other machines as well; they need TLS
  n3 demo --feed news.xml --save n3.toml           and n3 serve --config n3.toml serves the same)";

void stop_on(const std::vector<Problem>& problems) {
  for (const Problem& problem : problems) fmt::print(stderr, "n3: {}\n", to_string(problem, ""));
  if (!problems.empty()) throw CLI::RuntimeError(1);
}

void demo(const DemoOptions& options) {
  Signals signals;
  const Certificate certificate = demo_certificate(options);
  Config config = demo_config(options, certificate);
  stop_on(file_problems(config));
  Service service(config, stderr_log());
  const auto addresses = service.start();
  for (std::size_t i = 0; i < addresses.size(); ++i) config.listen[i].address = addresses[i];
  if (!options.save.empty()) save_demo(config, options.save);
  fmt::print("{}", options.json ? demo_json(options, config, certificate) : demo_text(options, config, certificate));
  std::fflush(stdout);
  service.run(signals);
}

}  // namespace

void add_demo(CLI::App& app) {
  CLI::App* command = app.add_subcommand("demo", "Serve something right now, without a configuration file");
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
  command->add_option("--feed", options->feeds, "A feed to serve: RSS, Atom or JSON Feed; may be repeated")
      ->type_name("URL|FILE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--mail", options->folders, "A folder of .eml files, or a Maildir, to serve; may be repeated")
      ->type_name("DIR")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--json", options->json, "Tell ports, certificate and password in one line of JSON");
  command->add_option("--save", options->save, "Write the configuration file that serves the same")->type_name("FILE");
  command->callback([options] { demo(*options); });
}

}  // namespace n3::program
