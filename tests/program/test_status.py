"""n3 status: how a server that runs does, and its sources."""

import os
import re

import harness
from harness import login, maildrop, rss

CONFIG = """
[[listen]]
address = "127.0.0.1:0"
tls = "none"
[[account]]
user = "andris"
password = "12345"
mailboxes = ["blog", "mail"]
[[mailbox.blog.source]]
type = "feed"
url = "feed.xml"
refresh = "1s"
[[mailbox.mail.source]]
type = "directory"
path = "mail"
"""


class Status(harness.TestCase):
  def setUp(self):
    super().setUp()
    self.write("feed.xml", rss((1, "One")))
    os.mkdir(os.path.join(self.folder, "mail"))
    self.write("n3.toml", CONFIG)

  def status(self, *arguments):
    result = self.n3("status", *arguments)
    self.assertEqual(result.stderr.decode(), "")
    return result.stdout.decode()

  def test_says_how_the_server_and_its_sources_do(self):
    server = self.serve("n3.toml")
    client = login(server.port)
    text = self.status()
    self.assertRegex(text, rf"^n3 \S+, process {server.process.pid}, for \d+s\n")
    self.assertIn(f"listening  127.0.0.1:{server.port} (no TLS)\n", text)
    self.assertIn("sessions   1 now, 0 before\n", text)
    self.assertIn(f"spool      {self.folder}/state/n3/n3.db\n", text)
    self.assertRegex(text, r"fetching   process \d+\n")
    self.assertRegex(text, r"blog     feed\.xml +1  fetched \d+s ago, (next in|next now|being fetched)")
    self.assertRegex(text, r"mail     mail +0  fetched \d+s ago, next at a login\n")
    client.quit()
    server.wait_until(lambda: "sessions   0 now, 1 before\n" in self.status(), "the session never ended")

  def test_says_what_fails_and_why(self):
    self.write("feed.xml", "nonsense")
    server = self.serve("n3.toml")
    server.wait_for("not fetched")
    self.assertRegex(self.status(), r"blog     feed\.xml +0  FAILING for \d+s, \d times?: there is no XML in it, next in \d+s\n")

  def test_says_where_no_server_answers(self):
    self.assertRegex(self.refused("status"), r"^n3: no server answers at .*/n3\.db-control: No such file")
    server = self.serve("n3.toml")
    self.status("--spool", self.folder + "/state/n3/n3.db")
    server.end()
    self.assertIn("no server answers", self.refused("status"))

  def test_another_server_with_the_same_spool_serves_without(self):
    first = self.serve("n3.toml")
    second = self.serve("n3.toml")
    second.wait_for("\"n3 status\" does not reach this server")
    self.assertIn("another one has this spool", second.logged())
    self.assertEqual(maildrop(first.port), maildrop(second.port))
    self.assertIn(f"127.0.0.1:{first.port} ", self.status())


if __name__ == "__main__":
  harness.main()
