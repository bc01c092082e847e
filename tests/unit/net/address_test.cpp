#include "net/address.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace n3::net {
namespace {

using asio::ip::tcp;

// As the kernel tells who has connected: link-local addresses have a scope.
Protocol::endpoint peer(const char* address) { return tcp::endpoint(asio::ip::make_address(address), 40112); }

const Protocol::endpoint unix_peer = asio::local::stream_protocol::endpoint();

TEST(Address, is_read_and_written_the_same) {
  for (const char* address : {"127.0.0.1:110", "0.0.0.0:0", "192.0.2.7:65535", "[::1]:110", "[2001:db8::7]:995",
                              "[::]:110", "unix:/run/n3/pop3.sock", "unix:relative.sock"})
    EXPECT_EQ(to_string(parse_endpoint(address)), address);
}

TEST(Address, has_words_for_all_addresses_and_for_this_machine) {
  EXPECT_EQ(to_string(parse_endpoint("*:110")), "[::]:110");
  EXPECT_EQ(to_string(parse_endpoint("localhost:110")), "127.0.0.1:110");
}

TEST(Address, that_makes_no_sense_is_refused_with_examples_of_what_does) {
  const std::string long_path = "unix:/" + std::string(107, 'x');
  for (const std::string address : {"",
                                    ":",
                                    "110",
                                    "127.0.0.1",
                                    ":110",
                                    "127.0.0.1:",
                                    "127.0.0.1:65536",
                                    "127.0.0.1:-1",
                                    "127.0.0.1:+1",
                                    "127.0.0.1:11 ",
                                    " 127.0.0.1:11",
                                    "127.0.0.1:0x6e",
                                    "::1:110",
                                    "[127.0.0.1]:110",
                                    "[::1:110",
                                    "::1]:110",
                                    "[]:110",
                                    "pop.example.org:110",
                                    "**:110",
                                    "unix:",
                                    long_path.c_str()}) {
    try {
      parse_endpoint(address);
      ADD_FAILURE() << address << " was taken";
    } catch (const std::runtime_error& refused) {
      EXPECT_THAT(refused.what(), testing::HasSubstr("\"" + address + "\" is no address to listen on"));
      EXPECT_THAT(refused.what(), testing::HasSubstr("write 127.0.0.1:110, [::1]:110, *:110 or unix:/path"));
    }
  }
}

TEST(Address, of_a_peer_is_written_as_operators_know_it) {
  EXPECT_EQ(to_string(peer("192.0.2.7")), "192.0.2.7:40112");
  EXPECT_EQ(to_string(peer("::ffff:192.0.2.7")), "192.0.2.7:40112");
  EXPECT_EQ(to_string(peer("2001:db8::7")), "[2001:db8::7]:40112");
  EXPECT_EQ(to_string(unix_peer), "unix");
}

TEST(PlaintextRule, decides_by_where_a_client_comes_from) {
  const PlaintextLogin loopback{};
  const PlaintextLogin never = PlaintextLogin::never();
  const PlaintextLogin always = PlaintextLogin::always();
  const PlaintextLogin office{.loopback = false, .networks = {"10.0.0.0/8", "192.0.2.7/32", "fd00::/8", "fe80::/10"}};
  const PlaintextLogin sloppy{.loopback = false, .networks = {"10.1.2.3/8"}};
  const PlaintextLogin all_of_v4{.loopback = false, .networks = {"0.0.0.0/0"}};
  const struct {
    const char* name;
    const PlaintextLogin& login;
    const char* address;
    bool welcome;
  } table[] = {
      {"loopback", loopback, "127.0.0.1", true},     {"loopback", loopback, "127.8.8.8", true},
      {"loopback", loopback, "::1", true},           {"loopback", loopback, "::ffff:127.0.0.1", true},
      {"loopback", loopback, "192.0.2.7", false},    {"loopback", loopback, "::ffff:192.0.2.7", false},
      {"loopback", loopback, "::127.0.0.1", false},  {"loopback", loopback, "fe80::1", false},
      {"never", never, "127.0.0.1", false},          {"never", never, "::1", false},
      {"always", always, "192.0.2.7", true},         {"always", always, "2001:db8::7", true},
      {"office", office, "10.255.255.255", true},    {"office", office, "::ffff:10.0.0.1", true},
      {"office", office, "11.0.0.0", false},         {"office", office, "192.0.2.7", true},
      {"office", office, "192.0.2.8", false},        {"office", office, "fd12::1", true},
      {"office", office, "fc12::1", false},          {"office", office, "fe80::1%1", true},
      {"office", office, "127.0.0.1", false},        {"sloppy", sloppy, "10.9.9.9", true},
      {"all of v4", all_of_v4, "203.0.113.1", true}, {"all of v4", all_of_v4, "2001:db8::7", false},
  };
  for (const auto& row : table)
    EXPECT_EQ(PlaintextRule(row.login).allows(peer(row.address)), row.welcome) << row.name << ", " << row.address;
}

TEST(PlaintextRule, takes_a_unix_socket_for_this_machine) {
  EXPECT_TRUE(PlaintextRule({}).allows(unix_peer));
  EXPECT_FALSE(PlaintextRule(PlaintextLogin::never()).allows(unix_peer));
  EXPECT_TRUE(PlaintextRule(PlaintextLogin::always()).allows(unix_peer));
}

TEST(PlaintextRule, refuses_what_is_no_network_and_says_what_is) {
  for (const char* network : {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "fd00::/129", "office", "10.0.0/8", "/8"}) {
    try {
      PlaintextRule rule({.networks = {network}});
      ADD_FAILURE() << network << " was taken";
    } catch (const std::runtime_error& refused) {
      EXPECT_EQ(refused.what(), "\"" + std::string(network) + "\" is no network; write 10.0.0.0/8 or fd00::/8");
    }
  }
}

}  // namespace
}  // namespace n3::net
