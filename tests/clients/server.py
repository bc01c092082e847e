"""The real program, `n3 serve`, on ports of its own, with mailboxes of every kind."""

import base64
import os
import random
import re
import signal
import socket
import subprocess
import time

import mails

HOST = "127.0.0.1"
PATIENCE = 60  # seconds until something counts as never: sanitizers are slow on a busy machine

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
long.source = [ {{ type = "directory", path = "long" }} ]
maildir.source = [ {{ type = "maildir", path = "maildir" }} ]
blog.source = [ {{ type = "feed", url = "blog.xml" }} ]
"""


def free_port():
  """Outside the range that the system picks from, so that it stays free while the server is started again."""
  while True:
    port = random.randrange(12000, 32000)
    with socket.socket() as probe:
      if probe.connect_ex((HOST, port)) != 0:
        return port


def secrets():
  """The passwords in every form in which a client sends them."""
  for user, password in PASSWORDS.items():
    for text in (password, f"\0{user}\0{password}"):
      yield text.encode()
      yield base64.b64encode(text.encode())


class Server:
  """Serves anna a folder of .eml files and a feed, bert a Maildir, and long's long lines."""

  def __init__(self, program, folder):
    self.program, self.folder = program, folder
    self.environment = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    self.environment.update(PATH=os.environ["PATH"], HOME=folder, XDG_STATE_HOME=folder)
    self.log = self.path("log")
    self.certificate = self.path("certificate.pem")
    self.port, self.tls_port = free_port(), free_port()
    self.sessions_seen = 0

  def path(self, *parts):
    return os.path.join(self.folder, *parts)

  def write(self, path, content):
    os.makedirs(os.path.dirname(self.path(path)), exist_ok=True)
    with open(self.path(path), "wb") as file:
      file.write(content)

  def run(self, *arguments, input=None):
    return subprocess.run([self.program, *arguments], input=input, check=True, timeout=PATIENCE, env=self.environment,
                          stdout=subprocess.PIPE).stdout

  def prepare(self):
    """Writes mailboxes, certificate and configuration."""
    stored = {**mails.MAILS, "composed": self.run("compose", input=mails.COMPOSED.encode())}
    for number, (name, content) in enumerate(stored.items()):
      self.write(f"folder/{'anna/' if number % 3 == 0 else ''}{name}.eml", content)
      self.write(f"maildir/{('new/{}', 'cur/{}:2,S')[number % 2].format(f'{1700000000 + number}.{name}.host')}", content)
    os.makedirs(self.path("maildir/tmp"))
    for name, content in mails.LONG.items():
      self.write(f"long/{name}.eml", content)
    self.write("blog.xml", mails.FEED.encode())
    self.run("cert", "--out", self.folder)
    self.write("n3.toml", CONFIG.format(port=self.port, tls_port=self.tls_port, **PASSWORDS).encode())
    self.stored = stored

  def start(self):
    already = self.logged().count("listening on ")
    with open(self.log, "ab") as log:
      self.process = subprocess.Popen([self.program, "serve", "--config", self.path("n3.toml")], env=self.environment,
                                      stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    self.wait_until(lambda: self.logged().count("listening on ") == already + 2, "the server never listened")

  def stop(self):
    self.process.send_signal(signal.SIGTERM)
    code = self.process.wait(PATIENCE)
    assert code == 0, f"the server ended with {code}:\n{self.logged()}"

  def kill(self):
    if self.process and self.process.poll() is None:
      self.process.kill()
      self.process.wait()

  def logged(self):
    if not os.path.exists(self.log):
      return ""
    with open(self.log, encoding="utf-8") as file:
      return file.read()

  def wait_until(self, condition, otherwise):
    end = time.monotonic() + PATIENCE
    while not condition():
      assert self.process.poll() is None and time.monotonic() < end, f"{otherwise}:\n{self.logged()}"
      time.sleep(0.01)

  def sessions(self):
    """The session lines as dictionaries."""
    pairs = re.compile(r'(\w+)=("[^"]*"|\S+)')
    return [dict(pairs.findall(line)) for line in self.logged().splitlines() if " session=" in line]

  def new_sessions(self, count):
    """The lines of the sessions that have ended since this was last asked, `count` of them, as soon as they are there."""
    self.wait_until(lambda: len(self.sessions()) >= self.sessions_seen + count, f"there were no {count} sessions more")
    new = self.sessions()[self.sessions_seen:]
    self.sessions_seen += len(new)
    return new

  def maildrop(self, user):
    """What the user finds, asked for as plainly as can be: {UIDL: octets of the message}."""
    with socket.create_connection((HOST, self.port), PATIENCE) as connection:
      connection.settimeout(PATIENCE)
      replies = connection.makefile("rb")

      def ask(command):
        connection.sendall(command.encode() + b"\r\n")
        line = replies.readline()
        assert line.startswith(b"+OK"), (command, line)

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
        found[uid] = b"".join(line[1:] if line.startswith(b".") else line for line in lines())
      ask("QUIT")
      return found
