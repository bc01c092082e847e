"""n3 serve: the daemon, its signals and its log."""

import base64
import os
import poplib
import signal
import socket
import subprocess
import time

import harness
from harness import login, maildrop, rss

LISTEN = '[[listen]]\naddress = "127.0.0.1:0"\ntls = "none"\n'
ACCOUNT = '[[account]]\nuser = "andris"\npassword = "12345"\n'
MAILBOX = '[[mailbox.blog.source]]\ntype = "demo"\n'
GOOD = LISTEN + ACCOUNT + MAILBOX
FEED = LISTEN + ACCOUNT + '[[mailbox.blog.source]]\ntype = "feed"\nurl = "feed.xml"\nrefresh = "1s"\n'

# "secret", by bcrypt and SHA-512
BCRYPT = "$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"
SHA512 = "$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/cZ/1GM/O6IND4WQhG."


class Talk:
  """A connection as somebody types into it."""

  def __init__(self, port):
    self.socket = socket.create_connection(("127.0.0.1", port), timeout=harness.PATIENCE)
    self.lines = self.socket.makefile("rb")
    self.greeting = self.lines.readline()

  def say(self, line):
    self.socket.sendall((line if isinstance(line, bytes) else line.encode()) + b"\r\n")
    return self.lines.readline()

  def close(self):
    self.lines.close()
    self.socket.close()


class Serve(harness.TestCase):
  def serving(self, config):
    self.write("n3.toml", config)
    return self.serve("n3.toml")

  def talk(self, server):
    talk = Talk(server.port)
    self.addCleanup(talk.close)
    return talk

  def capabilities(self, server):
    client = poplib.POP3("127.0.0.1", server.port, timeout=harness.PATIENCE)
    self.addCleanup(client.close)
    return client.capa()

  # What it serves, and to whom

  def test_lets_in_who_has_a_password_or_a_hash_of_one(self):
    self.write("s3cret", "from a file\r\n")
    self.environment["MARI"] = "from the environment"
    server = self.serving(LISTEN + "[auth]\nfailure_delay = \"0s\"\n" + MAILBOX + f'''
[[account]]
user = "text"
password = "p ä s s"
[[account]]
user = "file"
password = {{ file = "s3cret" }}
[[account]]
user = "environment"
password = {{ env = "MARI" }}
[[account]]
user = "bcrypt"
password_hash = "{BCRYPT}"
[[account]]
user = "sha512"
password_hash = "{SHA512}"
''')
    for user, password in [("text", "p ä s s"), ("file", "from a file"), ("environment", "from the environment"),
                           ("bcrypt", "secret"), ("sha512", "secret")]:
      with self.subTest(user):
        self.assertEqual(len(maildrop(server.port, user=user, password=password)), 1)
        refusals = set()
        for wrong_user, wrong_password in [(user, password + "x"), (user, " "), (user + "x", password)]:
          with self.assertRaises(poplib.error_proto) as refused:
            login(server.port, wrong_user, wrong_password)
          refusals.add(str(refused.exception))
        self.assertEqual(len(refusals), 1, "a wrong user and a wrong password look alike")

  def test_offers_APOP_and_CRAM_MD5_only_where_every_account_can_use_them(self):
    hashed = f'[[account]]\nuser = "mari"\npassword_hash = "{BCRYPT}"\n'
    clear = self.serving(GOOD)
    self.assertIn("CRAM-MD5", self.capabilities(clear)["SASL"])
    self.assertIn(b"<", self.talk(clear).greeting)
    mixed = self.serving(GOOD + hashed)
    self.assertEqual(sorted(self.capabilities(mixed)["SASL"]), ["LOGIN", "PLAIN"])
    self.assertNotIn(b"<", self.talk(mixed).greeting)

  def test_offers_what_is_listed_and_FOOBAR_only_then(self):
    self.assertNotIn("FOOBAR", self.capabilities(self.serving(GOOD))["SASL"])
    server = self.serving('[auth]\nmechanisms = ["FOOBAR", "APOP"]\n' + GOOD)
    capabilities = self.capabilities(server)
    self.assertEqual(capabilities["SASL"], ["FOOBAR"])
    self.assertNotIn("USER", capabilities)
    client = poplib.POP3("127.0.0.1", server.port, timeout=harness.PATIENCE)
    client.apop("andris", "12345")
    client.quit()
    self.assertTrue(self.talk(server).say("AUTH FOOBAR andris 12345").startswith(b"+OK"))

  def test_shows_each_account_its_own_mailboxes(self):
    for name in ["common/1.eml", "common/mari/2.eml", "other/3.eml"]:
      self.write(name, f"Subject: {name}\n\n{name}\n")
    server = self.serving(LISTEN + '''
[[account]]
user = "andris"
password = "12345"
mailboxes = ["common"]
[[account]]
user = "*"
password = "12345"
mailboxes = ["common", "other"]
[[account]]
user = "leida"
password = "12345"
mailboxes = ["fresh"]
[[mailbox.common.source]]
type = "directory"
path = "common"
[[mailbox.other.source]]
type = "directory"
path = "other"
[[mailbox.fresh.source]]
type = "demo"
''')

    def subjects(user):
      return sorted(message.split(b"Subject: ", 1)[1].split(b"\r\n", 1)[0] for message in
                    maildrop(server.port, user=user).values())

    self.assertEqual(subjects("andris"), [b"common/1.eml"])
    self.assertEqual(subjects("mari+other"), [b"other/3.eml"])
    for user, expected in [("mari", [b"common/1.eml", b"common/mari/2.eml", b"other/3.eml"]),
                           ("jaan", [b"common/1.eml", b"other/3.eml"])]:
      self.assertEqual(subjects(user), expected)
    fresh, = subjects("leida")
    self.assertIn(b"leida", fresh)

  def test_serves_several_listeners_with_its_name_and_certificate(self):
    self.assertEqual(self.n3("cert").returncode, 0)
    tls_port = harness.free_port()
    path = self.folder + "/pop3.sock"
    self.serving('name = "pop.example.org"\n' + GOOD + f'''
[[listen]]
address = "127.0.0.1:{tls_port}"
tls = "implicit"
[[listen]]
address = "unix:{path}"
[tls]
certificate = "certificate.pem"
key = "key.pem"
''')
    context = harness.tls_context(self.folder + "/certificate.pem")
    client = poplib.POP3_SSL("localhost", tls_port, context=context, timeout=harness.PATIENCE)
    self.assertIn(b"@pop.example.org>", client.getwelcome())
    client.quit()
    with socket.socket(socket.AF_UNIX) as unix:
      unix.settimeout(harness.PATIENCE)
      unix.connect(path)
      self.assertTrue(unix.recv(1000).startswith(b"+OK"))

  # Signals

  def test_ends_at_once_where_nobody_is_logged_in(self):
    for number in [signal.SIGTERM, signal.SIGINT]:
      server = self.serving(GOOD)
      self.talk(server)
      start = time.monotonic()
      self.assertEqual(server.end(number), 0)
      self.assertLess(time.monotonic() - start, 5)
      self.assertNotIn("to finish", server.logged())

  def test_takes_signals_that_come_together_for_one(self):
    server = self.serving('[timeouts]\ndrain = "1s"\n' + GOOD)
    client = login(server.port)
    for number in [signal.SIGTERM, signal.SIGTERM, signal.SIGINT]:
      server.process.send_signal(number)
      time.sleep(0.05)
    self.assertEqual(server.process.wait(harness.PATIENCE), 0)
    self.assertNotIn("at once\n", server.logged().replace("a second signal ends at once\n", ""))
    client.close()

  def test_lets_sessions_finish_and_takes_no_new_ones(self):
    server = self.serving(GOOD)
    client = login(server.port)
    server.process.send_signal(signal.SIGTERM)
    server.wait_for("ending")
    time.sleep(0.1)
    with self.assertRaises(OSError):
      socket.create_connection(("127.0.0.1", server.port), timeout=1)
    self.assertEqual(client.stat()[0], 1)
    server.wait_for("sessions have 10s to finish")
    self.assertEqual(len(client.list()[1]), 1)
    client.quit()
    self.assertEqual(server.process.wait(harness.PATIENCE), 0)
    self.assertIn("end=quit", server.logged())

  def test_cuts_sessions_off_when_their_time_is_up(self):
    server = self.serving('[timeouts]\ndrain = "300ms"\n' + GOOD)
    client = login(server.port)
    start = time.monotonic()
    self.assertEqual(server.end(), 0)
    self.assertGreater(time.monotonic() - start, 0.25)
    self.assertLess(time.monotonic() - start, 5)
    client.close()

  def test_ends_at_once_at_a_second_signal(self):
    server = self.serving(GOOD)
    client = login(server.port)
    server.process.send_signal(signal.SIGTERM)
    server.wait_for("a second signal ends at once")
    start = time.monotonic()
    self.assertEqual(server.end(signal.SIGINT), 128 + signal.SIGINT)
    self.assertLess(time.monotonic() - start, 2)
    self.assertIn("a second signal: ending at once", server.logged())
    client.close()

  # The log

  def test_writes_a_line_for_each_session(self):
    server = self.serving(GOOD)
    maildrop(server.port)
    server.wait_for("end=quit")
    lines = [line for line in server.logged().splitlines() if "session=" in line]
    self.assertEqual(len(lines), 1, server.logged())
    for part in ["peer=127.0.0.1:", "user=andris", "via=PASS", "listed=1", "retrieved=1", "removed=0", "end=quit"]:
      self.assertIn(part, lines[0])
    self.assertRegex(lines[0], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ session=")

  def test_lets_no_name_forge_a_line(self):
    server = self.serving('[auth]\nfailure_delay = "0s"\n' + GOOD.replace('"andris"', '"*"'))
    name = "x\r\nsession=9 user=root end=quit \x1b[2J\" \u2028"
    for password in ["12345", "wrong"]:
      talk = self.talk(server)
      plain = base64.b64encode(f"\0{name}\0{password}".encode()).decode()
      talk.say("AUTH PLAIN " + plain)
      talk.say("QUIT")
    server.wait_for("session=2 ")
    for line in server.logged().splitlines():
      self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ")
      self.assertTrue(line.isprintable(), line)
      self.assertNotIn("Z session=9", line)

  def test_writes_no_secret(self):
    server = self.serving('[auth]\nfailure_delay = "0s"\n' + GOOD.replace("12345", "right-s3cret"))
    talk = self.talk(server)
    talk.say("USER andris")
    talk.say("PASS wrong-s3cret")
    talk.say("AUTH PLAIN " + base64.b64encode(b"\0andris\0wrong-s3cret").decode())
    talk.say("PASS out-of-turn-s3cret")
    talk.close()
    login(server.port, password="right-s3cret").quit()
    log = server.wait_for("end=quit")
    for form in ["s3cret", base64.b64encode(b"\0andris\0wrong-s3cret").decode()[:20]]:
      self.assertNotIn(form, log)

  def test_writes_for_the_journal_where_that_reads_it(self):
    about = os.stat(self.write("log-0", ""))
    self.environment["JOURNAL_STREAM"] = f"{about.st_dev}:{about.st_ino}"
    for expected in [r"^<[3-7]>[a-z]", r"^\d{4}-"]:  # the second time, stderr is another file
      server = self.serving(GOOD)
      maildrop(server.port)
      for line in server.wait_for("end=quit").splitlines():
        self.assertRegex(line, expected)

  def test_says_which_source_failed_and_serves_the_others(self):
    self.write("broken.xml", "this is no feed")
    self.write("box/1.eml", "Subject: one\n\n1\n")
    server = self.serving(LISTEN + ACCOUNT + '''
[[mailbox.blog.source]]
type = "feed"
url = "broken.xml"
[[mailbox.blog.source]]
type = "feed"
url = "http://ann:s3cret@127.0.0.1:1/feed.xml?token=s3cret"
[[mailbox.blog.source]]
type = "directory"
path = "box"
''')
    self.assertEqual(len(maildrop(server.port)), 1)
    server.wait_for("broken.xml")
    log = server.wait_for("127.0.0.1:1")
    self.assertNotIn("s3cret", log)
    self.assertEqual(log.count("broken.xml"), 1, "once, by the one who fetches it")

  def test_warns_of_what_no_fetch_will_tell(self):
    os.makedirs(self.folder + "/Maildir/new")
    os.makedirs(self.folder + "/Maildir/cur")
    server = self.serving(GOOD.replace('"demo"', '"directory"\npath = "Maildir"').replace("12345", "p" * 249))
    self.assertIn("warning: n3.toml:6:12: account[0].password: the password has 249 octets", server.logged())
    self.assertIn("Maildir looks like a Maildir, whose mail only", server.logged())

  # What it keeps

  def feed(self, *items):
    self.write("feed.xml", rss(*items))

  def test_shows_the_same_messages_after_a_restart_and_a_kill(self):
    self.feed((1, "One"))
    server = self.serving(FEED)
    before = maildrop(server.port)
    self.assertEqual(len(before), 1)
    server.end()
    server = self.serving(FEED)
    self.assertEqual(maildrop(server.port), before)
    server.end(signal.SIGKILL)
    self.feed((1, "One, corrected"), (2, "Two"))
    server = self.serving(FEED)
    server.wait_for("fetched, with 2 items")
    after = maildrop(server.port)
    self.assertEqual(len(after), 2)
    self.assertEqual({uidl: after[uidl] for uidl in before}, before)

  def test_serves_what_it_had_while_a_source_talks_nonsense(self):
    self.feed((1, "One"))
    server = self.serving(FEED)
    before = maildrop(server.port)
    server.end()
    for nonsense in ["", "<html>Oops</html>", '<rss version="2.0"><channel/></rss>', "<rss><channel><item><guid>2"]:
      self.write("feed.xml", nonsense)
      server = self.serving(FEED)
      server.wait_for("source feed.xml: ")
      self.assertEqual(maildrop(server.port), before)
      server.end()

  def test_keeps_what_an_account_has_deleted_deleted(self):
    self.feed((1, "One"), (2, "Two"))
    server = self.serving(FEED)
    client = login(server.port)
    client.dele(1)
    client.quit()
    server.end(signal.SIGKILL)
    self.assertEqual(len(maildrop(self.serving(FEED).port)), 1)

  def test_shows_the_same_mail_of_an_mbox_whatever_other_programs_note_in_it(self):
    mail = "From ann@example.org Mon Nov 23 10:15:00 2026\nSubject: {}\n{}\n>From here on.\n\n"
    config = LISTEN + ACCOUNT + '[[mailbox.inbox.source]]\ntype = "mbox"\npath = "inbox"\n'
    self.write("inbox", mail.format("One", ""))
    server = self.serving(config)
    before = maildrop(server.port)
    self.assertEqual(list(before.values()), [b"Subject: One\r\n\r\nFrom here on.\r\n"])
    server.end()
    self.write("inbox", mail.format("One", "Status: RO\n") + mail.format("Two", ""))
    after = maildrop(self.serving(config).port)
    self.assertEqual(len(after), 2)
    self.assertEqual(dict(list(after.items())[:1]), before)

  def test_keeps_its_spool_in_the_state_folder_for_its_owner_alone(self):
    self.serving(GOOD)
    self.assertEqual(os.stat(self.folder + "/state/n3/n3.db").st_mode & 0o777, 0o600)

  # What the operator does wrong

  def test_says_in_one_line_why_it_does_not_start(self):
    taken = socket.socket()
    self.addCleanup(taken.close)
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    port = taken.getsockname()[1]
    os.chmod(self.folder, 0o755)
    at = 'spool = "memory"\n' + '[[listen]]\naddress = "{}"\ntls = "none"\n' + ACCOUNT + MAILBOX
    for config, expected, user in [
        (at.format(f"127.0.0.1:{port}"), f"n3: cannot listen on 127.0.0.1:{port}: another program listens there", None),
        (at.format("127.0.0.1:110"), "n3: cannot listen on 127.0.0.1:110: ports below 1024 need root", 65534),
        (at.format("192.0.2.1:0"), "n3: cannot listen on 192.0.2.1:0: this machine has no such address", None),
        (GOOD.replace("tls", "tsl").replace("none", "implicit"), "n3: n3.toml:", None),
        ('spool = "/nowhere/n3.db"\n' + GOOD,
         "n3: cannot open the spool /nowhere/n3.db: it cannot be opened or made", None),
        (GOOD.replace("none", "starttls"),
         "n3: n3.toml:3:7: listen[0].tls: needs [tls] with certificate and key (\"n3 cert\" makes", None),
        (GOOD + '[tls]\ncertificate = "certificate.pem"\nkey = "key.pem"\n',
         "n3: n3.toml:9:1: tls: cannot ", None),
        (GOOD.replace('"demo"', '"directory"\npath = "none"'),
         f"n3: n3.toml:9:8: mailbox.blog.source[0].path: there is no folder {self.folder}/none", None),
    ]:
      with self.subTest(expected):
        self.write("n3.toml", config, mode=0o644)
        text = self.refused("serve", "--config", "n3.toml", user=user)
        self.assertTrue(text.startswith(expected), text)
        if "tsl" not in config:
          self.assertEqual(text.count("\n"), 1, text)

  def test_wants_a_configuration_file(self):
    self.assertEqual(self.refused("serve"), "n3: FILE is required; see n3 serve --help\n")
    self.assertEqual(self.refused("serve", "--config", "none.toml"),
                     "n3: none.toml: cannot be read: No such file or directory\n")


if __name__ == "__main__":
  harness.main()
