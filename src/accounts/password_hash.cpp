#include "accounts/password_hash.hpp"

#include <crypt.h>

#include <algorithm>
#include <array>
#include <memory>

#include <n3/accounts.hpp>

namespace n3 {
namespace {

struct Method {
  std::string_view prefix;
  std::size_t last_field;  // octets behind the last "$": the digest, and with bcrypt the salt as well
};

// crypt(5). What is not here (DES, MD5, SHA-1, NT) is too weak to be kept.
constexpr std::array methods{
    Method{"$y$", 43},  Method{"$gy$", 43}, Method{"$7$", 43}, Method{"$2b$", 53},
    Method{"$2a$", 53}, Method{"$2y$", 53}, Method{"$6$", 86}, Method{"$5$", 43},
};

const Method* method_of(std::string_view hash) {
  const auto found = std::ranges::find_if(methods, [&](const Method& m) { return hash.starts_with(m.prefix); });
  return found == methods.end() ? nullptr : &*found;
}

bool is_hash_character(char c) {
  return c > 0x20 && c < 0x7f && c != ':' && c != ';' && c != '*' && c != '!' && c != '\\';
}

}  // namespace

std::string password_hash_problem(std::string_view hash) {
  const Method* method = method_of(hash);
  if (!method) {
    return "not a hash of a kind that N3 knows ($y$, $gy$, $7$, $2b$, $6$, $5$): make one with \"mkpasswd\" or "
           "\"openssl passwd -6\"";
  }
  const std::size_t last = hash.size() - hash.rfind('$') - 1;
  const bool whole = last == method->last_field && std::ranges::all_of(hash, is_hash_character);
  return whole ? "" : "damaged, or only a part of a hash";
}

std::string_view method_and_cost(std::string_view hash) {
  const Method* method = method_of(hash);
  if (!method) return {};
  const std::size_t after = method->prefix.size();
  const bool is_sha = method->prefix == "$6$" || method->prefix == "$5$";
  if (is_sha && !hash.substr(after).starts_with("rounds=")) return method->prefix;
  if (method->prefix == "$7$") return hash.substr(0, after + 11);  // N, r and p are of fixed width, then comes the salt
  return hash.substr(0, hash.find('$', after) + 1);
}

bool password_matches(const std::string& password, const std::string& hash) {
  const auto scratch = std::make_unique<crypt_data>();  // 32 KiB
  const char* computed = crypt_r(password.c_str(), hash.c_str(), scratch.get());
  // crypt(3) would take a password up to its first NUL for the whole.
  const bool whole = password.find('\0') == std::string::npos;
  return computed && computed[0] != '*' && same_secret(hash, computed) && whole;
}

}  // namespace n3
