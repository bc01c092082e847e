"""What the tests of all clients have in common: a server, a home folder, and the comparison of what arrived."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import unittest

import mails
from server import PATIENCE, PROGRAM, Server, secrets
from program import main, read


class ClientTest(unittest.TestCase):
  """A test with a server of its own, which has neither complained nor told a secret when the test is over."""

  server_class = Server
  replies_per_mail = 1  # RETR and TOP together

  def setUp(self):
    self.folder = tempfile.mkdtemp(prefix="n3-client-")
    self.addCleanup(shutil.rmtree, self.folder)
    self.home = tempfile.mkdtemp(dir=self.folder)
    self.server = self.server_class(tempfile.mkdtemp(dir=self.folder))
    self.addCleanup(self.server.kill)
    self.server.prepare()
    self.server.start()

  def tearDown(self):
    self.server.stop()
    logged = self.server.logged().encode()
    for secret in secrets():
      self.assertNotIn(secret, logged)
    self.assertNotRegex(logged, rb"(error|warning): (?!(session=\d+: )?login failed)")

  @contextlib.contextmanager
  def way(self, text):
    """One of several ways to do the same: a home folder of its own, and a line in the output."""
    with self.subTest(text):
      self.home = tempfile.mkdtemp(dir=self.folder)
      yield
      print(f"  {text}: good", flush=True)

  def at_home(self, name, content=None, mode=0o600):
    """The path of a file in the client's home folder, which is written if there is content."""
    path = os.path.join(self.home, name)
    if content is not None:
      with open(path, "w", encoding="utf-8") as file:
        file.write(content)
      os.chmod(path, mode)
    return path

  def read_at_home(self, name):
    return read(self.at_home(name))

  def mail_command(self, at_the_end=""):
    """The path of a program, for clients that hand mail on: it keeps each mail that it is given."""
    os.makedirs(self.at_home("mail"), exist_ok=True)
    keep = f'cat > "$(mktemp {self.at_home("mail/XXXXXX")})"'
    return self.at_home("deliver", f"#!/bin/sh\nset -e\n{keep}\n{at_the_end}\n", 0o700)

  def take_mail(self):
    """What mail_command() has been given since, with CRLF line ends again."""
    paths = [self.at_home("mail/" + name) for name in os.listdir(self.at_home("mail"))]
    taken = [mails.crlf(read(path)) for path in paths]
    for path in paths:
      os.remove(path)
    return taken

  def run_client(self, *command, input=None, codes=(0,), **environment):
    """Runs a mail program to its end, and ends what it has left behind. Returns what it printed, and its errors."""
    environment = {"PATH": os.environ["PATH"], "HOME": self.home, "LC_ALL": "C.UTF-8", "TERM": "xterm", **environment}
    with subprocess.Popen(command, env=environment, cwd=self.home, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, start_new_session=True) as process:
      try:
        output, errors = process.communicate(input, PATIENCE)
      finally:
        with contextlib.suppress(ProcessLookupError):
          os.killpg(process.pid, signal.SIGKILL)
    said = (output[-5000:] + errors[-5000:]).decode(errors="replace")
    self.assertIn(process.returncode, codes, f"{' '.join(command)}\n{said}\n{self.server.logged()}")
    return output, errors

  def expected(self, user):
    """What is to arrive. What a feed's entries look like is told by the plainest of sessions, the rest by the files."""
    if user == "long":
      return [mails.arrived(content) for content in mails.LONG.values()]
    stored = [mails.arrived(content) for content in self.server.stored.values()]
    if user == "bert":
      return stored
    entries = [content for content in self.server.maildrop("anna").values() if content not in stored]
    self.server.new_sessions(1)
    self.assertEqual(len(entries), mails.FEED_ENTRIES)
    return stored + entries

  def files_in(self, folder):
    """The mails that lie in a folder of the server, as they would arrive."""
    paths = [os.path.join(root, name) for root, _, names in os.walk(self.server.path(folder)) for name in names]
    return [mails.arrived(read(path)) for path in paths]

  def in_every_way(self, mechanisms, but_not=()):
    """Lets self.fetch(security, mechanism) fetch all of anna's mail, and looks at what came and at the log."""
    expected = self.expected("anna")
    for security in ("plain", "STLS", "TLS"):
      for mechanism in mechanisms:
        if (security, mechanism) in but_not:
          continue
        with self.way(f"{security}, {mechanism}"):
          self.assert_same_mails(self.fetch(security, mechanism), expected)
          replies = len(expected) * self.replies_per_mail
          self.assert_session(self.server.new_sessions(1), "anna", security, mechanism, replies)

  def assert_session(self, lines, user, security, mechanism, retrieved, removed=0):
    """The log has one line for the session, and it tells this."""
    self.assertEqual(len(lines), 1, lines)
    told = dict(lines[0], tls=lines[0]["tls"].strip('"').split()[0])
    expected = {"user": user, "tls": "none" if security == "plain" else "TLSv1.3", "via": mechanism,
                "retrieved": str(retrieved), "removed": str(removed), "end": "quit"}
    self.assertEqual({key: told.get(key) for key in expected}, expected)

  def assert_same_mails(self, got, expected):
    """The same mails in any order."""
    got, expected = mails.by_id(got), mails.by_id(expected)
    self.assertFalse(expected.keys() ^ got.keys(), "these did not come, or came and should not have")
    for identity, content in expected.items():
      self.assertEqual(got[identity], content, identity)
