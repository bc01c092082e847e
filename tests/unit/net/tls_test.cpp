#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <openssl/x509.h>

#include "certificates.hpp"
#include "client.hpp"
#include "process.hpp"
#include "servers.hpp"

namespace n3::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// A server that speaks TLS: STLS at starttls(), and from the first octet at implicit().
struct TlsTest : testing::Test {
  TlsTest() {
    server.tls(certificate);
    server.listen({.address = "127.0.0.1:0", .tls = Tls::implicit});
  }
  void start() { addresses = server.start(); }
  std::string starttls() const { return addresses.at(0); }
  std::string implicit() const { return addresses.at(1); }

  // Through the handshake; what is refused throws Gone.
  Client encrypted(const TlsWishes& wishes = {}) const {
    Client client(implicit());
    client.encrypt(wishes);
    return client;
  }
  bool serves() const {
    Client client = encrypted();
    client.log_in();
    return client.say("QUIT").starts_with("+OK");
  }

  Folder folder;
  const Certificate certificate = make_certificate(folder);
  std::vector<std::string> addresses;
  TestServer server;
};

const TlsWishes only_1_2{.highest = TLS1_2_VERSION};

std::string common_name(SSL* tls) {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(tls), X509_free);
  char name[64] = {};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof name);
  return name;
}

// ---- Sessions ----

TEST_F(TlsTest, carries_a_whole_session_from_the_first_octet) {
  start();
  for (const TlsWishes& wishes : {TlsWishes{}, only_1_2}) {
    Client client = encrypted(wishes);
    client.log_in();
    EXPECT_EQ(client.say_lines("RETR 1"), "+OK 28 octets\r\n" + std::string(one_mail));
    EXPECT_THAT(client.say("QUIT"), StartsWith("+OK"));
  }
  const auto sessions = server.journal().ended(2);
  EXPECT_THAT(sessions.at(0).tls, StartsWith("TLSv1.3 TLS_AES_"));
  EXPECT_THAT(sessions.at(1).tls, StartsWith("TLSv1.2 ECDHE-ECDSA-"));
}

TEST_F(TlsTest, begins_with_STLS_and_without_a_second_greeting) {
  start();
  Client client(starttls());
  EXPECT_THAT(client.line(), StartsWith("+OK"));
  EXPECT_THAT(client.say_lines("CAPA"), HasSubstr("STLS\r\n"));
  EXPECT_THAT(client.say("STLS"), StartsWith("+OK"));
  client.encrypt();
  EXPECT_THAT(client.say_lines("CAPA"), Not(HasSubstr("STLS\r\n")));
  EXPECT_THAT(client.say("STLS"), StartsWith("-ERR"));
  EXPECT_THAT(client.say("USER andris"), StartsWith("+OK"));
  EXPECT_THAT(client.say("PASS 12345"), StartsWith("+OK"));
}

TEST_F(TlsTest, carries_large_messages_whole) {
  server.on_login(behaving({.list = [] { return snapshot_of({long_mail_octets}); }, .open = long_mail}));
  start();
  Client client = encrypted();
  client.log_in();
  EXPECT_EQ(client.say_lines("RETR 1").size(), std::string("+OK 5242897 octets\r\n").size() + long_mail_octets);
}

TEST_F(TlsTest, carries_commands_that_come_all_at_once) {
  start();
  Client client = encrypted();
  client.log_in();
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "NOOP\r\n";
  client.send(many);
  for (int i = 0; i < 10'000; ++i) ASSERT_THAT(client.line(), StartsWith("+OK"));
}

TEST_F(TlsTest, works_octet_by_octet) {
  start();
  Client client(implicit());
  client.drip();
  client.encrypt();
  client.log_in();
  EXPECT_EQ(client.say("STAT"), "+OK 2 57");
}

TEST_F(TlsTest, is_resumed_with_the_ticket_of_an_earlier_session) {
  start();
  for (const TlsWishes& wishes : {TlsWishes{}, only_1_2}) {
    Client first = encrypted(wishes);
    first.log_in();  // TLS 1.3 sends its ticket after the handshake
    const std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)> ticket(SSL_get1_session(first.tls()),
                                                                           SSL_SESSION_free);
    first.say("QUIT");
    TlsWishes again = wishes;
    again.session = ticket.get();
    Client second = encrypted(again);
    EXPECT_TRUE(SSL_session_reused(second.tls()));
    second.log_in();
  }
}

TEST_F(TlsTest, ends_with_a_word_of_its_own) {
  start();
  Client client = encrypted();
  client.log_in();
  EXPECT_THAT(client.say("QUIT"), StartsWith("+OK"));
  EXPECT_EQ(client.rest(), "");
  EXPECT_TRUE(client.was_told_the_end());
}

TEST_F(TlsTest, that_is_cut_off_without_a_word_removes_nothing) {
  std::atomic<bool> removed = false;
  server.on_login(behaving({.remove = [&](auto) {
    removed = true;
    return Done{};
  }}));
  start();
  Client client = encrypted();
  client.log_in();
  client.say("DELE 1");
  client.close();
  EXPECT_EQ(server.journal().ended(1).at(0).end, "disconnected");
  EXPECT_FALSE(removed);
}

// ---- What must not be ----

TEST_F(TlsTest, forgets_what_came_in_plaintext_behind_STLS) {
  start();
  Client client(starttls());
  client.line();
  client.send("USER mallory\r\nSTLS\r\nUSER mallory\r\nCAPA\r\n");
  EXPECT_THAT(client.line(), StartsWith("+OK"));
  EXPECT_THAT(client.line(), StartsWith("+OK"));
  client.encrypt();
  EXPECT_EQ(client.say("PASS 12345"), "-ERR USER first");
}

TEST_F(TlsTest, takes_nothing_else_for_a_handshake) {
  start();
  const std::string large(20'000, 'x');
  for (const std::string garbage : {"USER andris\r\n", "GET / HTTP/1.1\r\n\r\n", large.c_str()}) {
    Client client(implicit());
    client.send(garbage);
    EXPECT_TRUE(client.ends());
    Client other(starttls());
    other.line();
    other.say("STLS");
    other.send(garbage);
    EXPECT_TRUE(other.ends());
  }
  EXPECT_TRUE(server.journal().tells("TLS failed: "));
  EXPECT_TRUE(serves());
}

TEST_F(TlsTest, is_not_spoken_in_old_versions) {
  start();
  EXPECT_THROW(encrypted({.lowest = TLS1_VERSION, .highest = TLS1_1_VERSION}), Gone);
  EXPECT_THROW(encrypted({.lowest = TLS1_VERSION, .highest = TLS1_VERSION}), Gone);
  EXPECT_TRUE(serves());
}

TEST_F(TlsTest, is_only_spoken_with_authenticated_ciphers_and_forward_secrecy) {
  server.tls(make_certificate(folder, "rsa", true));
  start();
  for (const char* cipher : {"ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA384", "AES128-GCM-SHA256", "AES128-SHA",
                             "DHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CAMELLIA128-SHA256", "NULL-SHA256"})
    EXPECT_THROW(encrypted({.highest = TLS1_2_VERSION, .ciphers = cipher}), Gone) << cipher;
  for (const char* cipher :
       {"ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305"})
    EXPECT_NO_THROW(encrypted({.highest = TLS1_2_VERSION, .ciphers = cipher})) << cipher;
}

TEST_F(TlsTest, is_never_negotiated_anew) {
  start();
  Client client = encrypted(only_1_2);
  client.log_in();
  SSL_renegotiate(client.tls());
  EXPECT_THROW(
      {
        SSL_do_handshake(client.tls());
        client.say("NOOP");
        while (SSL_renegotiate_pending(client.tls()) != 0) client.say("NOOP");
      },
      Gone);
  EXPECT_TRUE(serves());
}

TEST_F(TlsTest, that_nobody_begins_holds_nobody_up) {
  start();
  std::vector<Client> silent;
  for (int i = 0; i < 5; ++i) silent.emplace_back(implicit());
  EXPECT_TRUE(serves());
}

TEST_F(TlsTest, survives_clients_that_go_at_any_moment) {
  start();
  for (const std::size_t octets : {0, 1, 5, 6, 50, 100}) {
    Client client(implicit());
    client.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11).append(89, 'r').substr(0, octets));
    if (octets % 2 == 0) {
      client.reset();
    } else {
      client.close();
    }
  }
  {
    Client client = encrypted();
    client.reset();
  }
  EXPECT_EQ(server.journal().ended(7).size(), 7u);
  EXPECT_TRUE(serves());
}

TEST_F(TlsTest, tells_the_operator_why_a_handshake_failed) {
  start();
  Client(implicit()).close();
  EXPECT_THAT(server.journal().ended(1).at(0).end,
              testing::AnyOf("disconnected", "TLS failed: the connection broke off"));
  EXPECT_THROW(encrypted({.lowest = TLS1_VERSION, .highest = TLS1_1_VERSION}), Gone);
  EXPECT_EQ(server.journal().ended(2).at(1).end, "TLS failed: unsupported protocol");
}

TEST_F(TlsTest, is_refused_where_the_listener_never_encrypts) {
  server.listen({.address = "127.0.0.1:0", .tls = Tls::none});
  start();
  Client client(addresses.at(2));
  client.line();
  EXPECT_THAT(client.say_lines("CAPA"), Not(HasSubstr("STLS")));
  EXPECT_THAT(client.say("STLS"), StartsWith("-ERR"));
}

// ---- Certificates ----

TEST_F(TlsTest, uses_a_new_certificate_for_new_connections) {
  start();
  Client old_one = encrypted();
  old_one.log_in();
  server.tls(make_certificate(folder, "renewed"));
  Client new_one = encrypted();
  EXPECT_EQ(common_name(old_one.tls()), "localhost");
  EXPECT_EQ(common_name(new_one.tls()), "renewed");
  EXPECT_THAT(old_one.say("STAT"), StartsWith("+OK"));
}

TEST_F(TlsTest, keeps_its_certificate_where_a_new_one_cannot_be_used) {
  start();
  EXPECT_THROW(server.tls({.chain = folder.file("none"), .key = certificate.key}), std::runtime_error);
  EXPECT_EQ(common_name(encrypted().tls()), "localhost");
}

TEST_F(TlsTest, refuses_certificates_with_a_word_about_what_is_wrong) {
  const Certificate other = make_certificate(folder, "other");
  const Certificate rsa = make_certificate(folder, "rsa", true);
  const std::string empty = folder.write("empty", "");
  std::filesystem::copy(certificate.key, folder.file("readable.key"));
  std::filesystem::permissions(folder.file("readable.key"), std::filesystem::perms(0644));
  std::filesystem::permissions(empty, std::filesystem::perms(0600));
  const std::string chain = certificate.chain;
  const struct {
    Certificate files;
    std::string words;
  } table[] = {
      {{folder.file("none"), certificate.key},
       "cannot use the certificate " + folder.file("none") + ": No such file or directory"},
      {{empty, certificate.key}, "cannot use the certificate " + empty + ": no start line"},
      {{chain, folder.file("none")}, "cannot read the key " + folder.file("none") + ": No such file or directory"},
      {{chain, folder.file("readable.key")},
       "the key " + folder.file("readable.key") + " can be read by everybody: chmod 600 " +
           folder.file("readable.key")},
      {{chain, empty}, "cannot use the key " + empty + ": "},
      {{chain, other.key}, "the key " + other.key + " does not belong to the certificate " + chain},
      {{chain, rsa.key}, "the key " + rsa.key + " does not belong to the certificate " + chain},
      {{chain, encrypted_key(folder, certificate.key)},
       "the key " + folder.file("encrypted.key") + " needs a password: "},
  };
  for (const auto& row : table) {
    try {
      server.tls(row.files);
      ADD_FAILURE() << "taken, and not: " << row.words;
    } catch (const std::runtime_error& refused) {
      EXPECT_THAT(refused.what(), StartsWith(row.words));
      EXPECT_THAT(refused.what(), Not(HasSubstr("broke off")));
    }
  }
}

}  // namespace
}  // namespace n3::test
