#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <n3/server.hpp>

/// Certificates that the program makes itself.
namespace n3::program {

/// A certificate and its key as PEM text.
struct CertificatePair {
  std::string certificate;
  std::string key;
};

/// A self-signed certificate for a server: ECDSA P-256, valid for two years, good for these names and addresses, the
/// first of which is its CN. Clients accept it when it is pinned or given to them as a CA file.
CertificatePair make_certificate(std::span<const std::string> names);

/// What there is to know of a certificate in a PEM file, the first one where there are several.
struct CertificateFacts {
  std::string sha256;  ///< "4A:09:...", as mail programs show it.
  std::chrono::sys_seconds ends;
  std::vector<std::string> uncovered;  ///< Of the names asked about: those it is not good for.
};
std::optional<CertificateFacts> certificate_facts(std::string_view pem, std::span<const std::string> names = {});

/// The pair that is kept in this folder (n3.crt, n3.key; mode 0600), so that clients can pin it. A new one is made
/// where there is none, where it ends within a month, or where it is not good for one of `needed`. Throws
/// std::runtime_error.
Certificate kept_certificate(const std::filesystem::path& folder, std::span<const std::string> needed);

}  // namespace n3::program
