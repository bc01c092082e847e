#pragma once

#include <filesystem>
#include <span>
#include <string>

#include <n3/server.hpp>

namespace n3::program {

struct KeptCertificate {
  Certificate files;
  std::string news;  ///< For the operator, where it has taken another's place: clients that pinned that one will ask.
};

/// The pair that is kept in this folder (n3.crt, n3.key; mode 0600), so that clients can pin it. A certificate is made
/// where there is none, where it ends within a month, or where it is not good for one of `needed`. It then has the old
/// one's names as well, and the same key, unless that cannot be used. Throws std::runtime_error.
KeptCertificate kept_certificate(const std::filesystem::path& folder, std::span<const std::string> needed);

}  // namespace n3::program
