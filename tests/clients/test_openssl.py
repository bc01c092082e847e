"""openssl s_client: a dialogue typed by hand, and what the server does and does not take of TLS."""

from harness import ClientTest, main
from server import HOST, PASSWORDS


class Openssl(ClientTest):
  def s_client(self, security, *arguments, dialogue="QUIT\n", codes=(0,)):
    port, starttls = (self.server.tls_port, []) if security == "TLS" else (self.server.port, ["-starttls", "pop3"])
    return self.run_client("openssl", "s_client", "-connect", f"{HOST}:{port}", *starttls, "-quiet", "-crlf",
                           "-verify_return_error", *arguments, input=dialogue.encode(), codes=codes)

  def trusting(self):
    return ["-CAfile", self.server.certificate, "-verify_ip", HOST]

  def test_a_dialogue_with_the_certificate_verified(self):
    expected = self.expected("anna")
    for security in ("STLS", "TLS"):
      with self.way(security):
        commands = ["USER anna", f"PASS {PASSWORDS['anna']}", "STAT"]
        commands += [f"RETR {number + 1}" for number in range(len(expected))]
        output = self.s_client(security, *self.trusting(), dialogue="\n".join([*commands, "QUIT\n"]))[0]
        if security == "TLS":  # s_client has read the greeting itself where there was STLS
          greeting, _, output = output.partition(b"\r\n")
          self.assertRegex(greeting, rb"^\+OK .*<[0-9A-Za-z.]+@pop\.example\.org>")
        replies = output.split(b"\r\n", 3)
        self.assertEqual(replies[2], f"+OK {len(expected)} {sum(map(len, expected))}".encode())
        *messages, bye = replies[3].split(b"\r\n.\r\n")
        self.assertRegex(bye, rb"^\+OK .*\r\n$")
        got = [message.partition(b"\r\n")[2].replace(b"\r\n..", b"\r\n.") + b"\r\n" for message in messages]
        self.assert_same_mails(got, expected)
        self.assert_session(self.server.new_sessions(1), "anna", security, "PASS", len(expected))

  def test_the_certificate_is_for_this_host_and_not_to_be_trusted_unseen(self):
    here = ["-CAfile", self.server.certificate]
    for security in ("STLS", "TLS"):
      for text, arguments, code in (("known", self.trusting(), 0),
                                    ("known, strictly", [*self.trusting(), "-x509_strict"], 0),
                                    ("localhost", [*here, "-verify_hostname", "localhost"], 0),
                                    ("another host", [*here, "-verify_hostname", "pop.example.net"], 1),
                                    ("another address", [*here, "-verify_ip", "192.0.2.1"], 1), ("unknown", [], 1)):
        with self.way(f"{security}, {text}"):
          self.s_client(security, *arguments, codes=[code])

  def test_old_versions_and_weak_ciphers_are_refused(self):
    for security in ("STLS", "TLS"):
      for text, arguments, code in (("TLS 1.3", ["-tls1_3"], 0), ("TLS 1.2", ["-tls1_2"], 0),
                                    ("TLS 1.1", ["-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0"], 1),
                                    ("TLS 1.2, no AEAD", ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384"], 1)):
        with self.way(f"{security}, {text}"):
          errors = self.s_client(security, *self.trusting(), *arguments, codes=[code])[1]
          self.assertEqual(b"SSL alert" in errors, code == 1, errors)  # it is the server that refuses


main()
