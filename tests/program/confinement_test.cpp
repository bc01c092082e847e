#include "confinement/confinement.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <thread>

#include "folder.hpp"

// What a confined process can still do and what it cannot. Each of these runs in a process of its own.
namespace n3::program {
namespace {

class ConfinementTest : public testing::Test {
 protected:
  ConfinementTest() {
    for (const char* name : {"mine", "feed.xml", "n3.toml"}) folder.write(name, "text");
  }

  /// What `attempt` gives as errno, of a process that may read feed.xml and write mine; 0: it could.
  int confined(const std::function<bool()>& attempt) const {
    const pid_t child = ::fork();
    if (child == 0) {
      AllowedFiles files{network_files(), {folder.file("mine")}};
      files.readable.emplace_back(folder.file("feed.xml"));
      if (!confine(files).empty()) ::_exit(255);
      errno = 0;
      ::_exit(attempt() ? 0 : errno);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  int opening(const std::string& path, int how) const {
    return confined([&] { return ::open(path.c_str(), how, 0600) >= 0; });
  }

  test::Folder folder;
};

TEST_F(ConfinementTest, files_are_those_that_were_named) {
  EXPECT_EQ(opening(folder.file("feed.xml"), O_RDONLY), 0);
  EXPECT_EQ(opening(folder.file("feed.xml"), O_RDWR), EACCES);
  EXPECT_EQ(opening(folder.file("mine"), O_RDWR), 0);
  EXPECT_EQ(opening(folder.file("n3.toml"), O_RDONLY), EACCES);
  EXPECT_EQ(opening(folder.file("new"), O_WRONLY | O_CREAT), EACCES);
  EXPECT_EQ(opening("/etc/passwd", O_RDONLY), EACCES);
  EXPECT_EQ(opening("/etc/ssl/private", O_RDONLY), EACCES);
  EXPECT_EQ(opening("/usr/share/zoneinfo", O_RDONLY), 0);
}

TEST_F(ConfinementTest, there_are_no_other_programs_and_processes) {
  EXPECT_EQ(confined([] { return ::execl("/bin/true", "true", nullptr) == 0; }), EPERM);
  EXPECT_EQ(confined([] { return ::fork() >= 0; }), EPERM);
  EXPECT_EQ(confined([] { return ::kill(::getppid(), 0) == 0; }), EPERM);
  EXPECT_EQ(confined([] { return ::syscall(SYS_ptrace, 16, ::getppid(), 0, 0) == 0; }), EPERM);
  EXPECT_EQ(confined([] { return ::syscall(SYS_tgkill, ::getppid(), ::getppid(), 0) == 0; }), EPERM);
  EXPECT_EQ(confined([] {
              rlimit limits{};
              return ::prlimit(::getppid(), RLIMIT_NOFILE, nullptr, &limits) == 0;
            }),
            EPERM);
  EXPECT_EQ(confined([] { return ::raise(0) == 0; }), 0) << "but there is itself";
}

TEST_F(ConfinementTest, files_stay_what_they_are) {
  const std::string file = folder.file("n3.toml");
  EXPECT_EQ(confined([&] { return ::truncate(file.c_str(), 0) == 0; }), EPERM);
  EXPECT_EQ(confined([&] { return ::chmod(file.c_str(), 0644) == 0; }), EPERM);
  EXPECT_EQ(confined([&] { return ::chown(file.c_str(), 0, 0) == 0; }), EPERM);
  EXPECT_EQ(confined([&] { return ::utimensat(AT_FDCWD, file.c_str(), nullptr, 0) == 0; }), EPERM);
}

TEST_F(ConfinementTest, there_are_threads) {
  EXPECT_EQ(confined([] {
              bool ran = false;
              std::thread([&] { ran = ::open("/etc/passwd", O_RDONLY) < 0; }).join();
              return ran;
            }),
            0);
}

TEST_F(ConfinementTest, of_the_network_there_is_what_leads_out) {
  const auto makes = [&](int family) { return confined([&] { return ::socket(family, SOCK_STREAM, 0) >= 0; }); };
  EXPECT_EQ(makes(AF_INET), 0);
  EXPECT_EQ(makes(AF_INET6), 0);
  EXPECT_EQ(makes(AF_UNIX), EAFNOSUPPORT);
  EXPECT_EQ(confined([] { return ::socket(AF_NETLINK, SOCK_RAW, 0) >= 0; }), 0) << "the resolver asks for addresses";
  EXPECT_EQ(confined([] { return ::socket(AF_NETLINK, SOCK_RAW, 9) >= 0; }), EPERM) << "the audit";
  EXPECT_EQ(confined([] { return ::syscall(SYS_socket, 0x1'0000'0000 | AF_UNIX, SOCK_STREAM, 0) >= 0; }), EAFNOSUPPORT);
  EXPECT_EQ(confined([] { return ::listen(::socket(AF_INET, SOCK_STREAM, 0), 1) == 0; }), EPERM);
}

TEST_F(ConfinementTest, nothing_is_typed_into_a_terminal) {
  EXPECT_EQ(confined([] { return ::ioctl(0, TIOCSTI, "x") == 0; }), EPERM);
}

TEST_F(ConfinementTest, there_are_no_new_privileges_and_no_core_dumps) {
  EXPECT_EQ(confined([] { return ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1; }), 0);
  EXPECT_EQ(confined([] {
              rlimit core{};
              return ::getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0;
            }),
            0);
}

TEST_F(ConfinementTest, memory_has_an_end) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "its malloc ends the program";
#endif
  EXPECT_EQ(confined([] { return std::unique_ptr<char[]>(new (std::nothrow) char[std::size_t{1} << 30]) != nullptr; }),
            0);
  EXPECT_EQ(confined([] { return std::malloc(std::size_t{5} << 30) != nullptr; }), ENOMEM);
}

}  // namespace
}  // namespace n3::program
