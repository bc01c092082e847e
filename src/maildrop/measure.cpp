#include "maildrop/measure.hpp"

#include <string_view>
#include <utility>
#include <variant>

#include "base/digest.hpp"
#include "base/settled.hpp"
#include "maildrop/file_body.hpp"
#include "pop3/encoder.hpp"

namespace n3 {
namespace {

constexpr std::size_t digest_digits = 32;

class Meter {
 public:
  void add(std::string_view piece) {
    while (!piece.empty()) {
      piece = encoder_.encode(piece, wire_, 64 * 1024);
      digest_wire();
    }
  }

  Measure finish() {
    encoder_.finish(wire_);
    digest_wire();
    return {encoder_.octets(), sha256_.hex().substr(0, digest_digits)};
  }

 private:
  void digest_wire() {
    sha256_.add(wire_);
    wire_.clear();
  }

  pop3::Encoder encoder_;
  std::string wire_;
  Sha256 sha256_;
};

}  // namespace

Answer<Measure> measure(Body body) {
  if (auto* file = std::get_if<Body::File>(&body.content())) {
    auto opened = read_file(file->path);
    if (const Error* error = opened.error()) return *error;
    return measure(std::move(*opened.value()));
  }
  Meter meter;
  if (auto* view = std::get_if<Body::View>(&body.content())) {
    meter.add(view->bytes);
    return meter.finish();
  }
  auto& chunks = std::get<Body::Chunks>(body.content());
  if (!chunks) return Error::temporary("the message cannot be opened");
  for (;;) {
    auto answer = settled(chunks->next());
    if (const Error* error = answer.error()) return *error;
    const std::string_view piece = *answer.value();
    if (piece.empty()) return meter.finish();
    meter.add(piece);
  }
}

Answer<Measure> measure(RegularFile file, const std::filesystem::path& path) {
  auto body = to_body(std::move(file), path);
  if (const Error* error = body.error()) return *error;
  return measure(std::move(*body.value()));
}

}  // namespace n3
