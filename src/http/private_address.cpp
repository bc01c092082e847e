#include "http/private_address.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <netinet/in.h>

namespace n3::http {
namespace {

// So many bits of an address that begins like this.
template <std::size_t octets>
struct Network {
  std::array<std::uint8_t, octets> begin;
  unsigned bits;

  constexpr bool holds(const std::uint8_t* address) const {
    const unsigned whole = bits / 8;
    const unsigned shift = 8 - bits % 8;
    if (!std::equal(begin.begin(), begin.begin() + whole, address)) return false;
    return shift == 8 || begin[whole] >> shift == address[whole] >> shift;
  }
};

using V4 = Network<4>;
using V6 = Network<16>;

constexpr std::array<V4, 15> not_public_v4{{
    {{0}, 8},              // this network
    {{10}, 8},             // RFC 1918
    {{100, 64}, 10},       // between a provider and its customers
    {{127}, 8},            // loopback
    {{169, 254}, 16},      // link-local, and where clouds keep their credentials
    {{172, 16}, 12},       // RFC 1918
    {{192, 0, 0}, 24},     // IETF's protocols
    {{192, 0, 2}, 24},     // documentation
    {{192, 88, 99}, 24},   // 6to4 relays
    {{192, 168}, 16},      // RFC 1918
    {{198, 18}, 15},       // benchmarks
    {{198, 51, 100}, 24},  // documentation
    {{203, 0, 113}, 24},   // documentation
    {{224}, 4},            // multicast
    {{240}, 4},            // reserved, and broadcast
}};

// All that is given out is in here; of it, these are not public.
constexpr V6 global_unicast{{0x20}, 3};
constexpr std::array<V6, 3> not_public_v6{{
    {{0x20, 0x01}, 23},              // IETF's protocols, Teredo among them
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x3f, 0xff}, 20},              // documentation
}};

// Where an IPv4 address stands in an IPv6 address.
struct Embedding {
  V6 network;
  std::size_t offset;
};
constexpr std::array<Embedding, 3> embeddings{{
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // mapped
    {{{0, 0x64, 0xff, 0x9b}, 96}, 12},                       // NAT64
    {{{0x20, 0x02}, 16}, 2},                                 // 6to4
}};

bool is_private_v4(const std::uint8_t* address) {
  return std::ranges::any_of(not_public_v4, [&](const V4& network) { return network.holds(address); });
}

bool is_private_v6(const std::uint8_t* address) {
  for (const Embedding& embedding : embeddings)
    if (embedding.network.holds(address)) return is_private_v4(address + embedding.offset);
  return !global_unicast.holds(address) ||
         std::ranges::any_of(not_public_v6, [&](const V6& network) { return network.holds(address); });
}

}  // namespace

bool is_private(const sockaddr& address) {
  if (address.sa_family == AF_INET)
    return is_private_v4(
        reinterpret_cast<const std::uint8_t*>(&reinterpret_cast<const sockaddr_in&>(address).sin_addr));
  if (address.sa_family == AF_INET6)
    return is_private_v6(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr.s6_addr);
  return true;
}

}  // namespace n3::http
