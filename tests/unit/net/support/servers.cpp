#include "servers.hpp"

#include <algorithm>
#include <array>

namespace n3::test {
namespace {

class LongMail final : public ChunkSource {
 public:
  Answer<std::string_view> next() override {
    if (!std::exchange(begun_, true)) return std::string_view("Subject: long\r\n\r\n");
    const std::string_view piece = std::string_view(lines_).substr(0, std::min<std::uint64_t>(left_, lines_.size()));
    left_ -= piece.size();
    return piece;
  }

 private:
  static std::string lines(std::size_t octets) {
    std::string text;
    while (text.size() < octets) text += std::string(62, 'x') + "\r\n";
    return text;
  }

  const std::string lines_ = lines(64 * 1024);
  std::uint64_t left_ = long_mail_octets - 17;
  bool begun_ = false;
};

}  // namespace

TestServer::TestServer() {
  MemoryMaildrop box;
  box.add("one", std::string(one_mail));
  box.add("two", "Subject: two\r\n\r\nThe second.\r\n");
  accounts([](std::string_view) { return Secret::clear("12345"); }, instant);
  on_login([box](const Login&) { return box; }, instant);
  policy({.failure_delay = std::chrono::milliseconds(10)});
  log(journal_.log());
  listen("127.0.0.1:0");
}

Answer<Snapshot> ProgrammedMaildrop::list() {
  return behaviour_.list ? behaviour_.list() : snapshot_of({one_mail.size()});
}

Answer<Body> ProgrammedMaildrop::open(std::size_t) {
  return behaviour_.open ? behaviour_.open() : Body::text(std::string(one_mail));
}

std::optional<Body> ProgrammedMaildrop::open_at_once(std::size_t) {
  return behaviour_.open_at_once ? behaviour_.open_at_once() : std::nullopt;
}

Answer<Done> ProgrammedMaildrop::remove(std::span<const std::size_t> indexes) {
  return behaviour_.remove ? behaviour_.remove(indexes) : Done{};
}

Snapshot snapshot_of(std::vector<std::uint64_t> octets) {
  static constexpr std::array names{"one", "two", "three", "four", "five"};
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < octets.size(); ++i) entries.push_back({.uid = names.at(i), .octets = octets[i]});
  return {std::make_shared<const Listing>(std::move(entries)), {}};
}

std::function<std::unique_ptr<Maildrop>(const Login&)> behaving(Behaviour behaviour) {
  return [behaviour = std::move(behaviour)](const Login&) { return std::make_unique<ProgrammedMaildrop>(behaviour); };
}

Body long_mail() { return Body::chunks(std::make_unique<LongMail>()); }

}  // namespace n3::test
