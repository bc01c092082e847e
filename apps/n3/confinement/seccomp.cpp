#include "confinement/seccomp.hpp"

#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

namespace n3::program {
namespace {

constexpr int fchmodat2 = 452;  // on all architectures, and newer than Debian 12's libseccomp

constexpr auto forbidden = std::to_array({
    // other programs, other processes
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(kill),
    SCMP_SYS(tkill),
    SCMP_SYS(rt_sigqueueinfo),
    SCMP_SYS(rt_tgsigqueueinfo),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(kcmp),
    SCMP_SYS(setpriority),
    SCMP_SYS(sched_setscheduler),
    SCMP_SYS(sched_setparam),
    SCMP_SYS(sched_setattr),
    SCMP_SYS(sched_setaffinity),
    SCMP_SYS(ioprio_set),
    SCMP_SYS(shmget),
    SCMP_SYS(shmat),
    SCMP_SYS(msgget),
    SCMP_SYS(semget),
    // being reached
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    // what files are, which Landlock does not hold
    SCMP_SYS(truncate),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),
    fchmodat2,
    SCMP_SYS(chown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr),
    SCMP_SYS(fsetxattr),
    SCMP_SYS(removexattr),
    SCMP_SYS(lremovexattr),
    SCMP_SYS(fremovexattr),
    SCMP_SYS(utime),
    SCMP_SYS(utimes),
    SCMP_SYS(futimesat),
    SCMP_SYS(utimensat),
    // another view of the system
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(chroot),
    SCMP_SYS(pivot_root),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(open_tree),
    SCMP_SYS(move_mount),
    SCMP_SYS(fsopen),
    SCMP_SYS(fspick),
    SCMP_SYS(mount_setattr),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    // the system itself
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(keyctl),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(clock_adjtime),
    SCMP_SYS(adjtimex),
    SCMP_SYS(sethostname),
    SCMP_SYS(setdomainname),
    SCMP_SYS(syslog),
    SCMP_SYS(acct),
    SCMP_SYS(quotactl),
    SCMP_SYS(ioperm),
    SCMP_SYS(iopl),
});

constexpr std::uint32_t denied = SCMP_ACT_ERRNO(EPERM);

// What the kernel looks at of an int: the other half of the register may be anything.
constexpr scmp_datum_t number = 0xffff'ffff;

/// The first of the errors, as these functions return them.
class Result {
 public:
  Result& operator<<(int error) {
    if (error_ == 0) error_ = error;
    return *this;
  }
  std::string text() const { return error_ == 0 ? "" : std::error_code(-error_, std::generic_category()).message(); }

 private:
  int error_ = 0;
};

void forbid_processes(scmp_filter_ctx filter, Result& result) {
  result << seccomp_rule_add(filter, denied, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  // Its arguments cannot be seen. The C library takes clone() where there is none.
  result << seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

/// What a process may do to itself, and not to others.
void forbid_others(scmp_filter_ctx filter, Result& result) {
  const auto self = static_cast<scmp_datum_t>(::getpid());
  result << seccomp_rule_add(filter, denied, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_NE, self));
  result << seccomp_rule_add(filter, denied, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_NE, 0));
  for (const scmp_datum_t command : {F_SETOWN, F_SETOWN_EX, F_SETSIG})  // who is sent a signal of a file, and which
    result << seccomp_rule_add(filter, denied, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, number, command));
}

/// Those of other kinds lead to programs of this machine, some of which do what they are told.
void forbid_sockets(scmp_filter_ctx filter, Result& result) {
  for (scmp_datum_t family = 0; family < AF_MAX; ++family)
    if (family != AF_INET && family != AF_INET6 && family != AF_NETLINK)
      result << seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
                                 SCMP_A0(SCMP_CMP_MASKED_EQ, number, family));
  result << seccomp_rule_add(filter, denied, SCMP_SYS(socket), 2, SCMP_A0(SCMP_CMP_MASKED_EQ, number, AF_NETLINK),
                             SCMP_A2(SCMP_CMP_NE, NETLINK_ROUTE));
}

/// What is put into a terminal's input its shell takes for typed.
void forbid_typing(scmp_filter_ctx filter, Result& result) {
  for (const scmp_datum_t request : {TIOCSTI, TIOCLINUX})
    result << seccomp_rule_add(filter, denied, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, number, request));
}

}  // namespace

std::string restrict_calls() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ALLOW), seccomp_release);
  if (!filter) return "out of memory";
  Result result;
  for (const int call : forbidden) result << seccomp_rule_add(filter.get(), denied, call, 0);
  forbid_processes(filter.get(), result);
  forbid_others(filter.get(), result);
  forbid_sockets(filter.get(), result);
  forbid_typing(filter.get(), result);
  result << seccomp_load(filter.get());
  return result.text();
}

}  // namespace n3::program
