#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <n3/memory_maildrop.hpp>
#include <n3/server.hpp>

#include "journal.hpp"

namespace n3::test {

inline constexpr std::string_view one_mail = "Subject: one\r\n\r\nThe first.\r\n";

/// A server on 127.0.0.1 and a port of its own that lets everybody in with the password 12345, at once, to a maildrop
/// of two messages. Whatever a test does not like it sets anew.
class TestServer : public Server {
 public:
  TestServer();

  /// Starts, and tells the first address.
  std::string go() { return start().front(); }

  const Journal& journal() const { return journal_; }

 private:
  Journal journal_;
};

/// What a ProgrammedMaildrop does: as it is, one message with the UIDL "one" that can be read and removed.
struct Behaviour {
  std::function<Answer<Snapshot>()> list{};
  std::function<Answer<Body>()> open{};
  std::function<std::optional<Body>()> open_at_once{};
  std::function<Answer<Done>(std::span<const std::size_t>)> remove{};
  std::vector<std::string> locks{};
  bool instant = false;
};

/// A maildrop that behaves as it is told.
class ProgrammedMaildrop final : public Maildrop {
 public:
  explicit ProgrammedMaildrop(Behaviour behaviour) : behaviour_(std::move(behaviour)) {}

  Answer<Snapshot> list() override;
  Answer<Body> open(std::size_t index) override;
  std::optional<Body> open_at_once(std::size_t index) override;
  Answer<Done> remove(std::span<const std::size_t> indexes) override;
  std::vector<std::string> locks() const override { return behaviour_.locks; }
  bool instant() const override { return behaviour_.instant; }

 private:
  Behaviour behaviour_;
};

/// A listing with these octets and the UIDLs "one", "two", ...
Snapshot snapshot_of(std::vector<std::uint64_t> octets);

/// For Server::on_login: everybody has a maildrop that behaves like this.
std::function<std::unique_ptr<Maildrop>(const Login&)> behaving(Behaviour behaviour);

/// A message of 5 MiB, piece by piece, made while it is read; and how long exactly it is.
Body long_mail();
inline constexpr std::uint64_t long_mail_octets = 17 + 80 * 64 * 1024;

}  // namespace n3::test
