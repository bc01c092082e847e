#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "http/private_address.hpp"

namespace n3::http {
namespace {

bool is_private_text(const std::string& text) {
  sockaddr_storage storage{};
  const bool v6 = text.contains(':');
  void* address = v6 ? static_cast<void*>(&reinterpret_cast<sockaddr_in6&>(storage).sin6_addr)
                     : &reinterpret_cast<sockaddr_in&>(storage).sin_addr;
  storage.ss_family = v6 ? AF_INET6 : AF_INET;
  EXPECT_EQ(::inet_pton(storage.ss_family, text.c_str(), address), 1) << text;
  return is_private(reinterpret_cast<const sockaddr&>(storage));
}

TEST(PrivateAddressTest, what_is_not_a_host_of_the_internet_is_private) {
  for (const char* address :
       {"0.0.0.0",      "0.1.2.3",         "10.0.0.0",        "10.255.255.255",  "100.64.0.0",     "100.127.255.255",
        "127.0.0.1",    "127.255.255.255", "169.254.169.254", "172.16.0.1",      "172.31.255.255", "192.0.0.1",
        "192.0.2.1",    "192.88.99.1",     "192.168.0.1",     "192.168.255.255", "198.18.0.1",     "198.19.255.255",
        "198.51.100.1", "203.0.113.1",     "224.0.0.1",       "239.255.255.255", "240.0.0.1",      "255.255.255.255"})
    EXPECT_TRUE(is_private_text(address)) << address;
}

TEST(PrivateAddressTest, what_is_next_to_a_private_network_is_public) {
  for (const char* address :
       {"1.0.0.0",         "9.255.255.255", "11.0.0.0",        "100.63.255.255",  "100.128.0.0",
        "126.255.255.255", "128.0.0.0",     "169.253.255.255", "169.255.0.0",     "172.15.255.255",
        "172.32.0.0",      "192.0.1.0",     "192.0.3.0",       "192.167.255.255", "192.169.0.0",
        "198.17.255.255",  "198.20.0.0",    "198.51.99.255",   "203.0.114.0",     "223.255.255.255"})
    EXPECT_FALSE(is_private_text(address)) << address;
}

TEST(PrivateAddressTest, of_IPv6_only_global_unicast_is_public) {
  for (const char* address :
       {"::", "::1", "::2", "64:ff9b:1::1", "100::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
        "4000::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1", "2001:1ff::1", "2001:db8::1", "3fff::1"})
    EXPECT_TRUE(is_private_text(address)) << address;
  for (const char* address : {"2000::1", "2001:200::1", "2001:db7::1", "2001:db9::1", "2606:4700::1111", "2a00:1450::8",
                              "3fff:1000::1", "3ffe::1"})
    EXPECT_FALSE(is_private_text(address)) << address;
}

TEST(PrivateAddressTest, an_IPv6_address_that_holds_an_IPv4_address_is_what_that_one_is) {
  for (const char* address : {"::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254", "64:ff9b::192.168.1.1",
                              "2002:7f00:1::1", "2002:c0a8:101::1", "::127.0.0.1", "::10.0.0.1"})
    EXPECT_TRUE(is_private_text(address)) << address;
  for (const char* address : {"::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"})
    EXPECT_FALSE(is_private_text(address)) << address;
}

TEST(PrivateAddressTest, what_is_no_IP_address_is_private) {
  sockaddr address{};
  for (const sa_family_t family : {AF_UNIX, AF_UNSPEC, AF_NETLINK}) {
    address.sa_family = family;
    EXPECT_TRUE(is_private(address)) << family;
  }
}

}  // namespace
}  // namespace n3::http
