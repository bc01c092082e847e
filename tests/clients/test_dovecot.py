"""A Maildir moves from dovecot, as Debian 12 has it, to N3: who has fetched its mail there finds nothing new here."""

import os
import poplib
import shutil
import socket
import subprocess
import tempfile

import mails
from harness import ClientTest, main
from server import HOST, PASSWORDS, PATIENCE, Server, write

USER = "bert"
NOTHING_NEW = 1  # fetchmail's exit code

N3 = """
name = "pop.example.org"
listen = [ {{ address = "127.0.0.1:{port}", tls = "none" }} ]
account = [ {{ user = "{user}", password = "{password}" }} ]
[[mailbox.inbox.source]]
type = "maildir"
path = "maildir"
uidl = "dovecot"
"""

DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = pop3
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/maildir
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {port}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
"""

# It changes users and roots only as root.
DOVECOT_OF_A_USER = """
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service pop3-login {{
  chroot =
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def dovecot_version():
  dovecot = shutil.which("dovecot", path=os.environ["PATH"] + ":/usr/sbin")
  if not dovecot or not os.path.exists("/usr/lib/dovecot/pop3"):
    return ""
  return subprocess.run([dovecot, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout


class Moving(Server):
  """One Maildir at one port: dovecot serves it first, and then N3."""

  def prepare(self):
    write(self.path("n3.toml"), N3.format(port=self.port, user=USER, password=PASSWORDS[USER]))
    for part in ("cur", "new", "tmp"):
      os.makedirs(self.path("maildir", part))
    for number, name in enumerate(("lf", "crlf", "dots", "8bit", "attachment")):
      self.deliver(name, 1700000000 + number)

  def deliver(self, name, time):
    path = self.path(f"maildir/new/{time}.{name}.host")
    write(path, mails.MAILS[name])
    os.utime(path, (1800000000 - time % 100, 1800000000 - time % 100))  # later ones look older

  def start(self):
    """dovecot, which serves no mail of root's."""
    is_root = os.geteuid() == 0
    uid, gid = (65534, 65534) if is_root else (os.geteuid(), os.getegid())
    text = DOVECOT.format(folder=self.folder, port=self.port, password=PASSWORDS[USER], uid=uid, gid=gid)
    if is_root:
      for folder, _, files in os.walk(self.path("maildir")):
        for path in [folder, *(os.path.join(folder, file) for file in files)]:
          os.chown(path, uid, gid)
      for folder in (os.path.dirname(self.folder), self.folder):
        os.chmod(folder, 0o711)
    else:
      text += DOVECOT_OF_A_USER.format(user=shell_name("-un"), group=shell_name("-gn"))
    write(self.path("dovecot.conf"), text)
    command = ["dovecot", "-F", "-c", self.path("dovecot.conf")]
    environment = {**self.environment, "PATH": os.environ["PATH"] + ":/usr/sbin"}
    with open(self.path("dovecot.errors"), "wb") as errors:
      self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=errors, env=environment)
    self.wait_until(self.is_listening, "dovecot was to listen")

  def is_listening(self):
    with socket.socket() as probe:
      return probe.connect_ex((HOST, self.port)) == 0

  def move(self):
    """Ends dovecot, and has N3 serve what it has served."""
    self.stop()
    self.launch("serve", "--config", self.path("n3.toml"), env=self.environment)
    self.wait_for("listening on ")

  def sizes(self):
    """What LIST says, {UIDL: octets}, in its order."""
    session = poplib.POP3(HOST, self.port, PATIENCE)
    session.user(USER)
    session.pass_(PASSWORDS[USER])
    uids, octets = (dict(line.decode().split() for line in lines) for lines in (session.uidl()[1], session.list()[1]))
    session.quit()
    return {uid: int(octets[number]) for number, uid in uids.items()}


def shell_name(option):
  return subprocess.run(["id", option], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


class Dovecot(ClientTest):
  server_class = Moving

  def setUp(self):
    if not dovecot_version().startswith("2.3."):
      print("skipped: there is no dovecot-pop3d 2.3 here; script/bootstrap test installs it", flush=True)
      self.skipTest("there is no dovecot")
    super().setUp()
    self.homes = {self.fetchmail: self.home, self.mpop: tempfile.mkdtemp(dir=self.folder)}

  def fetchmail(self):
    rc = self.at_home("fetchmailrc", f"""
        set invisible
        poll {HOST} service {self.server.port} protocol pop3 auth password uidl
          user "{USER}" password "{PASSWORDS[USER]}" sslproto "" keep
          no rewrite pass8bits no mimedecode mda "{self.mail_command()}"
        """)
    command = ["fetchmail", "--nosyslog", "--pidfile", self.at_home("pid"), "--fetchmailrc", rc]
    self.run_client(*command, codes=(0, NOTHING_NEW), FETCHMAILHOME=self.home)

  def mpop(self):
    rc = self.at_home("mpoprc", f"""
account test
host {HOST}
port {self.server.port}
user {USER}
password {PASSWORDS[USER]}
auth user
tls off
keep on
uidls_file {self.at_home("uidls")}
received_header off
delivery mda {self.mail_command()}
""")
    self.run_client("mpop", "--file", rc, "test")

  def fetched(self, *names):
    """Has each client fetch what is new to it: these mails."""
    expected = [mails.arrived(mails.MAILS[name]) for name in names]
    for client, self.home in self.homes.items():
      client()
      self.assert_same_mails(self.take_mail(), expected)

  def test_whoever_fetched_from_it_finds_nothing_new(self):
    self.fetched("lf", "crlf", "dots", "8bit", "attachment")
    self.fetched()
    sizes, maildrop = self.server.sizes(), self.server.maildrop(USER)
    self.assertEqual(len(sizes), 5)
    self.server.move()
    self.fetched()
    self.assertEqual(list(self.server.sizes().items()), list(sizes.items()))
    self.assertEqual(self.server.maildrop(USER), maildrop)
    self.server.deliver("dot", 1700000005)
    self.fetched("dot")
    self.fetched()


main()
