"""The process of n3 serve that fetches: what it has, how it ends, and what becomes of that."""

import glob
import os
import signal
import socket
import time

import harness
from harness import login, maildrop, rss

CONFIG = """
[[listen]]
address = "127.0.0.1:0"
tls = "none"
[[account]]
user = "andris"
password = "se-cret"
[[mailbox.blog.source]]
type = "feed"
url = "feed.xml"
refresh = "1s"
"""


def children(pid):
  with open(f"/proc/{pid}/task/{pid}/children") as file:
    own = file.read().split()
  threads = glob.glob(f"/proc/{pid}/task/*/children")
  return sorted({int(child) for path in threads for child in harness.read(path).split()} | {int(c) for c in own})


def is_there(pid):
  try:
    return harness.read(f"/proc/{pid}/stat").rsplit(b")", 1)[1].split()[0] != b"Z"
  except FileNotFoundError:
    return False


class Fetch(harness.TestCase):
  def setUp(self):
    super().setUp()
    self.write("feed.xml", rss((1, "One")))

  def serving(self, config=CONFIG):
    self.write("n3.toml", config)
    return self.serve("n3.toml")

  def fetcher(self, server):
    server.wait_until(lambda: children(server.process.pid), "no process that fetches")
    (child,) = children(server.process.pid)
    return child

  def subjects(self, server):
    mails = maildrop(server.port, password="se-cret").values()
    return [mail.split(b"Subject: ", 1)[1].split(b"\r\n", 1)[0].decode() for mail in mails]

  def eventually(self, server, subjects):
    server.wait_until(lambda: self.subjects(server) == subjects, f"never {subjects}")

  def test_knows_no_password_and_has_no_socket_of_the_server(self):
    self.environment["OTHER_PASSWORD"] = "se-cret"
    server = self.serving(CONFIG + '[[account]]\nuser = "other"\npassword = { env = "OTHER_PASSWORD" }\n')
    self.assertEqual(self.subjects(server), ["One"])
    child = self.fetcher(server)
    files = glob.glob(f"/proc/{child}/fd/*")
    self.assertFalse([file for file in files if os.readlink(file).startswith("socket:")])
    self.assertNotIn(b"se-cret", harness.read(f"/proc/{child}/fd/0"))
    self.assertNotIn(b"se-cret", harness.read(f"/proc/{child}/environ"))
    self.assertIn(b"feed.xml", harness.read(f"/proc/{child}/fd/0"))
    with open(f"/proc/{child}/mem", "rb", 0) as memory, open(f"/proc/{child}/maps") as maps:
      for line in maps:
        start, end = (int(number, 16) for number in line.split()[0].split("-"))
        if " rw" not in line or end - start > 1 << 28:
          continue
        memory.seek(start)
        try:
          self.assertNotIn(b"se-cret", memory.read(end - start))
        except OSError:
          pass

  def test_that_has_crashed_is_one_line_and_one_retry(self):
    server = self.serving()
    self.assertEqual(self.subjects(server), ["One"])
    os.kill(self.fetcher(server), signal.SIGKILL)
    server.wait_for("has ended")
    self.assertEqual(self.subjects(server), ["One"], "what there was is served meanwhile")
    self.write("feed.xml", rss((1, "One"), (2, "Two")))
    self.eventually(server, ["One", "Two"])
    lines = [line for line in server.logged().splitlines() if "the process that fetches" in line]
    self.assertEqual(len(lines), 1, lines)
    self.assertIn("has ended by SIGKILL; it is started again in 1 s", lines[0])

  def test_ends_with_the_server_however_that_ends(self):
    for number in (signal.SIGTERM, signal.SIGKILL):
      server = self.serving()
      child = self.fetcher(server)
      server.end(number)
      end = time.monotonic() + harness.PATIENCE
      while is_there(child) and time.monotonic() < end:
        time.sleep(0.01)
      self.assertFalse(is_there(child))

  def test_reads_a_file_that_has_taken_the_place_of_another(self):
    server = self.serving()
    self.assertEqual(self.subjects(server), ["One"])
    self.write("new.xml", rss((1, "One"), (2, "Two")))
    os.rename(os.path.join(self.folder, "new.xml"), os.path.join(self.folder, "feed.xml"))
    self.eventually(server, ["One", "Two"])

  def test_is_not_there_where_nothing_is_fetched_or_the_spool_is_in_memory(self):
    server = self.serving('spool = "memory"' + CONFIG)
    self.assertEqual(self.subjects(server), ["One"])
    self.assertEqual(children(server.process.pid), [])
    server = self.serving(CONFIG.split("[[mailbox")[0] + '[[mailbox.blog.source]]\ntype = "directory"\npath = "."\n')
    self.assertEqual(self.subjects(server), [])
    self.assertEqual(children(server.process.pid), [])

  def test_ctrl_c_does_not_reach_it(self):
    server = self.serving()
    child = self.fetcher(server)  # perhaps in the moment before it leaves the group
    server.wait_until(lambda: os.getpgid(child) != os.getpgid(server.process.pid), "it is in the server's group")


if __name__ == "__main__":
  harness.main()
