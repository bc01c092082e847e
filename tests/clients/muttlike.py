"""What mutt and neomutt have in common. They open a maildrop like a folder: TOP for each message, then RETR."""

import os
import sys

from harness import ClientTest, read
from mails import crlf
from server import HOST, PASSWORDS

SPAWN = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
IN_A_TERMINAL = [sys.executable, "-c", SPAWN]


class MuttLike(ClientTest):
  program = None
  replies_per_mail = 2

  def open_maildrop(self, user, keys, security="plain", mechanism="PASS"):
    """Opens the maildrop as a folder, presses these keys, and leaves."""
    scheme, port = ("pops", self.server.tls_port) if security == "TLS" else ("pop", self.server.port)
    rc = self.at_home("muttrc", f"""
        set pop_pass="{PASSWORDS[user]}" {self.authenticators(mechanism)}
        set ssl_starttls={"yes" if security == "STLS" else "no"} ssl_force_tls={"no" if security == "plain" else "yes"}
        set ssl_ca_certificates_file="{self.server.certificate}" certificate_file=/dev/null
        set folder="{self.home}" mbox_type=Maildir confirmcreate=no confirmappend=no move=no
        set delete=yes quit=yes wait_key=no sleep_time=0
        push "{keys}<quit>"
        """)
    self.run_client(*IN_A_TERMINAL, self.program, "-n", "-F", rc, "-f", f"{scheme}://{user}@{HOST}:{port}/")

  def authenticators(self, mechanism):
    return f'pop_authenticators="{"user" if mechanism == "PASS" else mechanism.lower()}"'

  def copy_all(self, user, *how):
    """Opens the maildrop and copies all messages to a Maildir. Returns them."""
    folder = self.at_home("copy")
    self.open_maildrop(user, f"<tag-pattern>~A<enter><tag-prefix><copy-message>{folder}<enter>", *how)
    return [self.as_it_came(read(os.path.join(folder, "new", name))) for name in os.listdir(folder + "/new")]

  def as_it_came(self, copy):
    """Without the two header lines that are added to each copy."""
    header, _, body = crlf(copy).partition(b"\r\n\r\n")
    *header, length, lines = header.split(b"\r\n")
    self.assertTrue(length.startswith(b"Content-Length: ") and lines.startswith(b"Lines: "), copy)
    return b"\r\n".join(header) + b"\r\n\r\n" + body

  def fetch(self, security, mechanism):
    return self.copy_all("anna", security, mechanism)

  def leaves_a_maildir_as_it_is_until_it_deletes(self):
    self.assert_same_mails(self.copy_all("bert"), self.expected("bert"))
    self.assert_same_mails(self.files_in("maildir"), self.expected("bert"))
    self.open_maildrop("bert", "<delete-pattern>~A<enter>")
    self.assertEqual(self.files_in("maildir"), [])
