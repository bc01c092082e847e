"""n3 spool: what people do with the file that keeps the mail."""

import contextlib
import mailbox
import os
import sqlite3

import harness
from harness import maildrop, rss

FEED = """[[listen]]
address = "127.0.0.1:0"
tls = "none"
[[account]]
user = "andris"
password = "12345"
[[mailbox.blog.source]]
type = "feed"
url = "feed.xml"
"""


class Spool(harness.TestCase):
  def setUp(self):
    super().setUp()
    self.write("n3.toml", FEED)
    self.write("feed.xml", rss((1, "One"), (2, "Two")))
    server = self.serve("n3.toml")
    self.mail = maildrop(server.port)
    server.end()

  def said(self, *arguments):
    result = self.n3("spool", *arguments)
    self.assertEqual((result.returncode, result.stderr), (0, b""), result)
    return result.stdout.decode()

  def test_lists_mailboxes_and_their_messages(self):
    octets = sum(map(len, self.mail.values()))
    self.assertRegex(self.said("list"), rf"(?m)^blog +2 +{octets}  \d{{4}}-")
    self.assertEqual([line.split()[3] for line in self.said("show", "blog").splitlines()[1:]], list(self.mail))

  def test_shows_a_message(self):
    for uidl, message in self.mail.items():
      said = self.said("show", "blog", uidl)
      self.assertIn(f"UIDL        {uidl}\nstate       shown\noctets      {len(message)}\n", said)
      self.assertTrue(said.encode().endswith(b"\n" + message), said)

  def test_renames_a_mailbox_whose_mail_stays_what_it_is(self):
    self.assertEqual(self.said("rename", "blog", "diary"), "")
    self.write("n3.toml", FEED.replace("mailbox.blog", "mailbox.diary"))
    self.assertEqual(maildrop(self.serve("n3.toml").port), self.mail)

  def test_forgets_a_message_which_is_new_then(self):
    first, second = self.mail
    self.said("forget", "blog", first)
    self.write("feed.xml", rss((1, "One"), (2, "Two"), (3, "Three")))
    server = self.serve("n3.toml")
    server.wait_for("fetched, with 3 items")
    after = list(maildrop(server.port))
    self.assertEqual(len(after), 3)
    self.assertEqual(after[0], second)
    self.assertNotIn(first, after)

  def test_finds_what_is_damaged(self):
    file = self.folder + "/state/n3/n3.db"
    self.assertEqual(self.said("verify"), file + " is whole\n")
    with sqlite3.connect(file) as database:
      database.execute("UPDATE body SET bytes = replace(bytes, 'Two', 'Too')")
    self.assertIn("its bytes are not those that were entered", self.refused("spool", "verify"))

  def test_exports_to_a_maildir_and_imports_what_is_there_with_its_UIDLs(self):
    self.assertEqual(self.said("export", "blog", "box", "--uidl", "uidl"), "2 messages of blog are in box\n")
    self.assertEqual(len(os.listdir(self.folder + "/box/cur")), 2)
    self.assertEqual(self.said("import", "old", "box", "--uidl", "uidl", "--spool", "other.db"),
                     "2 messages have been imported into old, 0 were there already\n")
    self.assertEqual(self.said("import", "old", "box", "--uidl", "uidl", "--spool", "other.db"),
                     "0 messages have been imported into old, 2 were there already\n")
    self.assertEqual(self.served("other.db"), self.mail)

  def test_exports_to_an_mbox_and_imports_what_is_there_with_its_UIDLs(self):
    self.assertEqual(self.said("export", "blog", "blog.mbox", "--uidl", "uidl"), "2 messages of blog are in blog.mbox\n")
    with contextlib.closing(mailbox.mbox(self.folder + "/blog.mbox")) as box:
      self.assertEqual([message["Subject"] for message in box], ["Two", "One"])
    self.assertIn("2 messages have been imported",
                  self.said("import", "old", "blog.mbox", "--uidl", "uidl", "--spool", "other.db"))
    self.assertEqual(self.served("other.db"), self.mail)
    self.assertIn("blog.mbox: File exists", self.refused("spool", "export", "blog", "blog.mbox"))

  def test_imports_what_it_can_and_says_what_it_could_not(self):
    self.write("box/new/1", "Subject: one\n\n1\n")
    self.write("box/cur/2", "")
    result = self.n3("spool", "import", "old", "box")
    self.assertEqual((result.returncode, result.stdout),
                     (1, b"1 messages have been imported into old, 0 were there already\n"))
    self.assertEqual(result.stderr, b"n3: 2 is left out: item 2: it is empty\n")

  def served(self, spool):
    """What a mailbox without a source shows, from another spool."""
    config = FEED.split("[[mailbox")[0] + "[mailbox.old]\n"
    self.write("old.toml", f'spool = "{self.folder}/{spool}"\n' + config)
    return maildrop(self.serve("old.toml").port)

  def test_exports_again_what_is_new(self):
    self.said("export", "blog", "box")
    before = {name: os.stat(f"{self.folder}/box/cur/{name}") for name in os.listdir(self.folder + "/box/cur")}
    self.said("export", "blog", "box")
    self.assertEqual({name: os.stat(f"{self.folder}/box/cur/{name}") for name in os.listdir(self.folder + "/box/cur")},
                     before)

  def test_takes_any_file(self):
    self.assertIn("blog", self.said("list", "--spool", self.folder + "/state/n3/n3.db"))
    self.assertIn("blog", self.said("list", "--spool", "state/n3/n3.db"))

  def test_says_in_one_line_what_is_wrong(self):
    for arguments, expected in [
        (["list", "--spool", "none.db"], "n3: there is no spool none.db\n"),
        (["show", "none"], "n3: there is no mailbox none\n"),
        (["show", "blog", "x"], "n3: the mailbox blog has no message with the UIDL x\n"),
        (["rename", "none", "other"], "n3: there is no mailbox none\n"),
        (["import", "blog", "none"], "n3: there is no none\n"),
        (["import", "blog", "n3.toml", "--uidl", "feed.xml"], "n3: "),
        (["forget", "blog"], "n3: forget: name a UIDL, or say --all\n"),
    ]:
      said = self.refused("spool", *arguments)
      self.assertTrue(said.startswith(expected) and said.count("\n") == 1, said)


if __name__ == "__main__":
  harness.main()
