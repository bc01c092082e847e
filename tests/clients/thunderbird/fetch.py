"""Thunderbird fetches, without a display. By hand: tests/clients/thunderbird/fetch.py build/dev/n3

It makes a profile with four accounts, as somebody would have who has set them up, trusted the certificates and stored
the passwords, and starts Thunderbird twice. N3_SCREENSHOTS names a folder for pictures of what it shows.
"""

import hashlib
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness import ClientTest, main, read
from mails import crlf
from marionette import Marionette
from server import HOST, PASSWORDS, PATIENCE, Demo, free_port

PLAINTEXT, STARTTLS, TLS = 0, 2, 3
NORMAL_PASSWORD, ENCRYPTED_PASSWORD = 3, 4

PREFERENCES = {
    "app.donation.eoy.version.viewed": 999,
    "datareporting.policy.bypassNotification": True,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mail.winsearch.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "network.manage-offline-status": False,  # or else it finds itself offline where there is only a loopback
}

STORE_PASSWORDS = """
  for (const [user, password] of given) {
    const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
    login.init("mailbox://127.0.0.1", null, "mailbox://127.0.0.1", user, password, "", "");
    await Services.logins.addLoginAsync(login);
  }
"""

COUNT_MAIL = """
  const server = MailServices.accounts.findServer(given, "127.0.0.1", "pop3");
  return server.rootFolder.getChildNamed("Inbox").getTotalMessages(false);
"""

SHOW_NEWEST = """
  const window = Services.wm.getMostRecentWindow("mail:3pane");
  const pause = milliseconds => new Promise(resolve => window.setTimeout(resolve, milliseconds));
  const server = MailServices.accounts.findServer(given, "127.0.0.1", "pop3");
  const pane = window.gTabmail.currentAbout3Pane;
  pane.displayFolder(server.rootFolder.getChildNamed("Inbox").URI);
  await pause(2000);
  pane.threadTree.selectedIndex = 0;
  await pause(3000);
"""


class Account:
  def __init__(self, user, password, port, security, auth, leave_on_server=True):
    self.user, self.password, self.port = user, password, port
    self.security, self.auth, self.leave_on_server = security, auth, leave_on_server

  def preferences(self, number):
    identity, server = f"mail.identity.id{number}.", f"mail.server.server{number}."
    yield f"mail.account.account{number}.identities", f"id{number}"
    yield f"mail.account.account{number}.server", f"server{number}"
    yield identity + "fullName", self.user
    yield identity + "useremail", f"{self.user}@n3.invalid"
    yield identity + "valid", True
    yield server + "type", "pop3"
    yield server + "name", self.user
    yield server + "hostname", HOST
    yield server + "port", self.port
    yield server + "userName", self.user
    yield server + "socketType", self.security
    yield server + "authMethod", self.auth
    yield server + "leave_on_server", self.leave_on_server
    yield server + "directory-rel", f"[ProfD]Mail/{self.user}"
    yield server + "storeContractID", "@mozilla.org/msgstore/berkeleystore;1"


class Profile:
  def __init__(self, folder, accounts):
    self.folder, self.accounts = folder, accounts
    self.port = free_port()

  def write_preferences(self, fetch_on_start):
    count = len(self.accounts)
    preferences = {
        **PREFERENCES, "marionette.port": self.port,
        "mail.accountmanager.accounts": ",".join(f"account{i + 1}" for i in range(count + 1)),
        "mail.accountmanager.defaultaccount": "account1",
        "mail.accountmanager.localfoldersserver": f"server{count + 1}",
        f"mail.account.account{count + 1}.server": f"server{count + 1}",
        f"mail.server.server{count + 1}.type": "none",
        f"mail.server.server{count + 1}.name": "Local Folders",
        f"mail.server.server{count + 1}.hostname": "Local Folders",
        f"mail.server.server{count + 1}.userName": "nobody",
        f"mail.server.server{count + 1}.directory-rel": "[ProfD]Mail/Local Folders",
    }
    for number, account in enumerate(self.accounts, 1):
      os.makedirs(os.path.join(self.folder, "Mail", account.user), exist_ok=True)  # or else it picks a name of its own
      preferences.update(account.preferences(number))
      preferences[f"mail.server.server{number}.login_at_startup"] = fetch_on_start
      preferences[f"mail.server.server{number}.check_new_mail"] = fetch_on_start
      preferences[f"mail.server.server{number}.download_on_biff"] = True
    with open(os.path.join(self.folder, "user.js"), "w", encoding="utf-8") as file:
      file.writelines(f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in preferences.items())

  def trust(self, certificates):
    """{port: file}: the exceptions that Thunderbird writes when somebody confirms them."""
    with open(os.path.join(self.folder, "cert_override.txt"), "w", encoding="ascii") as file:
      for port, certificate in certificates.items():
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(read(certificate).decode())).hexdigest().upper()
        file.write(f"{HOST}:{port}:\tOID.2.16.840.1.101.3.4.2.1\t{':'.join(re.findall('..', digest))}\t\n")

  def inbox(self, account):
    """The mails in the mbox that Thunderbird keeps, without what it has added."""
    mbox = read(os.path.join(self.folder, "Mail", account, "Inbox"))
    found = []
    for mail in re.split(rb"^From - .*\r?\n", mbox, flags=re.MULTILINE)[1:]:
      header, _, body = mail.removesuffix(b"\r\n").partition(b"\n\n")
      header = re.sub(rb"^X-(Account-Key|UIDL|Mozilla-\w+): .*\n", b"", header + b"\n", flags=re.MULTILINE)
      body = re.sub(rb"^>(>*From )", rb"\1", body, flags=re.MULTILINE)
      found.append(crlf(header + b"\n" + body))
    return found


class Thunderbird(ClientTest):
  def setUp(self):
    super().setUp()
    self.demo = Demo(tempfile.mkdtemp(dir=self.folder))
    self.addCleanup(self.demo.kill)
    self.demo.start()
    told = self.demo.told
    self.profile = Profile(self.home, [
        Account("anna", PASSWORDS["anna"], self.server.port, STARTTLS, NORMAL_PASSWORD),
        Account("bert", PASSWORDS["bert"], self.server.tls_port, TLS, ENCRYPTED_PASSWORD, leave_on_server=False),
        Account("andris", told["password"], told["tls_port"], TLS, NORMAL_PASSWORD),
        Account("plain", told["password"], told["port"], PLAINTEXT, NORMAL_PASSWORD),
    ])
    self.profile.trust({self.server.port: self.server.certificate, self.server.tls_port: self.server.certificate,
                        told["tls_port"]: told["certificate"]})

  def start(self, fetch_on_start):
    """Thunderbird as it has come up, and how to talk to it."""
    self.profile.write_preferences(fetch_on_start)
    with open(os.path.join(self.folder, "thunderbird.log"), "ab") as log:
      process = subprocess.Popen(["thunderbird", "--headless", "--no-remote", "--profile", self.home, "--marionette",
                                  "--remote-allow-system-access"], stdout=log, stderr=log, start_new_session=True,
                                 env={"PATH": os.environ["PATH"], "HOME": self.home})
    self.addCleanup(self.end, process)
    remote = Marionette(self.profile.port, PATIENCE)
    self.addCleanup(remote.close)
    return process, remote

  def end(self, process):
    if process.poll() is None:
      os.killpg(process.pid, signal.SIGKILL)
      process.wait()

  def quit(self, process, remote):
    remote.ask("Marionette:Quit", flags=["eAttemptQuit"])
    self.assertEqual(process.wait(PATIENCE), 0)

  def fetch_on_start(self, name):
    """Starts it, waits until all accounts have been fetched, and ends it. Returns the session lines by user."""
    process, remote = self.start(fetch_on_start=True)
    lines = self.server.new_sessions(2) + self.demo.new_sessions(2)
    for account in self.profile.accounts:
      number = remote.run(COUNT_MAIL, account.user)
      print(f"  {name}, {account.user}: {number} messages")
      if folder := os.environ.get("N3_SCREENSHOTS"):
        remote.run(SHOW_NEWEST, account.user)
        remote.screenshot(os.path.join(folder, f"{name}-{account.user}.png"))
    self.quit(process, remote)
    return {line["user"]: line for line in lines}

  def test_fetches_when_it_starts_and_nothing_twice(self):
    anna, bert = self.expected("anna"), self.expected("bert")
    process, remote = self.start(fetch_on_start=False)
    remote.run(STORE_PASSWORDS, [[account.user, account.password] for account in self.profile.accounts])
    print("  Thunderbird", remote.run("return Services.appinfo.version"))
    self.quit(process, remote)

    sessions = self.fetch_on_start("first")
    self.assert_same_mails(self.profile.inbox("anna"), anna)
    self.assert_same_mails(self.profile.inbox("bert"), bert)
    self.assertEqual([len(self.profile.inbox(user)) for user in ("andris", "plain")], [1, 1])
    self.assert_session([sessions["anna"]], "anna", "STLS", "PLAIN", len(anna))
    self.assert_session([sessions["bert"]], "bert", "TLS", "CRAM-MD5", len(bert), removed=len(bert))
    self.assert_session([sessions["andris"]], "andris", "TLS", "PLAIN", 1)
    self.assert_session([sessions["plain"]], "plain", "plain", "PLAIN", 1)
    self.assertEqual(self.files_in("maildir"), [])

    self.server.stop()
    self.server.start()
    sessions = self.fetch_on_start("second")
    self.assert_same_mails(self.profile.inbox("anna"), anna)
    self.assert_same_mails(self.profile.inbox("bert"), bert)
    self.assertEqual([len(self.profile.inbox(user)) for user in ("andris", "plain")], [2, 2])
    self.assert_session([sessions["anna"]], "anna", "STLS", "PLAIN", 0)
    self.assert_session([sessions["bert"]], "bert", "TLS", "CRAM-MD5", 0)
    self.assert_session([sessions["andris"]], "andris", "TLS", "PLAIN", 1)
    self.assert_session([sessions["plain"]], "plain", "plain", "PLAIN", 1)


if __name__ == "__main__":
  main()
