#pragma once

#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "sources/xml_reader.hpp"

namespace n3::feeds {

/// A hash of what an entry says to people, as its document has it: title, content, link and author. Nothing that this
/// library makes of them is in it, or each entry would look changed when that is made better; nor are dates and counts
/// of views and comments, which change without anything being said.
class Revision {
 public:
  void add(std::string_view name, std::string_view value);
  std::string hex() { return sha256_.hex().substr(0, octets); }

 private:
  static constexpr std::size_t octets = 32;
  Sha256 sha256_;
};

/// That of an entry of RSS or Atom.
std::string revision_of(Element entry);

}  // namespace n3::feeds
