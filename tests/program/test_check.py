"""n3 check: what is wrong with a configuration file, all of it, and where."""

import datetime
import os
import subprocess

import harness

LISTEN = '[[listen]]\naddress = "127.0.0.1:1110"\ntls = "none"\n'
ACCOUNT = '[[account]]\nuser = "andris"\npassword = "12345"\n'
MAILBOX = '[[mailbox.blog.source]]\ntype = "demo"\n'
GOOD = LISTEN + ACCOUNT + MAILBOX  # 8 lines

RSS = "<rss version='2.0'><channel><title>T</title><item><guid>1</guid><title>One</title></item></channel></rss>"

# What stands in the file; what check says of it, each line behind "n3.toml:".
TABLE = [
    ("", ["1:1: account: is missing: [[account]] with user, password and mailboxes",
          "1:1: listen: is missing: [[listen]] with address = \"127.0.0.1:1110\""]),
    # Whole tables
    (GOOD + 'x = [\n', ["9:7: Error while parsing array: encountered end-of-file"]),
    ('name = "a"\nname = "b"\n', ["2:8: Error while parsing key-value pair: cannot redefine existing string 'name'"]),
    ('spol = "memory"\n' + GOOD, ["1:1: spol: unknown key; did you mean \"spool\"?"]),
    ('[limits]\nconnections = 5\n' + GOOD,
     ["1:2: limits: unknown key; there are: name, spool, listen, tls, defaults, mailbox, account, auth, "
      "timeouts"]),
    ('account = "x"\n' + LISTEN + MAILBOX, ["1:11: account: must be written [[account]]: there can be several"]),
    ('[account]\nuser = "x"\n' + LISTEN + MAILBOX, ["1:1: account: must be written [[account]]: there can be several"]),
    ('tls = true\n' + GOOD, ["1:7: tls: must be a table, [tls], and is a truth value"]),
    ('x = 1\n' + '.'.join(['a'] * 100000) + ' = 1\n', ["2:66: a key with so many dots is none"]),
    # General
    ('name = "a b"\n' + GOOD, ["1:8: name: must be a host name such as \"pop.example.org\""]),
    ('name = ""\n' + GOOD, ["1:8: name: is empty"]),
    ('name = "a\\nb"\n' + GOOD, ["1:8: name: must be one line, without NUL"]),
    ('name = 5\n' + GOOD, ["1:8: name: must be a text in quotes, and is a number"]),
    ('spool = "mysql://db"\n' + GOOD, ["1:9: spool: must be a file such as \"n3.db\", or \"memory\""]),
    # [[listen]]
    ('[[listen]]\nadress = "*:110"\n' + ACCOUNT + MAILBOX,
     ["1:1: listen[0].address: is missing: address = \"127.0.0.1:1110\"",
      "1:1: listen[0].tls: needs [tls] with certificate and key (\"n3 cert\" makes a certificate and its key), "
      "or else tls = \"none\"",
      "2:1: listen[0].adress: unknown key; did you mean \"address\"?"]),
    ('[[listen]]\naddress = "pop.example.org"\ntls = "none"\n' + ACCOUNT + MAILBOX,
     ["2:11: listen[0].address: \"pop.example.org\" is no address to listen on; write 127.0.0.1:110, [::1]:110, *:110 "
      "or unix:/path"]),
    ('[[listen]]\naddress = "*:110"\ntls = "startls"\n' + ACCOUNT + MAILBOX,
     ["3:7: listen[0].tls: \"startls\" is none of its values; did you mean \"starttls\"?"]),
    (LISTEN + 'plaintext_login = "sometimes"\n' + ACCOUNT + MAILBOX,
     ["4:19: listen[0].plaintext_login: \"sometimes\" is none of its values; there are: loopback, never, always"]),
    (LISTEN + 'plaintext_login = ["10.0.0.0/8", "10.0.0.0/99", 7]\n' + ACCOUNT + MAILBOX,
     ["4:34: listen[0].plaintext_login[1]: \"10.0.0.0/99\" is no network; write 10.0.0.0/8 or fd00::/8",
      "4:49: listen[0].plaintext_login[2]: must be a text in quotes, and is a number"]),
    ('[[listen]]\naddress = "0.0.0.0:99999"\ntls = "none"\n' + ACCOUNT + MAILBOX,
     ["2:11: listen[0].address: the port 99999 is too large: the last one is 65535"]),
    ('[[listen]]\naddress = "[fe80::1]:110"\ntls = "none"\n' + ACCOUNT + MAILBOX,
     ["2:11: listen[0].address: fe80::1 is an address of one link only: name this machine's interface to it, as in "
      "fe80::1%eth0"]),
    (LISTEN + LISTEN + ACCOUNT + MAILBOX,
     ["5:11: listen[1].address: cannot be listened on beside listen[0], 127.0.0.1:1110"]),
    (LISTEN + LISTEN.replace("127.0.0.1", "*") + ACCOUNT + MAILBOX,
     ["5:11: listen[1].address: cannot be listened on beside listen[0], 127.0.0.1:1110"]),
    ('[[listen]]\naddress = "unix:two-lines"\n[[listen]]\naddress = "unix:no/pop3.sock"\n' + ACCOUNT + MAILBOX,
     ["2:11: listen[0].address: {folder}/two-lines is there already, and no socket: remove it, or choose another path",
      "4:11: listen[1].address: there is no folder {folder}/no"]),
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
    ('[timeouts]\nidle = "366d"\nlogin = "365d"\n'
     + GOOD.replace('type = "demo"', 'type = "feed"\nurl = "http://a.example"\nrefresh = "200000d"'),
     ["2:8: timeouts.idle: is too long: at most \"365d\"",
      "13:11: mailbox.blog.source[0].refresh: is too long: at most \"365d\""]),
    # [[account]]
    (LISTEN + '[[account]]\npasword = "12345"\n' + MAILBOX,
     ["4:1: account[0]: needs a password or a password_hash, and not both",
      "4:1: account[0].user: is missing: user = \"andris\"",
      "5:1: account[0].pasword: unknown key; did you mean \"password\"?"]),
    (LISTEN + ACCOUNT + 'password_hash = "$6$abc"\n' + MAILBOX,
     ["4:1: account[0]: needs a password or a password_hash, and not both",
      "7:17: account[0].password_hash: damaged, or only a part of a hash"]),
    (LISTEN + '[[account]]\nuser = "andris"\npassword_hash = "12345"\n' + MAILBOX,
     ["6:17: account[0].password_hash: not a hash of a kind that N3 knows ($y$, $gy$, $7$, $2b$, $6$, $5$): make one "
      "with \"mkpasswd\" or \"openssl passwd -6\""]),
    (GOOD.replace("andris", "an\\u007fdris"), ["5:8: account[0].user: has control characters"]),
    (GOOD.replace("andris", "a" * 256), ["5:8: account[0].user: is too long: at most 255 octets"]),
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
    (LISTEN + ACCOUNT + '[mailbox.blog]\nkep = 500\n',
     ["8:1: mailbox.blog.kep: unknown key; did you mean \"keep\"?"]),
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "feeed"\nx = 1\n',
     ["8:8: mailbox.blog.source[0].type: \"feeed\" is no type of source; did you mean \"feed\"?"]),
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "feed"\nurl = "http://example.org/a"\nrefresh = "0s"\n'
     'largest = "10 MB"\n',
     ["10:11: mailbox.blog.source[0].refresh: must be whole seconds, and at least one",
      "11:11: mailbox.blog.source[0].largest: must be a size such as \"64KiB\" or \"10MB\""]),
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "directory"\nurl = "mail"\n',
     ["7:1: mailbox.blog.source[0].path: is missing: path = \"mail/andris\"",
      "9:1: mailbox.blog.source[0].url: unknown key; there are: type, path, delete, include, exclude, "
      "maximum_age, name"]),
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "maildir"\nuidl = "courier"\n'
     '[[mailbox.blog.source]]\ntype = "maildir"\npath = "mail"\nuidl = "dovecot:%m"\n',
     ["7:1: mailbox.blog.source[0].path: is missing: path = \"mail/andris\"",
      "9:8: mailbox.blog.source[0].uidl: \"courier\" is none of \"dovecot\", \"dovecot:FORMAT\", \"filename\" and "
      "\"header:NAME\"",
      "13:8: mailbox.blog.source[1].uidl: %m: UIDLs that are an MD5 of headers are not supported"]),
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "mbox"\npath = "none"\nformat = "mboxcl"\n',
     ["9:8: mailbox.blog.source[0].path: cannot read {folder}/none: No such file or directory",
      "10:10: mailbox.blog.source[0].format: must be \"mboxrd\" or \"mboxo\""]),
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "demo"\nfresh = "daily"\n',
     ["9:9: mailbox.blog.source[0].fresh: must be \"login\" or \"once\""]),
    (GOOD + MAILBOX, ["7:1: mailbox.blog.source: a fresh message at every login goes with no other source: say fresh = "
                      "\"once\"",
                      "9:1: mailbox.blog.source[1]: the mailbox has a source \"demo\" already: give one of them a name "
                      "of its own, name = \"...\""]),
    (LISTEN + ACCOUNT + 'mailboxes = ["blog", "fresh"]\n[[mailbox.fresh.source]]\ntype = "demo"\n'
     '[[mailbox.blog.source]]\ntype = "demo"\nfresh = "once"\n',
     ["7:13: account[0].mailboxes: the fresh message at every login of [mailbox.fresh] goes with no other mailbox: say "
      "fresh = \"once\" there"]),
    # Files and folders
    (LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "directory"\npath = "none"\n'
     '[[mailbox.blog.source]]\ntype = "maildir"\npath = "flat"\n'
     '[[mailbox.blog.source]]\ntype = "directory"\npath = "two-lines"\n'
     '[[mailbox.blog.source]]\ntype = "feed"\nurl = "feed.xml"\n'
     '[[mailbox.blog.source]]\ntype = "feed"\nurl = "ftp://example.org/a"\n'
     '[[mailbox.blog.source]]\ntype = "feed"\nurl = "http://suser:SPASS/WORD@example.org/a"\n'
     '[[mailbox.blog.source]]\ntype = "feed"\nurl = "http//suser:SPASSWORD@example.org/a"\n'
     '[[mailbox.blog.source]]\ntype = "feed"\nurl = "/dev/zero"\n',
     ["9:8: mailbox.blog.source[0].path: there is no folder {folder}/none",
      "12:8: mailbox.blog.source[1].path: there is no folder {folder}/flat/cur, and a Maildir has cur, new and tmp; for "
      "a folder of .eml files say type = \"directory\"",
      "15:8: mailbox.blog.source[2].path: {folder}/two-lines is no folder",
      "18:7: mailbox.blog.source[3].url: cannot read {folder}/feed.xml: No such file or directory (the address of a "
      "feed on the Web begins with https://)",
      "21:7: mailbox.blog.source[4].url: cannot fetch ftp://: use http, https or the path of a file",
      "24:7: mailbox.blog.source[5].url: is no URL: in its user and password write / as %2F, ? as %3F and # as %23",
      "27:7: mailbox.blog.source[6].url: cannot read the file: No such file or directory (the address of a feed on the "
      "Web begins with https://)",
      "30:7: mailbox.blog.source[7].url: cannot read /dev/zero: Not an ordinary file (the address of a feed on the Web "
      "begins with https://)"]),
    (LISTEN + ACCOUNT + 'mailboxes = ["blog"]\n[[mailbox.blog.source]]\ntype = "maildir"\npath = "mail"\n'
     '[[mailbox.other.source]]\ntype = "maildir"\npath = "flat/../mail/"\n',
     ["13:8: mailbox.other.source[0].path: the mailbox \"blog\" serves this folder already: give that mailbox to all "
      "accounts that read it"]),
    ("[mailbox.blog]\nkeep = 0\nkeep_for = 30\nbacklog = -1\nchanges = \"merge\"\nlock = \"none\"\n" + LISTEN + ACCOUNT
     + '[[mailbox.blog.source]]\ntype = "maildir"\npath = "mail"\ndelete = "never"\n',
     ["2:8: mailbox.blog.keep: must be a whole number, 1 or more",
      "3:12: mailbox.blog.keep_for: must be a text in quotes, and is a number",
      "4:11: mailbox.blog.backlog: must be a whole number, 0 or more",
      "5:11: mailbox.blog.changes: must be \"ignore\" or \"replace\" or \"reply\"",
      "6:8: mailbox.blog.lock: must be \"shared\" or \"exclusive\"",
      "16:10: mailbox.blog.source[0].delete: must be \"ledger\" or \"source\""]),
    # What only reading the text shows, and what only looking at the files does
    ('[[listen]]\naddress = "unix:no/pop3.sock"\n[tls]\ncertificate = "no.pem"\nkey = "no.key"\nkye = "no.key"\n'
     + ACCOUNT + '[[mailbox.blog.source]]\ntype = "feed"\nurl = "ftp://example.org/a"\nrefresh = "0s"\n'
     '[[mailbox.blog.source]]\ntype = "maildir"\npath = "none"\n[auth]\nmechanisms = ["PLAN"]\n',
     ["2:11: listen[0].address: there is no folder {folder}/no",
      "3:1: tls: cannot read {folder}/no.pem: No such file or directory",
      "6:1: tls.kye: unknown key; did you mean \"key\"?",
      "12:7: mailbox.blog.source[0].url: cannot fetch ftp://: use http, https or the path of a file",
      "13:11: mailbox.blog.source[0].refresh: must be whole seconds, and at least one",
      "16:8: mailbox.blog.source[1].path: there is no folder {folder}/none",
      "18:15: auth.mechanisms[0]: \"PLAN\" is no mechanism; did you mean \"PLAIN\"?"]),
    (f'[[listen]]\naddress = "unix:/none/{"x" * 107}"\n' + ACCOUNT + MAILBOX,
     ["2:11: listen[0].address: the path is too long: a socket's may have 107 octets"]),
]


class Check(harness.TestCase):
  def check(self, config, **how):
    self.write("n3.toml", config, mode=0o644)
    result = self.n3("check", "--config", "n3.toml", **how)
    return result.returncode, result.stdout.decode(), result.stderr.decode()

  def test_says_all_that_is_wrong_and_where(self):
    self.write("two-lines", "one\ntwo\n")
    self.write("flat/1.eml", "Subject: 1\n\n")
    for part in ("cur", "new", "tmp"):
      os.makedirs(f"{self.folder}/mail/{part}")
    for config, expected in TABLE:
      with self.subTest(config):
        status, said, complaints = self.check(config)
        self.assertEqual(complaints.splitlines(),
                         ["n3.toml:" + line.replace("{folder}", self.folder) for line in expected])
        self.assertEqual((status, said), (1, ""))

  def test_warns_of_what_is_hardly_meant(self):
    os.makedirs(self.folder + "/Maildir/new")
    os.makedirs(self.folder + "/Maildir/cur")
    os.makedirs(self.folder + "/empty")
    self.write("broken.xml", "this is no feed")
    status, said, complaints = self.check(LISTEN + ACCOUNT + '''mailboxes = ["blog"]
[[mailbox.blog.source]]
type = "directory"
path = "Maildir"
[[mailbox.blog.source]]
type = "directory"
path = "empty"
[[mailbox.blog.source]]
type = "feed"
url = "broken.xml"
[[mailbox.other.source]]
type = "demo"
''')
    self.assertEqual(status, 0)
    self.assertIn("n3.toml is good.", said)
    lines = complaints.splitlines()
    self.assertEqual(lines[:2] + lines[3:], [
        f"n3.toml:10:8: mailbox.blog.source[0].path: warning: {self.folder}/Maildir looks like a Maildir, whose mail "
        "only type = \"maildir\" serves",
        f"n3.toml:13:8: mailbox.blog.source[1].path: warning: no *.eml in {self.folder}/empty",
        "n3.toml:17:1: mailbox.other: warning: no account names it among its mailboxes"])
    self.assertIn(f"n3.toml:16:7: mailbox.blog.source[2].url: warning: {self.folder}/broken.xml: ", lines[2])

  def test_warns_where_what_one_deletes_is_gone_for_others(self):
    self.write("mail/1.eml", "Subject: one\n\n1\n")
    other = '[[account]]\nuser = "mari"\npassword = "x"\n'
    source = '[[mailbox.blog.source]]\ntype = "directory"\npath = "mail"\ndelete = "{}"\n'
    for config, expected in [
        (LISTEN + ACCOUNT + source.format("source"), ""),
        (LISTEN + ACCOUNT + other + source.format("ledger"), ""),
        (LISTEN + ACCOUNT + other + source.format("source"), "several accounts have this mailbox (andris, mari)"),
        (LISTEN + ACCOUNT.replace("andris", "*") + source.format("source"), "several accounts have this mailbox (*)"),
    ]:
      with self.subTest(config):
        status, _, complaints = self.check(config)
        self.assertEqual(status, 0)
        self.assertEqual(bool(complaints), bool(expected))
        self.assertIn(expected, complaints)

  def test_says_what_a_mailbox_keeps(self):
    rules = '[mailbox.blog]\nkeep = 500\nkeep_for = "30d"\nbacklog = 20\nchanges = "reply"\nlock = "exclusive"\nreport_after = "never"\n'
    self.assertIn("  mailbox   blog: keeps the newest 500, keeps messages for 30d, a new source begins with 20, what "
                  "changes is told of in a reply, says nothing of sources that fail, one session at a time\n            blog: a fresh message",
                  self.check(rules + GOOD)[1])

  def test_warns_of_a_password_that_PASS_cannot_carry(self):
    self.assertEqual(self.check(GOOD.replace("12345", "p" * 248))[2], "")
    self.assertEqual(self.check(GOOD.replace("12345", "p" * 249))[2],
                     "n3.toml:6:12: account[0].password: warning: the password has 249 octets, and PASS can carry "
                     "248\n")

  def test_waits_for_no_special_file_and_reads_no_end(self):
    os.mkfifo(self.folder + "/fifo")
    with open(self.folder + "/big", "wb") as big:
      big.truncate(1 << 40)
    self.assertEqual(self.n3("cert").returncode, 0)
    tls = '[tls]\ncertificate = "{}"\nkey = "{}"\n'
    for name, reason in [("fifo", "Not an ordinary file"), ("/dev/zero", "Not an ordinary file"),
                         ("big", "Larger than 1048576 octets")]:
      with self.subTest(name):
        path = os.path.join(self.folder, name)
        self.assertEqual(self.refused("check", name), f"{name}: cannot be read: {reason}\n")
        for config, key in [
            (GOOD.replace('"12345"', f'{{ file = "{name}" }}'), "6:21: account[0].password.file"),
            (GOOD + tls.format(name, "key.pem"), "9:1: tls"),
            (GOOD + tls.format("certificate.pem", name), "9:1: tls"),
        ]:
          self.assertEqual(self.check(config), (1, "", f"n3.toml:{key}: cannot read {path}: {reason}\n"))

  def test_takes_paths_from_the_folder_of_the_file(self):
    self.write("there/feeds/a b.xml", RSS)
    self.write("there/n3.toml", f'''
[[listen]]
address = "unix:pop3.sock"
{ACCOUNT}
[[mailbox.blog.source]]
type = "feed"
url = "file:feeds/a%20b.xml"
[[mailbox.blog.source]]
type = "feed"
url = "feeds/a b.xml"
''')
    result = self.n3("check", "there/n3.toml")
    self.assertEqual((result.returncode, result.stderr), (0, b""))
    said = result.stdout.decode()
    self.assertIn(f"listen    unix:{self.folder}/there/pop3.sock, no TLS", said)
    self.assertEqual(said.count(f"feed {self.folder}/there/feeds/a b.xml, 1 message, every 15m"), 2)

  def test_says_what_would_be_served(self):
    os.makedirs(self.folder + "/mail/new")
    os.makedirs(self.folder + "/mail/cur")
    self.write("mail/new/1.a", "Subject: 1\n\n")
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
                 f"  mailbox   inbox: maildir {self.folder}/mail, 1 message, where DELE removes files",
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

  def certificate(self, begins, ends):
    """Makes certificate.pem, good between two dates, for the key there is. Only openssl ca can name both."""
    self.write("index", "")
    self.write("ca.conf", "[ca]\ndefault_ca = a\n[a]\ndatabase = index\nnew_certs_dir = .\ndefault_md = sha256\n"
                          "policy = any\nrand_serial = yes\n[any]\ncommonName = supplied\n")
    for command in [["req", "-new", "-key", "key.pem", "-subj", "/CN=x", "-out", "request"],
                    ["ca", "-batch", "-notext", "-config", "ca.conf", "-selfsign", "-keyfile", "key.pem", "-in",
                     "request", "-out", "certificate.pem", "-startdate", begins.strftime("%Y%m%d%H%M%SZ"), "-enddate",
                     ends.strftime("%Y%m%d%H%M%SZ")]]:
      subprocess.run(["openssl", *command], check=True, cwd=self.folder, capture_output=True)

  def test_warns_of_a_certificate_that_is_not_good_for_long_or_at_all(self):
    self.assertEqual(self.n3("cert").returncode, 0)
    now = datetime.datetime.now(datetime.timezone.utc)
    for begins, ends, warning, shown in [
        (-30, -1, "has ended, on", -1), (-1, 3, "ends soon, on", 3), (1, 90, "is not good yet, but from", 1),
        (-1, 90, None, 0)]:
      with self.subTest(warning):
        self.certificate(now + datetime.timedelta(begins), now + datetime.timedelta(ends))
        status, said, complaints = self.check(GOOD + '[tls]\ncertificate = "certificate.pem"\nkey = "key.pem"\n')
        self.assertEqual(status, 0)
        self.assertEqual("which ENDED on 20" in said, ends < 0)
        when = (now + datetime.timedelta(shown)).strftime("%Y-%m-%d %H:%M UTC")
        self.assertEqual(complaints, f"n3.toml:9:1: tls: warning: the certificate {self.folder}/certificate.pem "
                                     f"{warning} {when}\n" if warning else "")

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
    self.assertIn("FILE is required", self.refused("check"))


if __name__ == "__main__":
  harness.main()
