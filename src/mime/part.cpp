#include "mime/part.hpp"

#include <utility>

#include "mime/boundary.hpp"
#include "mime/parameter.hpp"

namespace n3::mime {
namespace {

void avoid_content(Boundaries& boundaries, const Part& part) {
  boundaries.avoid(part.bytes);
  for (const Part& inner : part.parts) avoid_content(boundaries, inner);
}

void write_part(std::string& out, const Part& part, Boundaries& boundaries) {
  if (part.parts.empty()) {
    out += part.header;
    out += "\r\n";
    out += part.bytes;
    return;
  }
  const std::string boundary = boundaries.next();
  std::vector<std::string> parameters = parameter("boundary", boundary);
  // What it is that the images belong to. RFC 2387 section 3.1.
  if (part.type == "multipart/related") parameters.push_back(parameter("type", part.parts.front().type).front());
  write_field(out, "Content-Type", part.type, parameters);
  for (const Part& inner : part.parts) {
    out += "\r\n--" + boundary + "\r\n";
    write_part(out, inner, boundaries);
  }
  out += "\r\n--" + boundary + "--\r\n";
}

}  // namespace

Part joined(std::string type, std::vector<Part> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  return {.type = std::move(type), .parts = std::move(parts)};
}

void write(std::string& out, const Part& part, std::string_view uid) {
  Boundaries boundaries(uid);
  avoid_content(boundaries, part);
  write_part(out, part, boundaries);
}

}  // namespace n3::mime
