"""n3 demo"""

import email
import email.policy
import http.server
import os
import poplib
import socket
import stat
import subprocess
import threading

import harness
from harness import login, mail, maildrop, tls_context, uidls

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>News</title><link>https://example.org/</link>
<item><guid>tag:1</guid><title>Öö one</title><link>https://example.org/1</link><description>First</description>
<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item>
<item><guid>tag:2</guid><title>Two</title><link>https://example.org/2</link><description>Second</description>
<pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate></item>
</channel></rss>
"""


class Demo(harness.TestCase):
  def openssl(self, *arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True, check=True, text=True).stdout

  def test_tells_scripts_all_they_need_in_one_line_of_JSON(self):
    told = self.demo().told
    self.assertEqual(told["host"], "127.0.0.1")
    self.assertGreater(told["port"], 0)
    self.assertGreater(told["tls_port"], 0)
    client = login(told["port"], told["user"], told["password"])
    client.quit()
    context = tls_context(told["certificate"])
    client = poplib.POP3_SSL("localhost", told["tls_port"], context=context, timeout=harness.PATIENCE)
    peer = client.sock.getpeercert(binary_form=True)
    client.quit()
    digest = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-fingerprint", "-sha256"], input=peer,
                            capture_output=True, check=True).stdout.decode()
    self.assertIn(told["sha256"], digest)

  def test_tells_people_what_to_type(self):
    port, tls_port = harness.free_port(), harness.free_port()
    demo = self.start("demo", "--port", str(port), "--tls-port", str(tls_port))
    text = ""
    while "Ctrl-C" not in text:
      line = demo.process.stdout.readline().decode()
      self.assertTrue(line, demo.logged())
      text += line
    for needed in ["127.0.0.1", str(port), str(tls_port), "STARTTLS", "SSL/TLS", "12345", "SHA-256", "curl "]:
      self.assertIn(needed, text)
    self.assertLessEqual(max(len(line) for line in text.splitlines() if self.folder not in line), 80)
    commands = text.replace("\\\n", "").splitlines()
    shell = "set -e; " + "; ".join(line + " -sS" for line in commands if line.startswith("  curl"))
    fetched = subprocess.run(["sh", "-c", shell], capture_output=True, timeout=harness.PATIENCE)
    self.assertEqual(fetched.returncode, 0, fetched.stderr)
    self.assertEqual(fetched.stdout.count(b"\nSubject: "), 2)

  def test_has_a_fresh_message_at_every_login(self):
    demo = self.demo()
    first = maildrop(demo.told["port"])
    second = maildrop(demo.told["port"])
    self.assertEqual((len(first), len(second)), (1, 1))
    self.assertNotEqual(list(first), list(second))

    message = email.message_from_bytes(next(iter(first.values())), policy=email.policy.strict)
    self.assertIn("andris", message["Subject"])
    self.assertFalse(message["From"].isascii())
    self.assertFalse(message["Subject"].isascii())
    self.assertEqual(message.get_content_type(), "multipart/alternative")
    self.assertIn("<strong>", message.get_body(("html",)).get_content())
    self.assertIn("by `USER`", message.get_body(("plain",)).get_content())

  def test_shows_a_session_the_same_message_from_login_to_QUIT(self):
    client = login(self.demo().told["port"])
    self.assertEqual(mail(client, 1), mail(client, 1))
    self.assertEqual(client.stat()[1], len(mail(client, 1)))
    client.quit()

  def test_takes_any_name_and_one_password_by_every_mechanism(self):
    port = self.demo().told["port"]
    for user in ["andris", "mari", "ünnepnap", "a b"]:
      login(port, user).quit()
    client = poplib.POP3("127.0.0.1", port, timeout=harness.PATIENCE)
    client.apop("andris", "12345")
    client.quit()
    with self.assertRaises(poplib.error_proto):
      login(port, "andris", "1234")
    client = poplib.POP3("127.0.0.1", port, timeout=harness.PATIENCE)
    sasl = client.capa()["SASL"]
    client.quit()
    self.assertEqual(sorted(sasl), ["CRAM-MD5", "FOOBAR", "LOGIN", "PLAIN"])
    for mechanism in sasl:
      if mechanism != "FOOBAR":
        subprocess.run(["curl", "-sS", "--fail", f"pop3://127.0.0.1:{port}/1", "-u", "andris:12345", "--login-options",
                        f"AUTH={mechanism}"], check=True, capture_output=True, timeout=harness.PATIENCE)

  def test_tells_clients_the_version_it_tells_people(self):
    client = login(self.demo().told["port"])
    version = self.n3("--version").stdout.decode().split()[1]
    self.assertEqual(client.capa()["IMPLEMENTATION"], ["N3-" + version])
    client.quit()

  def test_has_FOOBAR_to_be_typed_by_hand(self):
    port = self.demo().told["port"]
    with socket.create_connection(("127.0.0.1", port), timeout=harness.PATIENCE) as connection:
      lines = connection.makefile("rb")
      lines.readline()
      for said, expected in [(b"AUTH FOOBAR andris 12345", b"+OK"), (b"STAT", b"+OK 1 "), (b"QUIT", b"+OK")]:
        connection.sendall(said + b"\r\n")
        self.assertTrue(lines.readline().startswith(expected), said)
      lines.close()

  def test_welcomes_once_where_there_are_feeds_or_folders(self):
    self.write("box/1.eml", "Subject: one\n\nHello.\n")
    demo = self.demo("--mail", "box")
    first = maildrop(demo.told["port"])
    self.assertEqual(len(first), 2)
    self.assertEqual(maildrop(demo.told["port"]), first)
    self.assertEqual(maildrop(demo.told["port"], user="mari"), first)

  def test_serves_feeds_from_files_and_from_the_web(self):
    self.write("news.xml", FEED)
    web_feed = FEED.replace("tag:", "web:").replace("example.org", "web.example.org").replace("Öö one", "Web öö")
    self.write("web/feed.xml", web_feed)
    web = web_server(self.folder + "/web")
    self.addCleanup(web.server_close)
    self.addCleanup(web.shutdown)
    demo = self.demo("--feed", "news.xml", "--feed", f"http://127.0.0.1:{web.server_port}/feed.xml")
    subjects = [str(email.message_from_bytes(m, policy=email.policy.default)["Subject"])
                for m in maildrop(demo.told["port"]).values()]
    self.assertEqual(len(subjects), 5)
    for subject in ["Öö one", "Two", "Web öö"]:
      self.assertIn(subject, subjects)

  def test_serves_a_Maildir_whose_mail_DELE_removes(self):
    for part in ["cur", "new", "tmp"]:
      os.makedirs(f"{self.folder}/Maildir/{part}")
    kept = self.write("Maildir/cur/1.a:2,S", "Subject: kept\n\nA\n")
    gone = self.write("Maildir/new/2.b", "Subject: gone\n\nB\n")
    demo = self.demo("--mail", "Maildir")
    client = login(demo.told["port"])
    for number in range(1, len(uidls(client)) + 1):
      if b"Subject: gone" in mail(client, number):
        client.dele(number)
    client.quit()
    self.assertTrue(os.path.exists(kept))
    self.assertFalse(os.path.exists(gone))

  def test_serves_the_same_bytes_after_being_saved(self):
    self.write("news.xml", FEED)
    self.write("box/1.eml", b"Subject: one\n\n.dots\n..and more\n")
    self.write("box/2.eml", b"Subject: two\r\n\r\nno line end")
    demo = self.demo("--feed", "news.xml", "--mail", "box", "--save", "n3.toml")
    before = maildrop(demo.told["port"])
    self.assertEqual(len(before), 5)
    self.assertEqual(stat.S_IMODE(os.stat(self.folder + "/n3.toml").st_mode), 0o600)
    self.assertEqual(demo.end(), 0)

    self.assertEqual(self.n3("check", "--config", "n3.toml").returncode, 0)
    self.serve("n3.toml")
    after = maildrop(demo.told["port"])
    self.assertEqual(len(after), 5)
    for uidl, message in before.items():
      if b"Subject: Tere!" not in message:  # the welcome message is another one after each start
        self.assertEqual(message, after.get(uidl))
    client = poplib.POP3("127.0.0.1", demo.told["port"], timeout=harness.PATIENCE)
    self.assertIn("FOOBAR", client.capa()["SASL"])
    client.stls(tls_context(demo.told["certificate"]))
    client.quit()

  def test_saves_a_fresh_message_at_every_login_as_well(self):
    demo = self.demo("--save", "n3.toml")
    self.assertEqual(demo.end(), 0)
    self.serve("n3.toml")
    port = demo.told["port"]
    self.assertNotEqual(list(maildrop(port)), list(maildrop(port)))

  def test_does_not_overwrite_a_file_when_it_saves(self):
    path = self.write("n3.toml", "# mine\n")
    text = self.refused("demo", "--port", "0", "--tls-port", "0", "--save", "n3.toml")
    self.assertEqual(text, "n3: --save: n3.toml is there already: remove it, or choose another name\n")
    with open(path, encoding="utf-8") as file:
      self.assertEqual(file.read(), "# mine\n")

  def test_keeps_its_certificate_for_the_next_start(self):
    first = self.demo().told
    self.assertEqual(first["certificate"], self.folder + "/state/n3/n3.crt")
    for file in ["n3.crt", "n3.key"]:
      self.assertEqual(stat.S_IMODE(os.stat(f"{self.folder}/state/n3/{file}").st_mode), 0o600)
    self.assertEqual(stat.S_IMODE(os.stat(f"{self.folder}/state/n3").st_mode), 0o700)
    self.assertEqual(self.demo().told["sha256"], first["sha256"])

  def test_renews_its_certificate_with_the_same_key_and_all_names(self):
    first = self.demo().told
    second = self.demo("--host", "127.0.0.2")
    self.assertIn("127.0.0.2", second.logged())
    self.assertIn("the certificate has been renewed, with the same key: it was not good for 127.0.0.2", second.logged())
    self.assertNotEqual(second.told["sha256"], first["sha256"])
    third = self.demo("--host", "127.0.0.3").told
    names = self.openssl("x509", "-in", third["certificate"], "-noout", "-ext", "subjectAltName")
    for name in ["DNS:localhost", "IP Address:127.0.0.1", "IP Address:127.0.0.2", "IP Address:127.0.0.3"]:
      self.assertEqual(names.replace("\n", ",").count(name + ","), 1, names)
    self.assertEqual(self.demo("--host", "127.0.0.2").told["sha256"], third["sha256"])

    key = self.openssl("pkey", "-in", self.folder + "/state/n3/n3.key", "-pubout")
    self.openssl("req", "-x509", "-key", self.folder + "/state/n3/n3.key", "-subj", "/CN=localhost", "-addext",
                 "subjectAltName=DNS:localhost,DNS:old.example.org,IP:127.0.0.1", "-days", "20", "-out",
                 third["certificate"])
    last = self.demo()
    self.assertIn("with the same key: it was about to end", last.logged())
    self.assertEqual(key, self.openssl("x509", "-in", third["certificate"], "-noout", "-pubkey"))
    self.assertIn("old.example.org", self.openssl("x509", "-in", third["certificate"], "-noout", "-text"))

  def test_leaves_the_certificate_alone_where_it_cannot_listen(self):
    told = self.demo().told
    self.assertIn("no such address", self.refused("demo", "--host", "192.0.2.1"))
    self.assertEqual(self.demo().told["sha256"], told["sha256"])

  def test_makes_another_key_where_others_could_read_it(self):
    first = self.demo().told
    os.chmod(self.folder + "/state/n3/n3.key", 0o644)
    second = self.demo()
    self.assertIn("renewed, with another key: ", second.logged())
    self.assertNotEqual(second.told["sha256"], first["sha256"])

  def test_makes_another_certificate_where_the_kept_one_is_of_no_use(self):
    first = self.demo().told
    key = self.folder + "/state/n3/n3.key"
    for name, damage in [
        ("another key", lambda: subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout",
                                                "-out", key], check=True)),
        ("no key", lambda: os.remove(key)),
        ("a key that is a FIFO", lambda: (os.remove(key), os.mkfifo(key))),
        ("a certificate that is a FIFO", lambda: (os.remove(first["certificate"]), os.mkfifo(first["certificate"]))),
        ("a damaged certificate", lambda: self.write("state/n3/n3.crt", "-----BEGIN")),
        ("a certificate that ends", lambda: subprocess.run(
            ["openssl", "req", "-x509", "-key", key, "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "20", "-out", first["certificate"]],
            check=True, capture_output=True)),
    ]:
      with self.subTest(name):
        damage()
        told = self.demo().told
        self.assertNotEqual(told["sha256"], first["sha256"])
        context = tls_context(told["certificate"])
        poplib.POP3_SSL("127.0.0.1", told["tls_port"], context=context, timeout=harness.PATIENCE).quit()
        first = told

  def test_uses_the_state_folder_of_systemd_where_there_is_one(self):
    os.mkdir(self.folder + "/lib")
    self.environment["STATE_DIRECTORY"] = self.folder + "/lib:/other"
    self.assertEqual(self.demo().told["certificate"], self.folder + "/lib/n3.crt")

  def test_tells_what_it_serves(self):
    self.write("box/1.eml", "Subject: 1\n\n")
    os.makedirs(self.folder + "/empty")
    demo = self.start("demo", "--port", "0", "--tls-port", "0", "--mail", "box", "--mail", "empty")
    text = ""
    while "Ctrl-C" not in text:
      text += demo.process.stdout.readline().decode()
    self.assertIn(f"It serves\n\n  a message when it starts\n  directory {self.folder}/box, 1 message\n", text)
    self.assertIn(f"warning: --mail: no *.eml in {self.folder}/empty\n", demo.logged())

  def test_tells_people_before_it_logs(self):
    self.write("box/1.eml", "Subject: 1\n\n")
    demo = harness.Running(self.folder + "/log")
    with open(demo.log, "ab") as log:
      demo.launch("demo", "--port", "0", "--tls-port", "0", "--mail", "box", stdout=log, env=self.environment,
                  cwd=self.folder)
    self.addCleanup(demo.kill)
    screen = demo.wait_for("source demo: fetched")
    self.assertTrue(screen.startswith("N3 is listening"), screen)

  def test_says_who_can_log_in_without_TLS_where_others_can_connect(self):
    demo = self.start("demo", "--host", "0.0.0.0", "--port", "0", "--tls-port", "0")
    text = ""
    while "Ctrl-C" not in text:
      line = demo.process.stdout.readline().decode()
      self.assertTrue(line, demo.logged())
      text += line
    self.assertIn("From other machines, log in with TLS", text)

  def test_refuses_what_it_cannot_do_in_one_line(self):
    taken = socket.socket()
    self.addCleanup(taken.close)
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    port = str(taken.getsockname()[1])
    os.makedirs(self.folder + "/state/n3")
    for folder in ["", "/state", "/state/n3"]:
      os.chmod(self.folder + folder, 0o777)
    for arguments, expected, user in [
        (["--port", port], f"cannot listen on 127.0.0.1:{port}: another program listens there; stop it, or choose "
         "another port (--host, --port and --tls-port say where)", None),
        (["--port", "110"], "cannot listen on 127.0.0.1:110: ", 65534),
        (["--host", "192.0.2.1"], "cannot listen on 192.0.2.1:", None),
        (["--host", "example"], "--host \"example\": must be an address of this machine, such as 127.0.0.1", None),
        (["--host", ""], "--host \"\": must be an address of this machine", None),
        (["--host", "fe80::1"], "--host: fe80::1 is an address of one link only", None),
        (["--feed", "blog.example.org/feed"], "on the Web begins with https://", None),
        (["--feed", "nothing.xml"], f"--feed: cannot read {self.folder}/nothing.xml: No such file", None),
        (["--feed", "ftp://example.org/a"], "--feed: cannot fetch ftp://: use http, https or the path of a file", None),
        (["--mail", "nothing"], f"--mail: there is no folder {self.folder}/nothing", None),
        (["--save", "no/where/n3.toml"], "cannot write no/where/n3.toml", None),
        (["--port", "65536"], "--port: Value 65536 not in range 0 to 65535; see n3 demo --help", None),
        (["--prot", "1"], "see n3 demo --help", None),
    ]:
      with self.subTest(arguments):
        defaults = [] if "--port" in arguments else ["--port", "0"]
        text = self.refused("demo", "--tls-port", "0", *defaults, *arguments, user=user)
        self.assertTrue(text.startswith("n3: "), text)
        self.assertEqual(text.count("\n"), 1, text)
        self.assertIn(expected, text)


def web_server(folder):
  class Files(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments):
      super().__init__(*arguments, directory=folder)

    def log_message(self, *_):
      pass

  server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files)
  threading.Thread(target=server.serve_forever, daemon=True).start()
  return server


if __name__ == "__main__":
  harness.main()
