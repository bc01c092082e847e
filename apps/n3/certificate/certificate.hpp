#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Certificates that the program makes itself.
namespace n3::program {

/// A certificate and its key as PEM text.
struct CertificatePair {
  std::string certificate;
  std::string key;
};

/// A self-signed certificate for a server: ECDSA P-256, valid for two years, good for these names and addresses, the
/// first of which is its CN. Clients accept it when it is pinned or given to them as a CA file. With a new key, or with
/// the one given as PEM text where that is one for ECDSA P-256.
CertificatePair make_certificate(std::span<const std::string> names, std::string_view key = {});

/// Whether make_certificate() would take this key.
bool is_certificate_key(std::string_view pem);

/// What there is to know of a certificate in a PEM file, the first one where there are several.
struct CertificateFacts {
  std::string sha256;  ///< "4A:09:...", as mail programs show it.
  std::chrono::sys_seconds begins;
  std::chrono::sys_seconds ends;
  std::vector<std::string> names;      ///< And addresses: those it was made for.
  std::vector<std::string> uncovered;  ///< Of the names asked about: those it is not good for.
};
std::optional<CertificateFacts> certificate_facts(std::string_view pem, std::span<const std::string> names = {});

}  // namespace n3::program
