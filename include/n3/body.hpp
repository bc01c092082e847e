#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <n3/answer.hpp>

namespace n3 {

/// The bytes of a message, piece by piece, for messages that are better not held in memory.
///
/// Calls come one at a time but from any thread; next() may block, or answer later.
class ChunkSource {
 public:
  virtual ~ChunkSource() = default;

  /// The next piece, lent until the next call or the end of this object; an empty piece is the end. Pieces may be cut
  /// anywhere. 16 KiB to 256 KiB is a good size. An error ends the client's connection without the final dot, so that
  /// no client takes half a message for a whole one.
  virtual Answer<std::string_view> next() = 0;
};

/// The bytes of one message, however they come. RFC 5322 text; line ends may be LF or CRLF.
///
/// On the wire every line ends in CRLF, the last one included, and an empty line follows the header even where the
/// bytes have none; all of that counts in Entry::octets (see n3::octets). Dot-stuffing does not, and is no concern of
/// yours. A body that is not exactly as long as its Entry said ends the connection without the final dot.
class Body {
 public:
  /// A file of this machine. It is opened and read on the worker threads.
  struct File {
    std::filesystem::path path{};
  };
  /// Bytes that stay where they are, and what keeps them there.
  struct View {
    std::string_view bytes{};
    std::shared_ptr<const void> owner{};
  };
  using Chunks = std::unique_ptr<ChunkSource>;

  static Body text(std::string bytes) {
    auto owner = std::make_shared<const std::string>(std::move(bytes));
    std::string_view view = *owner;
    return Body(View{view, std::move(owner)});
  }
  static Body view(std::string_view bytes, std::shared_ptr<const void> owner) {
    return Body(View{bytes, std::move(owner)});
  }
  static Body file(std::filesystem::path path) { return Body(File{std::move(path)}); }
  static Body chunks(std::unique_ptr<ChunkSource> source) { return Body(std::move(source)); }

  /// What it is, for the one who reads it.
  std::variant<View, File, Chunks>& content() { return content_; }

 private:
  explicit Body(std::variant<View, File, Chunks> content) : content_(std::move(content)) {}

  std::variant<View, File, Chunks> content_;
};

/// The size of a message as a client is told it: `bytes` with CRLF line ends, a final line end, and an empty line
/// after the header; before dot-stuffing. This is what belongs into Entry::octets. RFC 1939 section 11.
std::uint64_t octets(std::string_view bytes);

}  // namespace n3
