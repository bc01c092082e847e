#include "maildrop/count_octets.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/settled.hpp"
#include "maildrop/file_body.hpp"
#include "pop3/encoder.hpp"

namespace n3 {

Answer<std::uint64_t> count_octets(Body body) {
  if (auto* file = std::get_if<Body::File>(&body.content())) {
    auto opened = read_file(file->path);
    if (const Error* error = opened.error()) return *error;
    return count_octets(std::move(*opened.value()));
  }
  if (auto* view = std::get_if<Body::View>(&body.content())) return octets(view->bytes);

  auto& chunks = std::get<Body::Chunks>(body.content());
  if (!chunks) return Error::temporary("the message cannot be opened");
  pop3::Encoder encoder;
  std::string scratch;
  for (;;) {
    auto answer = settled(chunks->next());
    if (const Error* error = answer.error()) return *error;
    std::string_view piece = *answer.value();
    if (piece.empty()) break;
    for (; !piece.empty(); scratch.clear()) piece = encoder.encode(piece, scratch, 64 * 1024);
  }
  encoder.finish(scratch);
  return encoder.octets();
}

}  // namespace n3
