#include "visits.hpp"

#include <array>
#include <stdexcept>

#include "client.hpp"
#include "servers.hpp"

namespace n3::test {
namespace {

constexpr std::array users{"memory", "instant", "blocks", "later", "streams", "locked", "broken"};

void expect(bool good, const std::string& what, const std::string& reply) {
  if (!good) throw std::runtime_error(what + " was answered with \"" + reply.substr(0, 200) + "\"");
}

struct Visitor {
  Visitor(const Target& target, std::mt19937& chance_) : chance(chance_), client(connect(target)) {}

  bool one_in(unsigned many) { return chance() % many == 0; }

  Client connect(const Target& target) {
    if (one_in(4)) {
      Client over_tls(target.implicit);
      over_tls.encrypt();
      over_tls.line();
      return over_tls;
    }
    Client plain(target.starttls);
    plain.line();
    if (one_in(4)) {
      plain.say("STLS");
      plain.encrypt();
    }
    return plain;
  }

  // Other visitors may have the maildrop.
  bool log_in() {
    const bool by_name = one_in(2);
    client.say(by_name ? "USER " + user : "AUTH PLAIN");
    const std::string reply = client.say(by_name ? "PASS 12345" : plain_response());
    if (user == "locked" && reply.starts_with("-ERR [IN-USE]")) return false;
    expect(reply.starts_with("+OK"), "a login of " + user, reply);
    return true;
  }

  std::string plain_response() const {
    const std::string text = '\0' + user + '\0' + "12345";
    std::string encoded(4 * ((text.size() + 2) / 3), '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                    reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    return encoded;
  }

  void read() {
    const std::string reply = client.say_lines("RETR 1");
    if (user == "broken") return expect(reply.starts_with("-ERR [SYS/TEMP]"), "RETR", reply);
    if (user == "streams") return expect(reply.size() > long_mail_octets, "RETR", reply);
    expect(reply == "+OK 28 octets\r\n" + std::string(one_mail), "RETR", reply);
  }

  void pipeline() {
    client.send("STAT\r\nLIST\r\nUIDL\r\nTOP 1 0\r\nNOOP\r\n");
    client.line();
    for (int i = 0; i < 3; ++i) client.reply();
    const std::string last = client.line();
    expect(last == "+OK nothing done", "NOOP", last);
  }

  void quit() {
    if (one_in(3)) client.say("DELE 1");
    const std::string reply = client.say("QUIT");
    expect(reply.starts_with("+OK") || (user == "broken" && reply.starts_with("-ERR [SYS/TEMP] some")), "QUIT", reply);
  }

  std::mt19937& chance;
  const std::string user = users[chance() % users.size()];
  Client client;
};

}  // namespace

void visit(const Target& target, std::mt19937& chance) {
  Visitor visitor(target, chance);
  if (visitor.one_in(10)) return visitor.client.reset();
  if (!visitor.log_in()) return;
  if (visitor.one_in(3)) visitor.pipeline();
  if (visitor.one_in(10)) {
    visitor.client.send("RETR 1\r\nRETR 1\r\nQUIT\r\n");
    return visitor.one_in(2) ? visitor.client.reset() : visitor.client.close();
  }
  visitor.read();
  visitor.quit();
}

}  // namespace n3::test
