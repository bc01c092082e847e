#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <n3/server.hpp>

#include "folder.hpp"
#include "tcp_client.hpp"
#include "world.hpp"

namespace n3::transcripts {

/// A real server on loopback, with the accounts and the maildrop of a dialogue.
class ScriptedServer {
 public:
  explicit ScriptedServer(const Setting& setting);
  ~ScriptedServer();

  /// Begins a replay: sessions from now on live in a new world.
  std::shared_ptr<const World> begin();

  const std::string& plaintext_address() const { return addresses_[0]; }  ///< With STLS, unless the dialogue has none.
  const std::string& tls_address() const { return addresses_[1]; }

  /// The session that this client had, once it is over; nothing where that takes too long.
  std::optional<SessionSummary> summary_of(const std::string& peer);

 private:
  class ServedAccounts;
  class ServedMaildrop;

  std::shared_ptr<World> world();
  void hold_maildrop();
  void note(const n3::Event& event);

  const Setting setting_;
  const test::Folder folder_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::shared_ptr<World> world_;
  std::vector<SessionSummary> summaries_;
  std::vector<std::string> addresses_;
  std::unique_ptr<TcpClient> holder_;
  Server server_;
};

}  // namespace n3::transcripts
