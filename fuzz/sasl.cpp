// Invariant: whatever a client responds, a mechanism ends after a few steps. It grants only where the accounts have
// said yes, always where the digest is that of the secret, and whom they were asked about.
//
// Script: the mechanism, whether there is an initial response, then an answer for each question (odd: yes). Each line
// is a response; "@" at its end becomes the right digest.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/digest.hpp"
#include "input.hpp"
#include "sasl/mechanisms.hpp"

namespace {

using namespace n3;

constexpr std::string_view stamp = "<1896.697170952@postoffice.reston.mci.net>";
constexpr std::string_view password = "tanstaaftanstaaf";
constexpr int most_steps = 8;

struct Mechanism {
  sasl::Exchange (*begin)(std::string_view words);
  std::string (*digest)();
  bool is_a_command = false;  // its words come with the command, not as a response
};

std::string no_digest() { return "@"; }

const Mechanism mechanisms[] = {
    {[](std::string_view) { return sasl::plain(sasl::Client()); }, no_digest},
    {[](std::string_view) { return sasl::login(sasl::Client()); }, no_digest},
    {[](std::string_view) { return sasl::cram_md5(sasl::Client(std::string(stamp))); },
     [] { return hmac_md5_hex(password, stamp); }},
    {[](std::string_view words) {
       const auto digest = words.rfind(' ') + 1;  // 0 where there is no space
       return sasl::apop(sasl::Client(), std::string(stamp), std::string(words.substr(0, digest)),
                         std::string(words.substr(digest)));
     },
     [] { return md5_hex(std::string(stamp) + std::string(password)); }, true},
};

class Client {
 public:
  explicit Client(fuzz::Input input) : script_(input.script), rest_(input.bytes) {}

  void run() {
    const Mechanism& mechanism = mechanisms[script_.next(std::size(mechanisms))];
    const bool initial = script_.next(2) == 1 && !mechanism.is_a_command;
    digest_ = mechanism.digest();
    if (initial || mechanism.is_a_command) response_ = respond();
    sasl::Exchange exchange = mechanism.begin(response_);
    const sasl::Step* step = &exchange.start(initial ? std::optional(response_) : std::nullopt);
    for (int steps = 0; !over(*step); ++steps) {
      fuzz::require(steps < most_steps, "a mechanism ends");
      step = &go_on(exchange, *step);
    }
  }

 private:
  const sasl::Step& go_on(sasl::Exchange& exchange, const sasl::Step& step) {
    if (std::holds_alternative<sasl::Challenge>(step)) return exchange.responded(response_ = respond());
    yes_ = script_.next(2) == 1;
    if (const auto* check = std::get_if<sasl::Check>(&step)) {
      asked_about_ = check->credential.user;
      return exchange.checked(yes_);
    }
    asked_about_ = std::get<sasl::FindSecret>(step).user;
    const std::string digest(response_.substr(response_.rfind(' ') + 1));
    const auto secret = yes_ ? std::optional(Secret::clear(std::string(password))) : std::nullopt;
    yes_ = proved_ = yes_ && digest == digest_;
    return exchange.found(secret);
  }

  bool over(const sasl::Step& step) {
    if (const auto* grant = std::get_if<sasl::Grant>(&step)) {
      fuzz::require(yes_, "only who was found right is let in");
      fuzz::require(grant->user == asked_about_, "who is let in was asked about");
      return true;
    }
    const bool denied = std::holds_alternative<sasl::Deny>(step);
    fuzz::require(!denied || !proved_, "who knows the secret is let in");
    return denied;
  }

  std::string respond() {
    const std::string_view line = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(std::min(line.size() + 1, rest_.size()));
    return line.ends_with('@') ? std::string(line.substr(0, line.size() - 1)) + digest_ : std::string(line);
  }

  fuzz::Script script_;
  std::string_view rest_;
  std::string digest_;
  std::string response_;
  std::string asked_about_;
  bool yes_ = false;
  bool proved_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Client(fuzz::Input(data, size)).run();
  return 0;
}
