// The composer: whatever the setters of n3::Message accept, n3::compose makes a message of it for which every invariant
// in tests/compose/invariants.hpp holds. The setters refuse with std::invalid_argument and nothing else.
//
// Input: records that end in 0x1e. The first octet of a record names the setter, what follows are its arguments with
// 0x1f between them.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <n3/message.hpp>

#include "../tests/compose/invariants.hpp"

namespace {

std::string take(std::string_view& text, char end) {
  const std::size_t size = text.find(end);
  std::string taken(text.substr(0, size));
  text.remove_prefix(size == text.npos ? text.size() : size + 1);
  return taken;
}

void set(n3::Message& message, n3::Identity& identity, std::string_view record) {
  const char setter = record.front();
  record.remove_prefix(1);
  const std::string a = take(record, '\x1f');
  const std::string b = take(record, '\x1f');
  switch (setter) {
    case 'f': message.from(a, b); break;
    case 't': message.to(a, b); break;
    case 'c': message.cc(a, b); break;
    case 'y': message.reply_to(a, b); break;
    case 's': message.subject(a); break;
    case 'd': message.date(std::chrono::sys_seconds{std::chrono::seconds{std::atoll(a.c_str())}}); break;
    case 'x': message.text(a); break;
    case 'h': message.html(a); break;
    case 'm': message.markdown(a); break;
    case 'a': message.attach({.name = a, .bytes = take(record, '\x1f'), .type = b, .cid = std::string(record)}); break;
    case 'H': message.header(a, b); break;
    case 'i': message.in_reply_to(a); break;
    case 'r': message.reference(a); break;
    case 'l': message.list_id(a, b); break;
    case 'u': identity.uid = a; break;
    case 'o': identity.host = a; break;
    default: break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  n3::Message message;
  n3::Identity identity{.uid = "fuzz"};
  while (!input.empty()) {
    const std::string record = take(input, '\x1e');
    if (record.empty()) continue;
    try {
      set(message, identity, record);
    } catch (const std::invalid_argument&) {
    }
  }
  if (const std::string broken = broken_invariant(message, identity); !broken.empty()) {
    std::fprintf(stderr, "%s\n%s", broken.c_str(), n3::compose(message, identity).c_str());
    std::abort();
  }
  return 0;
}
