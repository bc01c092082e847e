"""fetchmail and mpop as people use them: each polls an account of its own, and what it delivers is read."""

import os
import re
import subprocess

PATIENCE = 60  # seconds


class Poll:
  """One run of a client: what it delivered, and what its dialogue with the server shows, in lines of "> " and "< "."""

  def __init__(self, deliveries, dialogue):
    self.deliveries = deliveries
    self.connected = "\n< +OK" in dialogue
    self.ended_well = bool(re.search(r"^> QUIT\n< \+OK", dialogue, re.M))
    self.listing = self.listing_in(dialogue)  # {number: UIDL}; None where the client has not seen all of it
    listing = self.listing or {}
    self.deleted = {listing[number] for number in re.findall(r"^> DELE (\d+)$", dialogue, re.M)}

  def listing_in(self, dialogue):
    if re.search(r"^> STAT\n< \+OK 0 0$", dialogue, re.M):
      return {}
    listing = re.search(r"^> UIDL\n< \+OK.*\n((?:.*\n)*?)< \.$", dialogue, re.M)
    return dict(re.findall(r"^< (\d+) (\S+)$", listing[1], re.M)) if listing else None


class Client:
  """A client with a home folder of its own."""

  def __init__(self, folder, user, keep, port):
    self.user = user
    self.keep = keep
    self.home = os.path.join(folder, user)
    self.mail = os.path.join(self.home, "mail")
    for part in ("new", "cur", "tmp"):
      os.makedirs(os.path.join(self.mail, part))
    self.rc = os.path.join(self.home, "rc")
    with open(self.rc, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
      file.write(self.configuration(port))

  def poll(self):
    environment = {"PATH": os.environ["PATH"], "HOME": self.home, "LC_ALL": "C", "FETCHMAILHOME": self.home}
    run = subprocess.run(self.command(), env=environment, cwd=self.home, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE)
    dialogue = re.sub(self.prefix, r"\1 ", run.stdout.decode(errors="replace").replace("\r", ""), flags=re.M)
    return Poll(self.take_mail(), dialogue)

  def is_delivering(self):
    return bool(os.listdir(self.mail + "/new") or os.listdir(self.mail + "/tmp"))

  def take_mail(self):
    taken = []
    for name in os.listdir(self.mail + "/new"):
      path = f"{self.mail}/new/{name}"
      with open(path, "rb") as file:
        taken.append(file.read())
      os.remove(path)
    return taken


class Fetchmail(Client):
  prefix = r"^fetchmail: POP3([<>]) "

  def configuration(self, port):
    return f"""
        set invisible   # adds no Received
        poll 127.0.0.1 service {port} protocol pop3 auth password timeout 30 {"uidl" if self.keep else ""}
          user "{self.user}" password "12345" sslproto "" {"keep" if self.keep else "no keep"}
          no rewrite pass8bits no mimedecode mda "cat >$(mktemp {self.mail}/new/XXXXXX)"
        """

  def command(self):
    return ["fetchmail", "-v", "-v", "--nosyslog", "--pidfile", self.home + "/pid", "--fetchmailrc", self.rc]


class Mpop(Client):
  prefix = r"^(?:--)?([<>])(?:--)? "

  def configuration(self, port):
    return f"""
account soak
host 127.0.0.1
port {port}
timeout 30
user {self.user}
password 12345
auth user
tls off
keep {"on" if self.keep else "off"}
uidls_file {self.home}/uidls
received_header off
delivery maildir {self.mail}
"""

  def command(self):
    return ["mpop", "--debug", "--file", self.rc, "soak"]
