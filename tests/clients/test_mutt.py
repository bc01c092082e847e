"""mutt, in a terminal of its own."""

from harness import main
import muttlike


class Mutt(muttlike.MuttLike):
  program = "mutt"

  def test_fetches_by_each_mechanism_plain_and_over_stls_and_tls(self):
    self.in_every_way(["PASS", "APOP", "PLAIN", "LOGIN", "CRAM-MD5"])

  def test_leaves_a_maildir_as_it_is_until_it_deletes(self):
    self.leaves_a_maildir_as_it_is_until_it_deletes()

  def test_takes_long_lines(self):
    self.assert_same_mails(self.copy_all("long"), self.expected("long"))


main()
