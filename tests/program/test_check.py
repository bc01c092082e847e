"""n3 check: what is wrong with a configuration file, all of it, and where."""

import os
import subprocess

import harness

LISTEN = '[[listen]]\naddress = "127.0.0.1:1110"\ntls = "none"\n'
ACCOUNT = '[[account]]\nuser = "andris"\npassword = "12345"\n'
MAILBOX = '[[mailbox.blog.source]]\ntype = "demo"\n'
GOOD = LISTEN + ACCOUNT + MAILBOX  # 8 lines

# What stands in the file; what check says of it, each line behind "n3.toml:".
TABLE = [
    ("", ["1:1: account: is missing: [[account]] with user, password and mailboxes",
          "1:1: listen: is missing: [[listen]] with address = \"127.0.0.1:1110\""]),
    # Whole tables
    (GOOD + 'x = [\n', ["9:7: Error while parsing array: encountered end-of-file"]),
    ('name = "a"\nname = "b"\n', ["2:8: Error while parsing key-value pair: cannot redefine existing string 'name'"]),
    ('spol = "memory"\n' + GOOD, ["1:1: spol: unknown key; did you mean \"spool\"?"]),
    ('[limits]\nconnections = 5\n' + GOOD,
     ["1:2: limits: unknown key; there are: name, spool, listen, tls, mailbox, account, auth, timeouts"]),
    ('account = "x"\n' + LISTEN + MAILBOX, ["1:11: account: must be written [[account]]: there can be several"]),
    ('[account]\nuser = "x"\n' + LISTEN + MAILBOX, ["1:1: account: must be written [[account]]: there can be several"]),
    ('tls = true\n' + GOOD, ["1:7: tls: must be a table, [tls], and is a truth value"]),
    # General
    ('name = "a b"\n' + GOOD, ["1:8: name: must be a host name such as \"pop.example.org\""]),
    ('name = ""\n' + GOOD, ["1:8: name: is empty"]),
    ('name = "a\\nb"\n' + GOOD, ["1:8: name: must be one line, without NUL"]),
    ('name = 5\n' + GOOD, ["1:8: name: must be a text in quotes, and is a number"]),
    ('spool = "n3.db"\n' + GOOD, ["1:9: spool: can only be \"memory\""]),
    # [[listen]]
    ('[[listen]]\nadress = "*:110"\n' + ACCOUNT + MAILBOX,
     ["1:1: listen[0].address: is missing: address = \"127.0.0.1:1110\"",
      "1:1: listen[0].tls: needs [tls] with certificate and key (\"n3 cert\" makes a certificate and its key), "
      "or else tls = \"none\"",
      "2:1: listen[0].adress: unknown key; did you mean \"address\"?"]),
    ('[[listen]]\naddress = "pop.example.org"\ntls = "none"\n' + ACCOUNT + MAILBOX,
     ["2:11: listen[0].address: \"pop.example.org\" is no address to listen on; write 127.0.0.1:110, [::1]:110, *:110 or "
      "unix:/path"]),
    ('[[listen]]\naddress = "*:110"\ntls = "startls"\n' + ACCOUNT + MAILBOX,
     ["3:7: listen[0].tls: \"startls\" is none of its values; did you mean \"starttls\"?"]),
    (LISTEN + 'plaintext_login = "sometimes"\n' + ACCOUNT + MAILBOX,
     ["4:19: listen[0].plaintext_login: \"sometimes\" is none of its values; there are: loopback, never, always"]),
    (LISTEN + 'plaintext_login = ["10.0.0.0/8", "10.0.0.0/99", 7]\n' + ACCOUNT + MAILBOX,
     ["4:34: listen[0].plaintext_login[1]: \"10.0.0.0/99\" is no network; write 10.0.0.0/8 or fd00::/8",
      "4:49: listen[0].plaintext_login[2]: must be a text in quotes, and is a number"]),
    # [tls]
    ('[tls]\n' + GOOD, ["1:1: tls.certificate: is missing: \"n3 cert\" makes a certificate and its key",
                        "1:1: tls.key: is missing: \"n3 cert\" makes a certificate and its key"]),
    # [auth] and [timeouts]
    ('[auth]\nmechanisms = ["PLAN", "USER"]\nfailure_delay = "2 s"\n' + GOOD,
     ["2:15: auth.mechanisms[0]: \"PLAN\" is no mechanism; did you mean \"PLAIN\"?",
      "3:17: auth.failure_delay: must be a duration such as \"500ms\", \"90s\", \"15m\" or \"30d\""]),
    ('[auth]\nmechanisms = []\n' + GOOD,
     ["2:14: auth.mechanisms: must be a list of texts, such as [\"one\", \"two\"]"]),
    ('[timeouts]\nidle = "1500ms"\nlogin = "0s"\nquestion = 5\nfoo = 1\n' + GOOD,
     ["2:8: timeouts.idle: must be whole seconds, and at least one",
      "3:9: timeouts.login: must be whole seconds, and at least one",
      "4:12: timeouts.question: must be a text in quotes, and is a number",
      "5:1: timeouts.foo: unknown key; there are: login, idle, question, drain"]),
    # [[account]]
    (LISTEN + '[[account]]\npasword = "12345"\n' + MAILBOX,
     ["4:1: account[0]: needs a password or a password_hash, and not both",
      "4:1: account[0].user: is missing: user = \"andris\"",
      "5:1: account[0].pasword: unknown key; did you mean \"password\"?"]),
    (LISTEN + ACCOUNT + 'password_hash = "$6$abc"\n' + MAILBOX,
     ["4:1: account[0]: needs a password or a password_hash, and not both",
      "7:17: account[0].password_hash: damaged, or only a part of a hash"]),
    (LISTEN + '[[account]]\nuser = "andris"\npassword_hash = "12345"\n' + MAILBOX,
     ["6:17: account[0].password_hash: not a hash of a kind that N3 knows ($y$, $gy$, $7$, $2b$, $6$, $5$): make one with "
      "\"mkpasswd\" or \"openssl passwd -6\""]),
    (GOOD + ACCOUNT, ["10:8: account[1].user: there is an account \"andris\" already"]),
    (LISTEN + ACCOUNT + 'mailboxes = ["blg", "blog", "blog"]\n' + MAILBOX,
     ["7:14: account[0].mailboxes[0]: there is no [mailbox.blg]; did you mean \"blog\"?",
      "7:29: account[0].mailboxes[2]: \"blog\" is named twice"]),
    (GOOD + '[[mailbox.inbox.source]]\ntype = "demo"\n',
     ["4:1: account[0].mailboxes: is missing: mailboxes = [\"NAME\"], of [mailbox.NAME]"]),
    (LISTEN + '[[account]]\nuser = "a"\npassword = { file = "no.secret" }\n' + MAILBOX,
     ["6:21: account[0].password.file: cannot read {folder}/no.secret: No such file or directory"]),
    (LISTEN + '[[account]]\nuser = "a"\npassword = { file = "two-lines" }\n' + MAILBOX,
     ["6:21: account[0].password.file: {folder}/two-lines must be one line, without NUL"]),
    (LISTEN + '[[account]]\nuser = "a"\npassword = { env = "N3_NOT_SET" }\n' + MAILBOX,
     ["6:20: account[0].password.env: the environment has no N3_NOT_SET, or it is empty"]),
    (LISTEN + '[[account]]\nuser = "a"\npassword = { fiel = "x" }\n' + MAILBOX,
     ["6:12: account[0].password: must be a text, { file = \"PATH\" } or { env = \"VARIABLE\" }",
      "6:14: account[0].password.fiel: unknown key; did you mean \"file\"?"]),
    # Mailboxes and sources
    (LISTEN + ACCOUNT + '[mailbox.blog]\nkeep = 500\n',
     ["7:1: mailbox.blog.source: is missing: [[mailbox.blog.source]] with a type",
      "8:1: mailbox.blog.keep: unknown key; there is: source"]),
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "feeed"\nx = 1\n',
     ["8:8: mailbox.blog.source[0].type: \"feeed\" is no type of source; did you mean \"feed\"?"]),
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "feed"\nurl = "http://example.org/a"\nrefresh = "0s"\n'
     'largest = "10 MB"\n',
     ["10:11: mailbox.blog.source[0].refresh: must be whole seconds, and at least one",
      "11:11: mailbox.blog.source[0].largest: must be a size such as \"64KiB\" or \"10MB\""]),
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "directory"\nurl = "mail"\n',
     ["7:1: mailbox.blog.source[0].path: is missing: path = \"mail/andris\"",
      "9:1: mailbox.blog.source[0].url: unknown key; there are: type, path, name"]),
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "demo"\nfresh = "daily"\n',
     ["9:9: mailbox.blog.source[0].fresh: must be \"login\", a message at every login, or \"once\""]),
    (GOOD + MAILBOX, ["9:1: mailbox.blog.source[1]: the mailbox has a source \"demo\" already: give one of them a name of its "
                      "own, name = \"...\""]),
    # Files and folders
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "directory"\npath = "none"\n'
     '[[mailbox.blog.source]]\ntype = "maildir"\npath = "flat"\n'
     '[[mailbox.blog.source]]\ntype = "directory"\npath = "two-lines"\n'
     '[[mailbox.blog.source]]\ntype = "feed"\nurl = "feed.xml"\n'
     '[[mailbox.blog.source]]\ntype = "feed"\nurl = "ftp://example.org/a"\n',
     ["9:8: mailbox.blog.source[0].path: there is no folder {folder}/none",
      "12:8: mailbox.blog.source[1].path: there is no folder {folder}/flat/cur, and a Maildir has cur, new and tmp; for a "
      "folder of .eml files say type = \"directory\"",
      "15:8: mailbox.blog.source[2].path: {folder}/two-lines is no folder",
      "18:7: mailbox.blog.source[3].url: cannot read {folder}/feed.xml: No such file or directory",
      "21:7: mailbox.blog.source[4].url: cannot fetch ftp://: use http, https or the path of a file"]),
]


class Check(harness.TestCase):
  def check(self, config, **how):
    self.write("n3.toml", config, mode=0o644)
    result = self.n3("check", "--config", "n3.toml", **how)
    return result.returncode, result.stdout.decode(), result.stderr.decode()

  def test_says_all_that_is_wrong_and_where(self):
    self.write("two-lines", "one\ntwo\n")
    self.write("flat/1.eml", "Subject: 1\n\n")
    for config, expected in TABLE:
      with self.subTest(config):
        status, said, complaints = self.check(config)
        self.assertEqual(complaints.splitlines(),
                         ["n3.toml:" + line.replace("{folder}", self.folder) for line in expected])
        self.assertEqual((status, said), (1, ""))

  def test_says_what_would_be_served(self):
    os.makedirs(self.folder + "/mail/new")
    os.makedirs(self.folder + "/mail/cur")
    self.assertEqual(self.n3("cert", "--out", ".").returncode, 0)
    self.write("secret", "s3cret\n")
    self.environment["MARI"] = "s3cret"
    status, said, complaints = self.check('''
name = "pop.example.org"
[[listen]]
address = "127.0.0.1:110"
plaintext_login = ["10.0.0.0/8"]
[[listen]]
address = "127.0.0.1:995"
[tls]
certificate = "certificate.pem"
key = "key.pem"
[auth]
mechanisms = ["USER", "PLAIN"]
[[account]]
user = "andris"
password = { file = "secret" }
mailboxes = ["inbox", "blog"]
[[account]]
user = "mari"
password = { env = "MARI" }
mailboxes = ["blog"]
[[mailbox.inbox.source]]
type = "maildir"
path = "mail"
[[mailbox.blog.source]]
type = "feed"
url = "https://ann:s3cret@blog.example.org/feed.xml?token=s3cret"
refresh = "90s"
''')
    self.assertEqual((status, complaints), (0, ""))
    for line in ["n3.toml is good. It serves",
                 "  name      pop.example.org",
                 "  listen    127.0.0.1:110, STLS, logins without TLS from this machine and 10.0.0.0/8",
                 "            127.0.0.1:995, TLS",
                 f"  tls       {self.folder}/certificate.pem, good until 20",
                 "  login     USER, PLAIN",
                 "  account   andris: inbox, blog",
                 "            mari: blog",
                 f"  mailbox   inbox: maildir {self.folder}/mail, where DELE removes files",
                 "            blog: feed https://blog.example.org/feed.xml ("]:
      self.assertIn("\n" + line, "\n" + said)
    self.assertNotIn("s3cret", said)

  def test_looks_at_certificate_and_key(self):
    for folder in ["a", "b"]:
      self.assertEqual(self.n3("cert", "--out", folder).returncode, 0)
    self.write("text", "no certificate\n")
    tls = '[tls]\ncertificate = "{}"\nkey = "{}"\n'

    def complaint(certificate, key):
      status, said, complaints = self.check(GOOD + tls.format(certificate, key))
      self.assertEqual((status, said), (1, ""))
      self.assertTrue(complaints.startswith("n3.toml:9:1: tls: "), complaints)
      self.assertEqual(complaints.count("\n"), 1)
      return complaints

    self.assertEqual(self.check(GOOD + tls.format("a/certificate.pem", "a/key.pem"))[0], 0)
    self.assertIn(self.folder + "/none.pem", complaint("none.pem", "a/key.pem"))
    self.assertIn(self.folder + "/text", complaint("text", "a/key.pem"))
    self.assertIn(self.folder + "/none.pem", complaint("a/certificate.pem", "none.pem"))
    self.assertRegex(complaint("a/certificate.pem", "b/key.pem"), "mismatch|does not belong")
    os.chmod(self.folder + "/a/key.pem", 0o644)
    self.assertIn("chmod", complaint("a/certificate.pem", "a/key.pem"))

  def test_warns_of_a_certificate_that_has_ended(self):
    self.assertEqual(self.n3("cert").returncode, 0)
    with open(self.folder + "/index", "w"):
      pass
    subprocess.run(["openssl", "req", "-new", "-key", "key.pem", "-subj", "/CN=x", "-out", "request"], check=True,
                   cwd=self.folder, capture_output=True)
    subprocess.run(["openssl", "x509", "-req", "-in", "request", "-key", "key.pem", "-days", "-1", "-out",
                    "certificate.pem"], check=True, cwd=self.folder, capture_output=True)
    status, said, _ = self.check(GOOD + '[tls]\ncertificate = "certificate.pem"\nkey = "key.pem"\n')
    self.assertEqual(status, 0)
    self.assertIn("which ENDED on 20", said)

  def test_sees_a_folder_that_this_user_may_not_read(self):
    if os.geteuid() != 0:
      self.skipTest("needs root, to become another user")
    os.chmod(self.folder, 0o755)
    os.mkdir(self.folder + "/private", 0o700)
    config = LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "directory"\npath = "private"\n'
    status, _, complaints = self.check(config, user=65534)
    self.assertEqual(status, 1)
    self.assertIn(f"cannot read the folder {self.folder}/private: Permission denied", complaints)

  def test_says_why_the_file_cannot_be_read(self):
    self.assertEqual(self.refused("check", "--config", "none.toml"),
                     "none.toml: cannot be read: No such file or directory\n")
    self.assertEqual(self.refused("check", "--config", "."), ".: cannot be read: Is a directory\n")
    self.assertIn("--config is required", self.refused("check"))


if __name__ == "__main__":
  harness.main()
