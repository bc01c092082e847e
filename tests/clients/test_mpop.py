"""mpop, which pipelines, and is strict: STAT, LIST and UIDL must agree."""

from harness import ClientTest, main
from server import HOST, PASSWORDS


class Mpop(ClientTest):
  def mpop(self, user, security="plain", mechanism="PASS", keep=True):
    """Polls once. Returns what has arrived and the dialogue."""
    port = self.server.tls_port if security == "TLS" else self.server.port
    auth = "user" if mechanism == "PASS" else mechanism.lower()
    rc = self.at_home("mpoprc", f"""
account test
host {HOST}
port {port}
user {user}
password {PASSWORDS[user]}
auth {auth}
tls {"off" if security == "plain" else "on"}
tls_starttls {"on" if security == "STLS" else "off"}
tls_trust_file {self.server.certificate}
keep {"on" if keep else "off"}
uidls_file {self.at_home("uidls")}
received_header off
delivery mda {self.mail_command()}
""")
    dialogue = self.run_client("mpop", "--debug", "--file", rc, "test")[0]
    return self.take_mail(), dialogue

  def fetch(self, security, mechanism):
    arrived, dialogue = self.mpop("anna", security, mechanism)
    self.assertIn(b"--> RETR 1\r\n--> RETR 2\r\n", dialogue)
    return arrived

  def test_fetches_by_each_mechanism_plain_and_over_stls_and_tls(self):
    self.in_every_way(["PASS", "APOP", "PLAIN", "LOGIN", "CRAM-MD5"])

  def test_finds_nothing_new_at_a_second_poll_even_of_a_new_server(self):
    self.assert_same_mails(self.mpop("anna")[0], self.expected("anna"))
    self.assertEqual(self.mpop("anna")[0], [])
    self.server.stop()
    self.server.start()
    self.assertEqual(self.mpop("anna")[0], [])

  def test_empties_a_maildir(self):
    self.assert_same_mails(self.mpop("bert", keep=False)[0], self.expected("bert"))
    self.assertEqual(self.files_in("maildir"), [])

  def test_takes_long_lines(self):
    self.assert_same_mails(self.mpop("long")[0], self.expected("long"))


main()
