"""n3 preview: what a mailbox would serve, without a trace."""

import os

import harness
from harness import rss

CONFIG = """
[[listen]]
address = "127.0.0.1:0"
tls = "none"
[[account]]
user = "andris"
password = "12345"
mailboxes = ["blog"]
[mailbox.blog]
keep = 10
[[mailbox.blog.source]]
type = "feed"
urls = ["feed.xml", "other.xml"]
exclude = "Advertisement"
[[mailbox.blog.source]]
type = "maildir"
path = "mail"
[mailbox.empty]
"""

MAIL = b"From: =?utf-8?q?Andr=C3=A9?= <andre@example.org>\r\nDate: Thu, 1 Jan 2026 10:00:00 +0000\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHello.\r\n"


class Preview(harness.TestCase):
  def setUp(self):
    super().setUp()
    self.write("feed.xml", rss((1, "One"), (2, "Advertisement")))
    self.write("other.xml", rss((3, "Three")))
    for name in ("cur", "new", "tmp"):
      os.makedirs(os.path.join(self.folder, "mail", name))
    self.write("mail/new/1.2.host", MAIL)
    self.write("n3.toml", CONFIG)

  def files(self):
    return sorted(os.path.join(path, name) for path, _, names in os.walk(self.folder) for name in names)

  def preview(self, *arguments):
    result = self.n3("preview", "n3.toml", *arguments)
    self.assertEqual((result.returncode, result.stderr.decode()), (0, ""))
    return result.stdout

  def test_lists_what_would_be_served_and_leaves_no_trace(self):
    before = self.files()
    lines = self.preview("blog").decode().splitlines()
    self.assertEqual(lines[0].split(), ["date", "octets", "from", "subject"])
    self.assertEqual(sorted(line.split()[-1] for line in lines[1:]), ["Grüße", "One", "Three"])
    (mail,) = [line for line in lines if "Grüße" in line]
    self.assertIn(f"{len(MAIL):>9}  André ", mail)
    self.assertEqual(self.files(), before)

  def test_prints_one_whole(self):
    lines = self.preview("blog").decode().splitlines()
    (number,) = [line.split()[0] for line in lines if "Grüße" in line]
    self.assertEqual(self.preview("blog", number), MAIL)

  def test_says_what_cannot_be_shown(self):
    self.assertEqual(self.refused("preview", "n3.toml", "blok"), "n3: there is no mailbox \"blok\"; did you mean \"blog\"?\n")
    self.assertEqual(self.refused("preview", "n3.toml", "blog", "4"), "n3: blog has 3 messages\n")
    self.write("feed.xml", "nonsense")
    result = self.n3("preview", "n3.toml", "blog")
    self.assertEqual(result.returncode, 0)
    self.assertIn("feed.xml: not fetched: there is no XML in it", result.stderr.decode())

  def test_says_that_nothing_could_be_fetched(self):
    for name in ("feed.xml", "other.xml"):
      self.write(name, "nonsense")
    self.write("n3.toml", CONFIG.split("[[mailbox.blog.source]]\ntype = \"maildir\"")[0])
    self.assertIn("n3: blog: nothing could be fetched\n", self.refused("preview", "n3.toml", "blog"))


if __name__ == "__main__":
  harness.main()
