#include "config/listen_address.hpp"

#include <gmock/gmock.h>

namespace n3::program {
namespace {

using testing::HasSubstr;

TEST(ListenAddress, is_a_host_and_a_port_or_the_path_of_a_socket) {
  for (const char* good : {"127.0.0.1:110", "[::1]:110", "*:0", "0.0.0.0:65535", "localhost:110", "unix:/run/n3.sock",
                           "[fe80::1%lo]:110"}) {
    EXPECT_EQ(address_problem(good), "") << good;
  }
  struct {
    std::string address;
    const char* problem;
  } const table[] = {
      {"", "is no address to listen on"},
      {"pop.example.org:110", "is no address to listen on"},
      {"127.0.0.1", "is no address to listen on"},
      {"127.0.0.1:", "is no address to listen on"},
      {"127.0.0.1:pop3", "is no address to listen on"},
      {"0.0.0.0:99999", "the port 99999 is too large"},
      {"0.0.0.0:99999999999999999999", "is too large"},
      {"[fe80::1]:110", "as in fe80::1%eth0"},
      {"unix:", "is no address to listen on"},
      {"unix:/" + std::string(107, 'x'), "the path is too long"},
  };
  for (const auto& [address, problem] : table) EXPECT_THAT(address_problem(address), HasSubstr(problem)) << address;
}

TEST(ListenAddress, collides_with_itself_and_with_all_addresses_of_its_port) {
  struct {
    const char* one;
    const char* other;
    bool collide;
  } const table[] = {
      {"127.0.0.1:110", "127.0.0.1:110", true},
      {"127.0.0.1:110", "localhost:110", true},
      {"127.0.0.1:110", "127.0.0.1:995", false},
      {"127.0.0.1:110", "127.0.0.2:110", false},
      {"127.0.0.1:110", "0.0.0.0:110", true},
      {"127.0.0.1:110", "*:110", true},
      {"[::1]:110", "*:110", true},
      {"0.0.0.0:110", "*:110", true},
      {"127.0.0.1:110", "[::]:110", false},
      {"[::1]:110", "[::]:110", true},
      {"[::1]:110", "127.0.0.1:110", false},
      {"127.0.0.1:0", "127.0.0.1:0", false},
      {"unix:/run/a", "unix:/run/a", true},
      {"unix:/run/a", "unix:/run/b", false},
      {"unix:/run/a", "127.0.0.1:110", false},
  };
  for (const auto& [one, other, expected] : table) {
    EXPECT_EQ(collide(one, other), expected) << one << " " << other;
    EXPECT_EQ(collide(other, one), expected) << other << " " << one;
  }
}

}  // namespace
}  // namespace n3::program
