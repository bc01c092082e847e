#include "mime/message_id.hpp"

#include "base/ascii.hpp"
#include "base/digest.hpp"
#include "mime/escape.hpp"
#include "mime/grammar.hpp"

namespace n3::mime {
namespace {

constexpr std::size_t longest_uid = 70;  // RFC 1939, UIDL

std::string id_left(std::string_view uid) {
  if (uid.empty() || uid.size() > longest_uid) return "==" + sha256_hex(uid);
  std::string result;
  for (const char c : uid) {
    if (ascii::is_alnum(c) || c == '-' || c == '_') {
      result += c;
    } else {
      add_escaped(result, '=', c);
    }
  }
  return result;
}

}  // namespace

std::string message_id(const Identity& identity) { return id_left(identity.uid) + '@' + host_of(identity); }

std::string host_of(const Identity& identity) { return is_domain(identity.host) ? identity.host : "n3.invalid"; }

}  // namespace n3::mime
