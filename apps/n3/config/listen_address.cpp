#include "config/listen_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "base/ascii.hpp"
#include "net/address.hpp"

namespace n3::program {
namespace {

constexpr std::size_t longest_path = 107;  // sockaddr_un

std::string_view port_text(std::string_view address) { return address.substr(address.rfind(':') + 1); }

bool is_too_large(std::string_view port) {
  unsigned number = 0;
  const auto result = std::from_chars(port.data(), port.data() + port.size(), number);
  return std::ranges::all_of(port, ascii::is_digit) && (result.ec != std::errc() || number > 65535);
}

bool needs_interface(const net::asio::ip::address& host) {
  return host.is_v6() && host.to_v6().is_link_local() && host.to_v6().scope_id() == 0;
}

}  // namespace

std::string address_problem(const std::string& address) {
  if (address.starts_with("unix:") && address.size() - 5 > longest_path) {
    return fmt::format("the path is too long: a socket's may have {} octets", longest_path);
  }
  const bool has_port = address.contains(':') && !address.starts_with("unix:");
  if (const auto port = port_text(address); has_port && !port.empty() && is_too_large(port)) {
    return fmt::format("the port {} is too large: the last one is 65535", port);
  }
  try {
    const auto host = net::ip_address(net::parse_endpoint(address));
    if (!host || !needs_interface(*host)) return {};
    return fmt::format("{} is an address of one link only: name this machine's interface to it, as in fe80::1%eth0",
                       host->to_v6().to_string());
  } catch (const std::runtime_error& problem) {
    return problem.what();
  }
}

bool collide(const std::string& one, const std::string& other) {
  if (one.starts_with("unix:") || other.starts_with("unix:")) return one == other;
  if (port_text(one) != port_text(other) || port_text(one) == "0") return false;
  const auto covers = [](const std::string& text, const net::asio::ip::address& a, const net::asio::ip::address& b) {
    return a == b || text.starts_with("*:") || (a.is_unspecified() && a.is_v4() == b.is_v4());
  };
  const auto one_host = *net::ip_address(net::parse_endpoint(one));
  const auto other_host = *net::ip_address(net::parse_endpoint(other));
  return covers(one, one_host, other_host) || covers(other, other_host, one_host);
}

}  // namespace n3::program
