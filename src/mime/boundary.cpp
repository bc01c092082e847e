#include "mime/boundary.hpp"

#include "base/digest.hpp"

namespace n3::mime {
namespace {

constexpr std::string_view start = "=_";
constexpr std::size_t boundary_size = start.size() + 32;

bool is_hex(std::string_view text) { return text.find_first_not_of("0123456789abcdef") == text.npos; }

}  // namespace

void Boundaries::avoid(std::string_view content) {
  for (auto at = content.find(start); at != content.npos; at = content.find(start, at + start.size())) {
    const std::string_view candidate = content.substr(at, boundary_size);
    if (candidate.size() == boundary_size && is_hex(candidate.substr(start.size()))) used_.insert(candidate);
  }
}

std::string Boundaries::next() {
  while (true) {
    std::string boundary = sha256_hex(std::to_string(++count_) + ' ' + std::string(uid_));
    boundary.insert(0, start);
    boundary.resize(boundary_size);
    if (!used_.contains(boundary)) return boundary;
  }
}

}  // namespace n3::mime
