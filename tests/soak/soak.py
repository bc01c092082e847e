"""The soak: n3 serve between a wild site and mail programs, and ended again and again. `script/soak` tells more."""

import os
import random
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))

from clients import Fetchmail, Mpop
from program import Running, environment, free_port, write
from verdict import Verdict
from web import Site

MAILBOXES = {"news": ("rss", "plain"), "blogs": ("atom", "json")}
CLIENTS = {"fetchmail-keeps": (Fetchmail, True), "fetchmail-deletes": (Fetchmail, False),
           "mpop-keeps": (Mpop, True), "mpop-deletes": (Mpop, False)}


class Server(Running):
  """`n3 serve` on a port that stays the same."""

  def __init__(self, folder, site, port):
    super().__init__(os.path.join(folder, "log"))
    self.folder = folder
    self.ends = {signal.SIGTERM: 0, signal.SIGKILL: 0}
    config = f'listen = [ {{ address = "127.0.0.1:{port}", tls = "none" }} ]\n'
    for user in CLIENTS:
      config += f'[[account]]\nuser = "{user}"\npassword = "12345"\nmailboxes = {list(MAILBOXES)}\n'
    for mailbox, feeds in MAILBOXES.items():
      for feed in feeds:
        config += f'[[mailbox.{mailbox}.source]]\ntype = "feed"\nurl = "{site.url}{feed}"\nrefresh = "1s"\n'
    write(os.path.join(folder, "n3.toml"), config)

  def start(self):
    starts = self.logged().count("listening on ")
    self.launch("serve", "--config", os.path.join(self.folder, "n3.toml"), env=environment(self.folder))
    self.wait_until(lambda: self.logged().count("listening on ") > starts, "the server was to listen")

  def finish(self, signal_number):
    self.ends[signal_number] += 1
    code = self.end(signal_number)
    expected = 0 if signal_number == signal.SIGTERM else -signal_number
    assert code == expected, f"the server ended with {code}; the log is:\n{self.logged()}"


class Soak:
  def __init__(self, folder, seconds):
    self.end = time.monotonic() + seconds
    self.site = Site()
    port = free_port()
    self.server = Server(folder, self.site, port)
    self.clients = {make(folder, user, keep, port): [] for user, (make, keep) in CLIENTS.items()}
    self.over = threading.Event()

  def poll_each_second(self, client):
    while not self.over.is_set():
      began = time.monotonic()
      self.clients[client].append(client.poll())
      self.over.wait(began + 1 - time.monotonic())

  def end_the_server_again_and_again(self):
    while time.monotonic() < self.end:
      self.server.start()
      time.sleep(random.uniform(1, 5))
      if random.random() < 0.7:
        self.wait_for_a_delivery()
      self.server.finish(random.choice((signal.SIGTERM, signal.SIGKILL, signal.SIGKILL)))
      time.sleep(random.choice((0, 0, 1)))

  def wait_for_a_delivery(self):
    """Until a session is in the middle of its work."""
    end = time.monotonic() + 2
    while time.monotonic() < end and not any(client.is_delivering() for client in self.clients):
      time.sleep(0.002)
    time.sleep(random.choice((0, 0.005, 0.02)))

  def run(self):
    with ThreadPoolExecutor() as threads:
      polling = [threads.submit(self.poll_each_second, client) for client in self.clients]
      try:
        self.end_the_server_again_and_again()
      finally:
        self.over.set()
    for thread in polling:
      thread.result()

  def come_to_rest(self):
    """All fetch what is left, and then nothing more, of a server that has been started again."""
    self.site.calm()
    for _ in range(2):
      self.server.start()
      self.server.wait_until(self.site.all_taken, "the feeds were to be fetched")
      for client, polls in self.clients.items():
        polls.append(client.poll())
      self.server.finish(signal.SIGTERM)

  def verdict(self):
    """Prints the figures. Returns what is wrong."""
    site, ends = self.site, self.server.ends
    verdict = Verdict(site.texts())
    print(f"site: {len(site.texts())} entries, {len(site.must_have())} of them taken; answers: {site.answers}")
    print(f"server: {ends[signal.SIGTERM]} times SIGTERM, {ends[signal.SIGKILL]} times kill -9")
    for client, polls in self.clients.items():
      arrived = verdict.judge(client, polls, site.must_have())
      sessions = [poll for poll in polls if poll.connected]
      broken = [poll for poll in sessions if not poll.ended_well]
      print(f"{client.user}: {len(sessions)} sessions, {len(broken)} broken off, "
            f"{sum(bool(poll.deliveries) for poll in broken)} of them after a delivery; {arrived}")
    return verdict.failures


def play(seconds):
  """A soak of so many seconds. Returns what was wrong."""
  with tempfile.TemporaryDirectory(prefix="n3-soak-") as folder:
    soak = Soak(folder, seconds)
    try:
      soak.run()
      soak.come_to_rest()
    finally:
      soak.server.kill()
    return soak.verdict()


if __name__ == "__main__":
  sys.exit("\n".join(play(float(sys.argv[1]))[:50]) or 0)
