#include "base/host.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/ascii.hpp"
#include "net/setup.hpp"

namespace n3::program {
namespace {

/// Empty for an address that only means something on its own link.
std::string address_text(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address->sa_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text.data(), text.size());
  } else {
    const in6_addr& v6 = reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
    if (!IN6_IS_ADDR_LINKLOCAL(&v6)) ::inet_ntop(AF_INET6, &v6, text.data(), text.size());
  }
  return text.data();
}

/// Of the interfaces that are up, but for loopback. IPv4 first.
std::vector<std::string> interface_addresses() {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> list(first, ::freeifaddrs);
  std::vector<std::string> result;
  for (const int family : {AF_INET, AF_INET6}) {
    for (const ifaddrs* each = first; each; each = each->ifa_next) {
      const bool is_public = (each->ifa_flags & IFF_UP) != 0 && (each->ifa_flags & IFF_LOOPBACK) == 0;
      if (!is_public || !each->ifa_addr || each->ifa_addr->sa_family != family) continue;
      if (std::string text = address_text(each->ifa_addr); !text.empty()) result.push_back(std::move(text));
    }
  }
  return result;
}

}  // namespace

bool is_host_name(std::string_view text) {
  const auto is_allowed = [](char c) { return ascii::is_alnum(c) || c == '-' || c == '.'; };
  return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, is_allowed) && !text.starts_with('.') &&
         !text.ends_with('.') && !text.contains("..");
}

bool is_ip_address(const std::string& text) {
  in6_addr address;  // large enough for either
  return ::inet_pton(AF_INET, text.c_str(), &address) == 1 || ::inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

std::string ip_address_text(std::span<const unsigned char> octets) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (octets.size() == 4) ::inet_ntop(AF_INET, octets.data(), text.data(), text.size());
  if (octets.size() == 16) ::inet_ntop(AF_INET6, octets.data(), text.data(), text.size());
  return text.data();
}

std::string host_name() { return ascii::lowercase(net::dotted_host(net::host_name())); }

std::vector<std::string> own_names() {
  std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
  const auto add = [&](std::string name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  };
  if (const std::string name = ascii::lowercase(net::host_name()); is_host_name(name)) add(name);
  for (std::string& address : interface_addresses()) add(std::move(address));
  return names;
}

std::string own_address(bool ipv6) {
  const auto addresses = interface_addresses();
  const auto found =
      std::ranges::find(addresses, ipv6, [](const std::string& address) { return address.contains(':'); });
  return found == addresses.end() ? "" : *found;
}

}  // namespace n3::program
