#include "net/address.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace n3::net {
namespace {

[[noreturn]] void refuse(const std::string& address) {
  throw std::runtime_error("\"" + address +
                           "\" is no address to listen on; write 127.0.0.1:110, [::1]:110, *:110 or unix:/path");
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return port;
}

asio::ip::address unmapped(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  return address;
}

}  // namespace

Protocol::endpoint parse_endpoint(const std::string& address) {
  constexpr std::string_view unix_prefix = "unix:";
  if (address.starts_with(unix_prefix)) {
    const std::string path = address.substr(unix_prefix.size());
    if (path.empty() || path.size() > 107) refuse(address);  // sun_path
    return asio::local::stream_protocol::endpoint(path);
  }

  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) refuse(address);
  const auto port = parse_port(std::string_view(address).substr(colon + 1));
  if (!port) refuse(address);

  std::string host = address.substr(0, colon);
  if (host == "*") return asio::ip::tcp::endpoint(asio::ip::tcp::v6(), *port);
  if (host == "localhost") host = "127.0.0.1";
  const bool brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (brackets) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto ip = asio::ip::make_address(host, error);
  if (error || brackets != ip.is_v6()) refuse(address);
  return asio::ip::tcp::endpoint(ip, *port);
}

std::optional<asio::ip::address> ip_address(const Protocol::endpoint& endpoint) {
  const int family = endpoint.protocol().family();
  if (family != AF_INET && family != AF_INET6) return std::nullopt;
  asio::ip::tcp::endpoint tcp;
  tcp.resize(endpoint.size());
  std::copy_n(reinterpret_cast<const char*>(endpoint.data()), endpoint.size(), reinterpret_cast<char*>(tcp.data()));
  return unmapped(tcp.address());
}

std::string to_string(const Protocol::endpoint& endpoint) {
  const auto ip = ip_address(endpoint);
  if (!ip) {
    const auto* path = reinterpret_cast<const char*>(endpoint.data()) + sizeof(sa_family_t);
    const std::size_t size = endpoint.size() - std::min(endpoint.size(), sizeof(sa_family_t));
    return size == 0 ? "unix" : "unix:" + std::string(path, ::strnlen(path, size));
  }
  // The port stands at the same place for both families.
  const auto port = ntohs(reinterpret_cast<const sockaddr_in*>(endpoint.data())->sin_port);
  const std::string host = ip->is_v6() ? "[" + ip->to_string() + "]" : ip->to_string();
  return host + ":" + std::to_string(port);
}

PlaintextRule::PlaintextRule(const PlaintextLogin& login) : loopback_(login.loopback), everywhere_(login.everywhere) {
  for (const std::string& network : login.networks) {
    boost::system::error_code error;
    const auto v4 = asio::ip::make_network_v4(network, error);
    if (!error) {
      v4_.push_back(v4);
      continue;
    }
    const auto v6 = asio::ip::make_network_v6(network, error);
    if (error) throw std::runtime_error("\"" + network + "\" is no network; write 10.0.0.0/8 or fd00::/8");
    v6_.push_back(v6);
  }
}

bool PlaintextRule::allows(const Protocol::endpoint& peer) const {
  const auto ip = ip_address(peer);
  if (everywhere_) return true;
  if (!ip) return loopback_;  // a unix socket does not leave the machine
  if (loopback_ && ip->is_loopback()) return true;
  const auto holds = [&](const auto& network) {
    using Network = std::decay_t<decltype(network)>;
    if constexpr (std::is_same_v<Network, asio::ip::network_v4>) {
      return ip->is_v4() && asio::ip::network_v4(ip->to_v4(), network.prefix_length()).network() == network.network();
    } else {
      // Without its scope: networks have none.
      const auto plain = [&] { return asio::ip::address_v6(ip->to_v6().to_bytes()); };
      return ip->is_v6() && asio::ip::network_v6(plain(), network.prefix_length()).network() == network.network();
    }
  };
  return std::ranges::any_of(v4_, holds) || std::ranges::any_of(v6_, holds);
}

}  // namespace n3::net
