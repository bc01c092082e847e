// Invariant: whatever a message is, however it is cut and however little room there is, the Encoder writes the octets
// that the reference writes and counts them as it does, for RETR and for TOP with any number of lines, and fills no
// more than the room it is given and two octets.
//
// Script: lines of the body and one (0: all), room and one (0: all there is), then the octets of each piece (0: the
// rest).

#include "pop3/encoder.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <n3/body.hpp>

#include "input.hpp"
#include "tests/unit/pop3/wire_form.hpp"

namespace {

using namespace n3;

constexpr std::size_t all_the_room = std::size_t{1} << 30;

class Writer {
 public:
  Writer(std::uint64_t lines, std::size_t room) : encoder_(lines), room_(room) {}

  void write(std::string_view piece) {
    while (!piece.empty() && !encoder_.enough()) {
      const std::size_t before = piece.size();
      piece = encoder_.encode(piece, out_, room_);
      fuzz::require(piece.size() < before, "where there is room, something is taken");
      fuzz::require(out_.size() <= room_ + 2, "no more than a dot and half a line end stand over");
      form_.bytes += out_;
      out_.clear();
    }
  }

  pop3::WireForm finish() {
    encoder_.finish(out_);
    fuzz::require(out_.size() <= 4, "at the end there is a line end missing, and an empty line");
    return {form_.bytes + out_, encoder_.octets()};
  }

 private:
  pop3::Encoder encoder_;
  std::size_t room_;
  pop3::WireForm form_;
  std::string out_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint64_t lines = input.script.next() - std::uint64_t{1};  // 0 becomes Encoder::all
  const std::size_t room = input.script.next();
  Writer writer(lines, room == 0 ? all_the_room : room);

  for (std::string_view rest = input.bytes; !rest.empty();) {
    const std::size_t octets = input.script.next();
    const std::string_view piece = rest.substr(0, octets == 0 ? rest.size() : octets);
    writer.write(piece);
    rest.remove_prefix(piece.size());
  }
  fuzz::require(writer.finish() == pop3::wire_form(input.bytes, lines), "the encoder and the reference agree");
  fuzz::require(octets(input.bytes) == pop3::wire_form(input.bytes).octets, "n3::octets and the reference agree");
  return 0;
}
