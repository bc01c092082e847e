"""The real program, started on ports of its own, and what its log tells."""

import base64
import json
import os
import re
import socket
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))

import mails
from program import HOST, PATIENCE, PROGRAM, Running, environment, free_port, write

PASSWORDS = {"anna": "Anna-7f2c91", "bert": "Bert-03e8d4", "long": "Long-b61a75"}

CONFIG = """
name = "pop.example.org"
tls = {{ certificate = "certificate.pem", key = "key.pem" }}
listen = [ {{ address = "127.0.0.1:{port}" }}, {{ address = "127.0.0.1:{tls_port}", tls = "implicit" }} ]

account = [
  {{ user = "anna", password = "{anna}", mailboxes = ["folder", "blog"] }},
  {{ user = "bert", password = "{bert}", mailboxes = ["maildir"] }},
  {{ user = "long", password = "{long}", mailboxes = ["long"] }},
]

[mailbox]
folder.source = [ {{ type = "directory", path = "folder" }} ]
blog.source = [ {{ type = "feed", url = "blog.xml" }} ]
maildir.source = [ {{ type = "maildir", path = "maildir" }} ]
long.source = [ {{ type = "directory", path = "long" }} ]
"""


def secrets():
  """The passwords in every form in which a client sends them."""
  for user, password in PASSWORDS.items():
    for text in (password, f"\0{user}\0{password}"):
      yield text.encode()
      yield base64.b64encode(text.encode())


class Logged(Running):
  """The program, with a folder for its files and the session lines of its log."""

  def __init__(self, folder):
    super().__init__(os.path.join(folder, "log"))
    self.folder = folder
    self.environment = environment(folder)
    self.sessions_seen = 0

  def prepare(self):
    """What has to be there before the first start."""

  def path(self, *parts):
    return os.path.join(self.folder, *parts)

  def stop(self):
    code = self.end()
    assert code == 0, f"the server ended with {code}:\n{self.logged()}"

  def sessions(self):
    """The session lines as dictionaries."""
    pairs = re.compile(r'(\w+)=("[^"]*"|\S+)')
    return [dict(pairs.findall(line)) for line in self.logged().splitlines() if " session=" in line]

  def new_sessions(self, count):
    """The lines of the sessions that have ended since this was last asked, as soon as there are `count`."""
    self.wait_until(lambda: len(self.sessions()) >= self.sessions_seen + count, f"{count} sessions were to end")
    new = self.sessions()[self.sessions_seen:]
    self.sessions_seen += len(new)
    return new


class Server(Logged):
  """`n3 serve`. anna has a folder of .eml files and a feed, bert has a Maildir, long has long lines."""

  def __init__(self, folder):
    super().__init__(folder)
    self.port, self.tls_port = free_port(), free_port()
    self.certificate = self.path("certificate.pem")

  def prepare(self):
    """Writes certificate, mailboxes and configuration."""
    self.run("cert", "--out", self.folder)
    self.stored = {**mails.MAILS, "composed": self.run("compose", input=mails.COMPOSED.encode())}
    self.write_mailboxes()
    write(self.path("n3.toml"), CONFIG.format(port=self.port, tls_port=self.tls_port, **PASSWORDS))

  def run(self, *arguments, input=None):
    return subprocess.run([PROGRAM, *arguments], input=input, check=True, timeout=PATIENCE, env=self.environment,
                          stdout=subprocess.PIPE).stdout

  def write_mailboxes(self):
    for number, (name, content) in enumerate(self.stored.items()):
      write(self.path(f"folder/{'' if number % 3 else 'anna/'}{name}.eml"), content)
      unique = f"{1700000000 + number}.{name}.host"
      write(self.path(f"maildir/cur/{unique}:2,S" if number % 2 else f"maildir/new/{unique}"), content)
    os.makedirs(self.path("maildir/tmp"))
    for name, content in mails.LONG.items():
      write(self.path(f"long/{name}.eml"), content)
    write(self.path("blog.xml"), mails.FEED)

  def start(self):
    """Starts it, or starts it again on the same ports."""
    already = self.logged().count("listening on ")
    self.launch("serve", "--config", self.path("n3.toml"), env=self.environment)
    self.wait_until(lambda: self.logged().count("listening on ") == already + 2, "the server was to listen")

  def maildrop(self, user):
    """What the user finds, asked for as plainly as can be: {UIDL: octets of the message}."""
    with socket.create_connection((HOST, self.port), PATIENCE) as connection, connection.makefile("rb") as replies:

      def ask(command):
        connection.sendall(command.encode() + b"\r\n")
        reply = replies.readline()
        assert reply.startswith(b"+OK"), (command, reply)

      def lines():
        while (line := replies.readline()) != b".\r\n":
          assert line, "the connection was lost"
          yield line

      replies.readline()
      ask(f"USER {user}")
      ask(f"PASS {PASSWORDS[user]}")
      ask("UIDL")
      listing = [line.decode().split() for line in lines()]
      found = {}
      for number, uid in listing:
        ask(f"RETR {number}")
        found[uid] = b"".join(line.removeprefix(b".") for line in lines())
      ask("QUIT")
      return found


class Demo(Logged):
  """`n3 demo`, which says what scripts have to know of it."""

  def start(self):
    self.launch("demo", "--port", "0", "--tls-port", "0", "--json", stdout=subprocess.PIPE, env=self.environment)
    with self.process.stdout as stdout:
      self.told = json.loads(stdout.readline())
