#include "net/setup.hpp"

#include <algorithm>

#include <unistd.h>

#include <n3/version.hpp>

#include "base/ascii.hpp"

namespace n3::net {
namespace {

// An added mechanism takes the place of the built-in one of its name.
std::vector<sasl::Mechanism> all_mechanisms(const std::vector<sasl::Mechanism>& extensions) {
  std::vector<sasl::Mechanism> all = sasl::built_in();
  for (const auto& extension : extensions) {
    const auto known = std::ranges::find(all, extension.name, &sasl::Mechanism::name);
    if (known == all.end()) {
      all.push_back(extension);
    } else {
      *known = extension;
    }
  }
  return all;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](const std::string& one) { return ascii::same(one, name); });
}

}  // namespace

std::optional<std::string> unknown_mechanism(const Settings& settings) {
  if (!settings.offered) return std::nullopt;
  std::vector<std::string> known{"USER", "APOP"};
  for (const auto& mechanism : all_mechanisms(settings.extensions)) known.push_back(mechanism.name);
  const auto found =
      std::ranges::find_if_not(*settings.offered, [&](const auto& name) { return contains(known, name); });
  return found == settings.offered->end() ? std::nullopt : std::optional(*found);
}

std::shared_ptr<const Setup> make_setup(const Settings& settings) {
  const bool secrets = settings.accounts && settings.accounts->has_secrets();
  const auto wanted = [&](std::string_view name) { return !settings.offered || contains(*settings.offered, name); };

  pop3::Service service{.host = settings.host,
                        .implementation = "N3-" N3_VERSION,
                        .policy = settings.policy,
                        .mechanisms = {},
                        .user = wanted("USER"),
                        .apop = wanted("APOP") && secrets,
                        .log = settings.log};
  for (auto& mechanism : all_mechanisms(settings.extensions))
    if (wanted(mechanism.name) && (secrets || mechanism.needs != sasl::Needs::secret))
      service.mechanisms.push_back(std::move(mechanism));

  return std::make_shared<const Setup>(Setup{.accounts = settings.accounts,
                                             .accounts_instant = settings.accounts && settings.accounts->instant(),
                                             .on_login = settings.on_login,
                                             .on_login_instant = settings.on_login_instant,
                                             .tls = settings.tls,
                                             .log = settings.log,
                                             .service = std::make_shared<const pop3::Service>(std::move(service))});
}

std::string dotted_host(std::string_view name) {
  std::string host;
  for (const char c : name)
    if (ascii::is_alnum(c) || c == '-' || (c == '.' && !host.empty() && host.back() != '.')) host += c;
  while (host.ends_with('.')) host.pop_back();
  if (host.empty()) host = "localhost";
  return host.find('.') == host.npos ? host + ".localdomain" : host;
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "localhost";
}

}  // namespace n3::net
