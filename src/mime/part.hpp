#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace n3::mime {

/// A part of a body: a leaf with its encoded bytes, or a multipart with parts in it. RFC 2046.
struct Part {
  std::string type;              ///< "text/plain", "multipart/mixed": the media type without parameters.
  std::string header = {};       ///< Of a leaf: its Content-* fields, each with its CRLF.
  std::string bytes = {};        ///< Of a leaf: as they travel.
  std::vector<Part> parts = {};  ///< Of a multipart; empty: a leaf.
};

/// The parts as one part of this multipart type; where there is only one, that part itself.
Part joined(std::string type, std::vector<Part> parts);

/// Writes the Content-* fields, the empty line and the content. Boundaries are derived from `uid` and occur nowhere in
/// the parts: the same part and uid are the same bytes. The last line of a leaf may
/// lack its CRLF.
void write(std::string& out, const Part& part, std::string_view uid);

}  // namespace n3::mime
