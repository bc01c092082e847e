"""fetchmail. With `keep` it fetches by "TOP n 99999999", and remembers UIDLs in a file."""

from harness import ClientTest, main
from server import HOST, PASSWORDS

NOTHING_NEW = 1  # an exit code


class Fetchmail(ClientTest):
  def fetchmail(self, user, security="plain", mechanism="PASS", keep=True, codes=(0,)):
    """Polls once. Returns what has arrived and the dialogue."""
    port = self.server.tls_port if security == "TLS" else self.server.port
    protocol = "apop" if mechanism == "APOP" else "pop3"
    auth = "cram-md5" if mechanism == "CRAM-MD5" else "password"
    # It does not look for addresses in certificates, and would say that the name is another one.
    tls = f'sslcertck sslcertfile "{self.server.certificate}" sslcommonname "localhost" sslproto "tls1.2+"'
    encryption = {"plain": 'sslproto ""', "STLS": tls, "TLS": "ssl " + tls}[security]
    rc = self.at_home("fetchmailrc", f"""
        set invisible   # adds no Received
        poll {HOST} service {port} protocol {protocol} auth {auth} uidl
          user "{user}" password "{PASSWORDS[user]}" {encryption} {"keep" if keep else "no keep fetchall"}
          no rewrite pass8bits no mimedecode mda "{self.mail_command()}"
        """)
    command = ["fetchmail", "-v", "-v", "--nosyslog", "--pidfile", self.at_home("pid"), "--fetchmailrc", rc]
    dialogue = self.run_client(*command, codes=codes, FETCHMAILHOME=self.home)[0]
    return self.take_mail(), dialogue

  def fetch(self, security, mechanism):
    arrived, dialogue = self.fetchmail("anna", security, mechanism)
    self.assertIn(b"POP3> TOP 1 99999999", dialogue)
    self.assertNotIn(b"POP3> RETR", dialogue)
    return arrived

  def test_fetches_by_each_mechanism_plain_and_over_stls_and_tls(self):
    # fetchmail's "protocol apop" never asks for STLS, whatever it has been told of TLS.
    self.in_every_way(["PASS", "APOP", "CRAM-MD5"], but_not=[("STLS", "APOP")])

  def test_finds_nothing_new_at_a_second_poll_even_of_a_new_server(self):
    self.assert_same_mails(self.fetchmail("anna")[0], self.expected("anna"))
    self.assertEqual(self.fetchmail("anna", codes=[NOTHING_NEW])[0], [])
    self.server.stop()
    self.server.start()
    self.assertEqual(self.fetchmail("anna", codes=[NOTHING_NEW])[0], [])

  def test_without_keep_a_maildir_is_emptied(self):
    arrived, dialogue = self.fetchmail("bert", keep=False)
    self.assertIn(b"POP3> RETR 1", dialogue)
    self.assert_same_mails(arrived, self.expected("bert"))
    self.assert_session(self.server.new_sessions(1), "bert", "plain", "PASS", len(arrived), removed=len(arrived))
    self.assertEqual(self.files_in("maildir"), [])

  def test_without_keep_a_folder_stays_as_it_is_and_its_mails_are_hidden(self):
    expected, files = self.expected("anna"), self.files_in("folder")
    self.assert_same_mails(self.fetchmail("anna", keep=False)[0], expected)
    self.assertEqual(self.server.maildrop("anna"), {})
    self.assert_same_mails(self.files_in("folder"), files)

  def test_takes_lines_of_1500_octets(self):
    # It puts stray octets into those of more than 8 KiB.
    arrived, _ = self.fetchmail("long")
    is_shorter = lambda mail: b"<line-of-1500@" in mail
    self.assertEqual(len(arrived), len(self.expected("long")))
    self.assert_same_mails(filter(is_shorter, arrived), filter(is_shorter, self.expected("long")))


main()
