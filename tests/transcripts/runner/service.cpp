#include "service.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "sasl/mechanisms.hpp"

namespace n3::transcripts {
namespace {

// Not random, so that every replay is the same; different each time, as stamps have to be.
std::function<std::uint64_t()> numbers() {
  return [state = std::uint64_t{1}]() mutable { return state = state * 6364136223846793005U + 1442695040888963407U; };
}

const std::array built_in{
    sasl::Mechanism{"CRAM-MD5", sasl::cram_md5, sasl::Encoding::base64, sasl::Needs::secret},
    sasl::Mechanism{"PLAIN", sasl::plain},
    sasl::Mechanism{"LOGIN", sasl::login},
};

// The mechanism of N3's ancestor: "<user> <password>", raw.
sasl::Exchange foobar(sasl::Client client) {
  const std::string line = co_await client.respond();
  const auto space = line.find(' ');
  if (space == line.npos) co_return sasl::Deny{"FOOBAR expects <user> <password>"};
  const std::string user = line.substr(0, space);
  const bool good = co_await client.check(user, line.substr(space + 1));
  if (!good) co_return sasl::Deny{};
  co_return sasl::Grant{user};
}

// co_return makes it a coroutine.
sasl::Exchange broken(sasl::Client) {
  throw std::runtime_error("a mechanism that is broken");
  co_return sasl::Deny{};
}

}  // namespace

const std::array<sasl::Mechanism, 2>& added_mechanisms() {
  static const std::array<sasl::Mechanism, 2> mechanisms{
      sasl::Mechanism{"FOOBAR", foobar, sasl::raw},
      sasl::Mechanism{"BROKEN", broken},
  };
  return mechanisms;
}

std::shared_ptr<const pop3::Service> make_service(const Setting& setting) {
  pop3::Service service;
  service.host = host;
  service.policy = setting.policy;
  service.random = numbers();
  const auto is_wanted = [&](std::string_view name) {
    return setting.mechanisms.empty() || std::ranges::find(setting.mechanisms, name) != setting.mechanisms.end();
  };
  for (const sasl::Mechanism& mechanism : built_in)
    if (is_wanted(mechanism.name) && (setting.has_secrets || mechanism.needs != sasl::Needs::secret))
      service.mechanisms.push_back(mechanism);
  for (const sasl::Mechanism& mechanism : added_mechanisms())
    if (!setting.mechanisms.empty() && is_wanted(mechanism.name)) service.mechanisms.push_back(mechanism);
  service.apop = setting.has_secrets && is_wanted("APOP");
  return std::make_shared<const pop3::Service>(std::move(service));
}

pop3::Channel make_channel(const Way& way) {
  return {.peer = "192.0.2.7:40112",
          .implicit_tls = way.kind == Way::Kind::tls,
          .starttls = way.kind == Way::Kind::any || way.kind == Way::Kind::starttls,
          .plaintext_login = way.plaintext_login};
}

}  // namespace n3::transcripts
