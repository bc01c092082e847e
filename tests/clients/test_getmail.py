"""getmail 6, on Python's poplib. It knows no STLS."""

from harness import ClientTest, main
from server import HOST, PASSWORDS

# getmail does not hear of a child that ends before it has begun to wait, and then waits for a minute.
UNTIL_GETMAIL_WAITS = "until grep -q '^State:.S' /proc/$PPID/status; do sleep 0.01; done"


class Getmail(ClientTest):
  def getmail(self, user, security="plain", mechanism="PASS", delete=False):
    """Polls once and returns what has arrived."""
    kind, port, tls = "SimplePOP3Retriever", self.server.port, ""
    if security == "TLS":
      kind, port, tls = "SimplePOP3SSLRetriever", self.server.tls_port, f"ca_certs = {self.server.certificate}"
    self.at_home("getmailrc", f"""
[retriever]
type = {kind}
server = {HOST}
port = {port}
username = {user}
password = {PASSWORDS[user]}
use_apop = {mechanism == "APOP"}
{tls}
[destination]
type = MDA_external
path = {self.mail_command(UNTIL_GETMAIL_WAITS)}
allow_root_commands = true
[options]
read_all = false
delete = {delete}
delivered_to = false
received = false
""")
    self.run_client("getmail", "--getmaildir", self.home, "--rcfile", "getmailrc")
    return [mail.removeprefix(b"Return-Path: <unknown>\r\n") for mail in self.take_mail()]

  def fetch(self, security, mechanism):
    return self.getmail("anna", security, mechanism)

  def test_fetches_by_user_and_apop_plain_and_over_tls(self):
    self.in_every_way(["PASS", "APOP"], but_not=[("STLS", "PASS"), ("STLS", "APOP")])

  def test_finds_nothing_new_at_a_second_poll_even_of_a_new_server(self):
    self.assert_same_mails(self.getmail("anna"), self.expected("anna"))
    self.assertEqual(self.getmail("anna"), [])
    self.server.stop()
    self.server.start()
    self.assertEqual(self.getmail("anna"), [])

  def test_empties_a_maildir(self):
    self.assert_same_mails(self.getmail("bert", delete=True), self.expected("bert"))
    self.assertEqual(self.files_in("maildir"), [])

  def test_takes_long_lines(self):
    self.assert_same_mails(self.getmail("long"), self.expected("long"))


main()
