// The load: clients that do the same thing over and over, check every reply, and say what it has cost the server.
//
//     bench_load WORKLOAD --port PORT --server PID [--clients N] [--seconds S] [--sessions N] [--tls yes]
//
// load/workload.cpp has the workloads. Prints one JSON object, or one line on stderr where a reply was wrong:
//
//     cpu       microseconds of the server's CPU for one operation, read while nothing is in flight
//     memory    octets by which the server has grown for one
//     segments  writes in which the server has sent its replies
//     slowest   the message that took longest to come, at its quickest; microseconds
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <limits>
#include <map>
#include <string>
#include <thread>

#include <sys/resource.h>

#include "load/run.hpp"
#include "load/server_process.hpp"

namespace {

using namespace bench;
using Options = std::map<std::string, std::string, std::less<>>;

std::string option(const Options& options, std::string_view name, std::string_view otherwise) {
  const auto found = options.find(name);
  return found == options.end() ? std::string(otherwise) : found->second;
}

double operations(Workload::Operation operation, const Tally& tally, std::size_t clients) {
  switch (operation) {
    case Workload::Operation::session: return static_cast<double>(tally.sessions);
    case Workload::Operation::message: return static_cast<double>(tally.messages);
    case Workload::Operation::megabyte: return static_cast<double>(tally.octets) / 1e6;
    case Workload::Operation::connection: return static_cast<double>(clients);
  }
  return 0;
}

double slowest(const Tally& tally) {
  double most = 0;
  for (const auto& [command, time] : tally.quickest) most = std::max(most, time.count());
  return most;
}

// When a client has gone, its server is not done yet.
void wait_until_idle(const ServerProcess& server) {
  constexpr auto interval = std::chrono::milliseconds(20);
  constexpr auto little = std::chrono::microseconds(100);
  for (auto before = server.cpu();; before = server.cpu()) {
    std::this_thread::sleep_for(interval);
    if (server.cpu() - before < little) return;
  }
}

void print(const Workload& work, const Tally& tally, std::size_t clients, std::chrono::duration<double> took,
           Microseconds cpu, double memory) {
  const double count = operations(work.operation, tally, clients);
  std::printf("{\"operations\": %.0f, \"seconds\": %.3f, \"cpu\": %.3f, \"memory\": %.0f, ", count, took.count(),
              cpu.count() / count, memory / count);
  std::printf("\"replies\": %llu, \"segments\": %llu, \"slowest\": %.1f}\n",
              static_cast<unsigned long long>(tally.replies), static_cast<unsigned long long>(tally.segments),
              slowest(tally));
}

void measure(const Workload& work, const Target& target, const Options& options) {
  const ServerProcess server(static_cast<pid_t>(std::stol(option(options, "--server", "0"))));
  const std::size_t clients = std::stoul(option(options, "--clients", "1"));
  const std::chrono::duration<double> seconds(std::stod(option(options, "--seconds", "3600")));
  const bool holds = work.ending != Workload::Ending::close;
  const std::size_t most = holds ? clients : std::numeric_limits<std::size_t>::max();
  const std::size_t sessions = std::stoul(option(options, "--sessions", std::to_string(most)));

  wait_until_idle(server);
  const auto cpu = server.cpu();
  const auto memory = static_cast<double>(server.memory_octets());
  const auto began = Clock::now();
  Run run(target, work);
  const Tally tally = run.go(clients, sessions, std::chrono::duration_cast<Clock::duration>(seconds));
  const auto took = Clock::now() - began;
  wait_until_idle(server);
  print(work, tally, clients, took, server.cpu() - cpu, static_cast<double>(server.memory_octets()) - memory);
  run.let_go();
}

void allow_many_files() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    allow_many_files();
    Options options;
    for (int i = 2; i + 1 < count; i += 2) options[arguments[i]] = arguments[i + 1];
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> tls(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    const Target target{.port = static_cast<std::uint16_t>(std::stoul(option(options, "--port", "0"))),
                        .tls = options.contains("--tls") ? tls.get() : nullptr};
    measure(workload(count > 1 ? arguments[1] : ""), target, options);
  } catch (const std::exception& error) {
    std::cerr << "bench_load: " << error.what() << "\n";
    return 1;
  }
}
