#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "certificate/kept_certificate.hpp"
#include "config/config.hpp"

/// The parts of n3 demo.
namespace n3::program {

struct DemoOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 1110;
  std::uint16_t tls_port = 1995;
  std::vector<std::string> feeds;
  std::vector<std::string> folders;
  bool json = false;
  std::string save;
};

/// Whether a host means every address of this machine.
bool is_every_address(const std::string& host);

/// The demo as a configuration, but for the certificate: any user, one password, every mechanism. Throws
/// std::runtime_error for a host that is none.
Config demo_config(const DemoOptions& options);

/// The certificate for this demo, made where there is none yet. Throws std::runtime_error.
KeptCertificate demo_certificate(const DemoOptions& options);

/// What to type into a mail client, and what to try in a shell. `config` has its certificate, as in demo_json().
std::string demo_text(const DemoOptions& options, const Config& config);

/// The same for scripts, in one line of JSON.
std::string demo_json(const DemoOptions& options, const Config& config);

/// The configuration as a file for n3 serve. Knows what the demo can say, and no more.
std::string demo_toml(const Config& config);

/// Writes demo_toml() to a file that is not there yet, or empty. Throws std::runtime_error.
void save_demo(const Config& config, const std::filesystem::path& file);

}  // namespace n3::program
