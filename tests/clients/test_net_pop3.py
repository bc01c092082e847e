"""Perl's Net::POP3, with IO::Socket::SSL for TLS."""

import os

from harness import ClientTest, main
from server import PASSWORDS

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "net_pop3.pl")


class NetPop3(ClientTest):
  def fetch(self, security, mechanism, user="anna"):
    port = self.server.tls_port if security == "TLS" else self.server.port
    self.run_client("perl", SCRIPT, security, mechanism, str(port), self.server.certificate,
                    POP3_USER=user, POP3_PASSWORD=PASSWORDS[user])
    return [self.read_at_home(name) for name in os.listdir(self.home)]

  def test_fetches_by_each_mechanism_plain_and_over_stls_and_tls(self):
    self.in_every_way(["PASS", "APOP", "PLAIN", "LOGIN", "CRAM-MD5"])

  def test_takes_long_lines(self):
    self.assert_same_mails(self.fetch("plain", "PASS", "long"), self.expected("long"))


main()
