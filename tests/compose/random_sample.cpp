#include <array>
#include <chrono>
#include <random>
#include <string_view>

#include "samples.hpp"

namespace {

// The standard's distributions differ from library to library; the engine does not.
class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t limit) { return engine_() % limit; }
  bool one_in(std::size_t n) { return below(n) == 0; }

  /// Pieces that are each difficult in a way of their own, up to `most` of them.
  std::string text(std::size_t most, std::string_view separator = "") {
    static constexpr std::array<std::string_view, 33> pieces = {"a",
                                                                "B",
                                                                "7",
                                                                " ",
                                                                "  ",
                                                                "word",
                                                                "two words",
                                                                "ä",
                                                                "Ö",
                                                                "日本",
                                                                "🕛",
                                                                "=?",
                                                                "?=",
                                                                "=",
                                                                "_",
                                                                "\"",
                                                                "\\",
                                                                "(",
                                                                ")",
                                                                "<",
                                                                ">",
                                                                ",",
                                                                ";",
                                                                ":",
                                                                "@",
                                                                ".",
                                                                "..",
                                                                "From ",
                                                                "--",
                                                                "=?UTF-8?Q?x?=",
                                                                "longer-than-most-words-are-in-any-language",
                                                                "e\xcc\x81",
                                                                "%41"};
    std::string result;
    for (std::size_t i = below(most + 1); i > 0; --i) {
      result += pieces[below(pieces.size())];
      result += separator;
    }
    return result;
  }

  std::string bytes(std::size_t most) {
    std::string result(below(most + 1), '\0');
    for (char& c : result) c = static_cast<char>(engine_() & 0xff);
    return result;
  }

  std::string lines(std::size_t most) {
    std::string result;
    for (std::size_t i = below(most + 1); i > 0; --i) result += text(30) + (one_in(4) ? "\r\n" : "\n");
    return one_in(3) ? result + text(10) : result;
  }

  std::string address() {
    static constexpr std::array<std::string_view, 6> locals = {"ann", "ann.b", "x+y", "\"a b\"", "a_b-c", "0"};
    static constexpr std::array<std::string_view, 4> domains = {"example.org", "a", "[192.0.2.1]",
                                                                "xn--kln-sna.example"};
    return std::string(locals[below(locals.size())]) + '@' + std::string(domains[below(domains.size())]);
  }

  std::string id() { return std::to_string(engine_()) + "." + std::to_string(below(100)) + "@example.org"; }

 private:
  std::mt19937 engine_;
};

void add_addresses(n3::Message& message, Chance& chance) {
  if (!chance.one_in(10)) message.from(chance.text(6), chance.address());
  for (std::size_t i = chance.below(4); i > 0; --i) message.to(chance.text(6), chance.address());
  for (std::size_t i = chance.below(3); i > 0; --i) message.cc(chance.text(12), chance.address());
  if (chance.one_in(4)) message.reply_to(chance.text(3), chance.address());
}

void add_headers(n3::Message& message, Chance& chance) {
  message.subject(chance.text(chance.one_in(4) ? 60 : 10));
  if (chance.one_in(3)) message.list_id(chance.text(5), "list.example.org");
  if (chance.one_in(3)) message.in_reply_to(chance.id());
  for (std::size_t i = chance.below(5); i > 0; --i) message.reference(chance.id());
  for (std::size_t i = chance.below(4); i > 0; --i) message.header("X-Random", chance.text(20));
  for (std::size_t i = chance.below(4); i > 0; --i) message.keyword(chance.text(8));
  if (chance.one_in(2)) message.date(std::chrono::sys_seconds{std::chrono::seconds{chance.below(4'000'000'000)}});
}

void add_content(n3::Message& message, Chance& chance) {
  if (chance.one_in(6)) {
    message.markdown(chance.lines(10));
  } else {
    if (!chance.one_in(3)) message.text(chance.lines(10));
    if (!chance.one_in(3)) message.html(chance.lines(10));
  }
  static constexpr std::array<std::string_view, 5> types = {"application/octet-stream", "text/plain", "image/png",
                                                            "message/rfc822", "text/x-a; charset=utf-8; b=\"c d\""};
  for (std::size_t i = chance.below(4); i > 0; --i)
    message.attach({.name = chance.text(15),
                    .bytes = chance.bytes(300),
                    .type = std::string(types[chance.below(types.size())]),
                    .cid = chance.one_in(3) ? chance.id() : ""});
}

}  // namespace

Sample random_sample(unsigned seed) {
  Chance chance(seed);
  Sample sample;
  add_addresses(sample.message, chance);
  add_headers(sample.message, chance);
  add_content(sample.message, chance);
  sample.identity = {.uid = "random-" + std::to_string(seed),
                     .date = std::chrono::sys_seconds{std::chrono::seconds{chance.below(2'000'000'000)}},
                     .host = "n3.example"};
  return sample;
}
