#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sources/dovecot_uidlist.hpp"

namespace n3::sources {

/// By what UIDLs dovecot lists messages: its setting pop3_uidl_format, as far as it is made of %u (the message's
/// number), %v (UIDVALIDITY), %f (the file's base name), %g (the GUID) and %%; with X in hexadecimal, and with a width
/// that begins with 0 filled up with zeros.
class DovecotUidl {
 public:
  static constexpr std::string_view usual = "%08Xu%08Xv";  ///< Dovecot's own default.

  /// Throws std::invalid_argument where it cannot be done, or where all messages would have the same.
  explicit DovecotUidl(std::string_view format);

  std::string of(const DovecotUidlist& list, const DovecotUidlist::Message& message, std::string_view base) const;

 private:
  struct Piece {
    std::string text{};  // before the variable
    char variable = 0;   // 0: none
    bool is_hexadecimal = false;
    std::size_t width = 0;
  };

  static Piece read_variable(std::string_view& format);

  std::vector<Piece> pieces_;
};

}  // namespace n3::sources
