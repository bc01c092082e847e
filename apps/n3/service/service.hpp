#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <n3/server.hpp>
#include <n3/spool.hpp>

#include "config/config.hpp"
#include "control/control_socket.hpp"
#include "service/fetch_process.hpp"
#include "service/signals.hpp"
#include "service/status.hpp"

namespace n3::program {

/// Listens for a moment: throws the std::runtime_error that Service::start() would throw where an address cannot be
/// used, before anything else has been done.
void require_addresses(const std::vector<ListenConfig>& listen);

/// A configuration at work: the spool that its sources fill, and the server that its accounts log in to.
class Service {
 public:
  /// The configuration has to live as long. Throws std::runtime_error for what cannot be used.
  Service(const Config& config, Log log);
  ~Service() { spool_->stop(); }  // logins that wait for a source wait no longer

  /// Returns the addresses bound, in the order of the configuration. From here on a signal lets sessions finish. Throws
  /// std::runtime_error.
  std::vector<std::string> start(Signals& signals);

  /// Serves until a signal has come and the sessions have ended, or their time is up.
  void run() { server_.run(); }

 private:
  Log counting(Log log);
  void open_control();
  Status status() const;

  const Config& config_;
  std::shared_ptr<Spool> spool_;
  std::unique_ptr<FetchProcess> fetching_;  // where there is anything for it
  std::atomic<std::uint64_t> ended_ = 0;    // sessions
  Server server_;
  std::chrono::sys_seconds started_{};
  std::vector<std::string> addresses_{};
  std::unique_ptr<ControlSocket> control_{};
};

}  // namespace n3::program
