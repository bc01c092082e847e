#pragma once

#include <string>

#include <n3/server.hpp>

#include "folder.hpp"

namespace n3::test {

/// Makes a certificate with a key of its own (ECDSA P-256; or RSA) for `name`, signed by itself, as two files of the
/// folder.
Certificate make_certificate(const Folder& folder, const std::string& name = "localhost", bool rsa = false);

/// The same key, encrypted with a password.
std::string encrypted_key(const Folder& folder, const std::string& key);

}  // namespace n3::test
