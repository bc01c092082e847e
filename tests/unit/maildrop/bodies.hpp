#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <n3/body.hpp>

namespace n3 {

/// A body that comes in these pieces, and then ends or fails.
class Pieces : public ChunkSource {
 public:
  explicit Pieces(std::vector<std::string> pieces, std::string error = {})
      : pieces_(std::move(pieces)), error_(std::move(error)) {}

  Answer<std::string_view> next() override {
    if (at_ < pieces_.size()) return std::string_view(pieces_[at_++]);
    if (!error_.empty()) return Error::temporary(error_);
    return std::string_view();
  }

 private:
  std::vector<std::string> pieces_;
  std::string error_;
  std::size_t at_ = 0;
};

inline Body in_pieces(std::vector<std::string> pieces, std::string error = {}) {
  return Body::chunks(std::make_unique<Pieces>(std::move(pieces), std::move(error)));
}

/// All bytes of a body that is a view or chunks, or what went wrong.
inline std::string read_all(Body body) {
  if (const auto* view = std::get_if<Body::View>(&body.content())) return std::string(view->bytes);
  auto& chunks = std::get<Body::Chunks>(body.content());
  std::string bytes;
  for (;;) {
    auto answer = chunks->next();
    if (const Error* error = answer.error()) return "error: " + error->text;
    if (answer.value()->empty()) return bytes;
    bytes += *answer.value();
  }
}

}  // namespace n3
