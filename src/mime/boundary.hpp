#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace n3::mime {

/// Makes the boundaries of one message: a digest of its uid and a number, skipping those that its content uses. All are
/// of the same length and begin with "=_", which neither base64 nor quoted-printable can contain.
class Boundaries {
 public:
  explicit Boundaries(std::string_view uid) : uid_(uid) {}

  /// Makes sure that no boundary occurs in `content`, which must outlive this object.
  void avoid(std::string_view content);

  std::string next();

 private:
  std::string_view uid_;
  std::set<std::string_view> used_;
  std::uint64_t count_ = 0;
};

}  // namespace n3::mime
