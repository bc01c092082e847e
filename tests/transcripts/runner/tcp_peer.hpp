#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "peer.hpp"
#include "tcp_client.hpp"

namespace n3::transcripts {

/// A server somewhere, over TCP.
class TcpPeer final : public Peer {
 public:
  enum class Channel { plaintext, tls, stls };

  /// Finds the summary of a session by the client's address, once the session is over. May wait for it.
  using FindSummary = std::function<std::optional<SessionSummary>(const std::string& peer)>;

  /// With stls, STLS has been said and done before the dialogue begins.
  TcpPeer(const std::string& address, Channel channel, FindSummary find_summary = {});

  void send(std::string_view packet) override { client_.send(packet); }
  std::optional<std::string> next_line() override;
  std::string unread() override;
  bool happen(const Event& event) override;
  bool is_closed() override { return client_.is_closed_within(TcpClient::patience); }
  bool is_open() override { return !client_.is_closed_within(std::chrono::milliseconds(10)); }
  bool is_busy() override { return false; }
  const SessionSummary* summary() override;

  void close() { client_.close(); }

 private:
  TcpClient client_;
  FindSummary find_summary_;
  std::optional<std::string> greeting_;  // read before its time
  std::optional<SessionSummary> summary_;
};

}  // namespace n3::transcripts
