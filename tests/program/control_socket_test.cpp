#include "control/control_socket.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>
#include <stdexcept>
#include <system_error>

#include "folder.hpp"

namespace n3::program {
namespace {

std::string echo(std::string_view command) {
  if (command == "fail") throw std::runtime_error("it has failed");
  return "said " + std::string(command) + "\nand more\n";
}

std::string refusal(const std::filesystem::path& path, std::string_view command) {
  try {
    ask_server(path, command);
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

class ControlSocketTest : public testing::Test {
 protected:
  test::Folder folder;
  const std::filesystem::path path = folder / "n3.db-control";
};

TEST_F(ControlSocketTest, a_command_is_answered_or_refused) {
  const ControlSocket control(path, echo);
  EXPECT_EQ(ask_server(path, "status"), "said status\nand more\n");
  EXPECT_EQ(ask_server(path, ""), "said \nand more\n");
  EXPECT_EQ(refusal(path, "fail"), "it has failed");
}

TEST_F(ControlSocketTest, is_for_its_owner_alone) {
  const ControlSocket control(path, echo);
  struct stat about{};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST_F(ControlSocketTest, leaves_nothing_behind_and_takes_what_was_left) {
  {
    const ControlSocket control(path, echo);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_EQ(refusal(path, "status"), "no server answers at " + path.string() + ": No such file or directory");
  {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const Descriptor left(::socket(AF_UNIX, SOCK_STREAM, 0));
    ASSERT_EQ(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  EXPECT_EQ(refusal(path, "status"), "no server answers at " + path.string() + ": Connection refused");
  const ControlSocket control(path, echo);
  EXPECT_EQ(refusal(path, "status"), "");
}

TEST_F(ControlSocketTest, one_that_is_in_use_stays) {
  const ControlSocket control(path, echo);
  EXPECT_THROW(ControlSocket(path, echo), std::system_error);
  EXPECT_EQ(refusal(path, "status"), "");
}

TEST_F(ControlSocketTest, a_path_may_be_longer_than_an_address) {
  std::filesystem::path deep = folder.path();
  for (int i = 0; i < 5; ++i) deep /= std::string(50, 'd');
  std::filesystem::create_directories(deep);
  const ControlSocket control(deep / "n3.db-control", echo);
  EXPECT_EQ(refusal(deep / "n3.db-control", "status"), "");
}

}  // namespace
}  // namespace n3::program
