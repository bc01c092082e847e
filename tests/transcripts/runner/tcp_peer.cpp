#include "tcp_peer.hpp"

#include <stdexcept>
#include <utility>

namespace n3::transcripts {

TcpPeer::TcpPeer(const std::string& address, Channel channel, FindSummary find_summary)
    : client_(address), find_summary_(std::move(find_summary)) {
  if (channel == Channel::tls) client_.start_tls();
  if (channel != Channel::stls) return;
  greeting_ = client_.next_line();
  client_.send("STLS\r\n");
  const auto reply = client_.next_line();
  if (!reply || !reply->starts_with("+OK")) throw std::runtime_error("STLS was refused");
  client_.start_tls();
}

std::optional<std::string> TcpPeer::next_line() {
  if (greeting_) return std::exchange(greeting_, std::nullopt);
  return client_.next_line();
}

std::string TcpPeer::unread() { return greeting_ ? *std::exchange(greeting_, std::nullopt) : client_.unread(); }

bool TcpPeer::happen(const Event& event) {
  if (std::holds_alternative<ClientGoes>(event)) {
    close();
    summary();  // whatever the session does without us, it has done then
    return true;
  }
  if (!std::holds_alternative<Handshake>(event)) return false;
  client_.start_tls();
  return true;
}

const SessionSummary* TcpPeer::summary() {
  if (!summary_ && find_summary_ && !is_open()) summary_ = find_summary_(client_.own_address());
  return summary_ ? &*summary_ : nullptr;
}

}  // namespace n3::transcripts
