#pragma once

#include <memory>
#include <string>
#include <vector>

#include <n3/server.hpp>
#include <n3/spool.hpp>

#include "config.hpp"
#include "signals.hpp"

namespace n3::program {

/// A configuration at work: the spool that its sources fill, and the server that its accounts log in to.
class Service {
 public:
  /// Throws std::runtime_error for what cannot be used.
  Service(const Config& config, Log log);

  /// Returns the addresses bound, in the order of the configuration. Throws std::runtime_error.
  std::vector<std::string> start();

  /// Serves until a signal has come and the sessions have ended, or their time is up.
  void run(Signals& signals);

 private:
  std::shared_ptr<Spool> spool_;
  Server server_;
  std::chrono::milliseconds drain_;
};

}  // namespace n3::program
