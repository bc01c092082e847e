#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <n3/server.hpp>

namespace n3::net {

namespace asio = boost::asio;
using Protocol = asio::generic::stream_protocol;  // TCP and unix sockets alike

/// "127.0.0.1:110", "[::1]:110", "*:110" or "unix:/path" as an endpoint. Throws std::runtime_error with a text that
/// says what is expected.
Protocol::endpoint parse_endpoint(const std::string& address);

/// The way back. An IPv4 address that came over an IPv6 socket is written as IPv4.
std::string to_string(const Protocol::endpoint& endpoint);

/// The address of a TCP endpoint.
std::optional<asio::ip::address> ip_address(const Protocol::endpoint& endpoint);

/// A PlaintextLogin, ready to be asked.
class PlaintextRule {
 public:
  /// Throws std::runtime_error for what is no network.
  explicit PlaintextRule(const PlaintextLogin& login);

  bool allows(const Protocol::endpoint& peer) const;

 private:
  bool loopback_;
  bool everywhere_;
  std::vector<asio::ip::network_v4> v4_;
  std::vector<asio::ip::network_v6> v6_;
};

}  // namespace n3::net
