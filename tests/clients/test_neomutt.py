"""neomutt, in a terminal of its own."""

from harness import main
import muttlike


class Neomutt(muttlike.MuttLike):
  program = "neomutt"

  def authenticators(self, mechanism):
    # This version takes only two by name. Left to itself it chooses CRAM-MD5.
    return "" if mechanism == "CRAM-MD5" else super().authenticators(mechanism)

  def test_fetches_by_each_mechanism_plain_and_over_stls_and_tls(self):
    self.in_every_way(["PASS", "APOP", "CRAM-MD5"])

  def test_leaves_a_maildir_as_it_is_until_it_deletes(self):
    self.leaves_a_maildir_as_it_is_until_it_deletes()

  def test_takes_long_lines(self):
    self.assert_same_mails(self.copy_all("long"), self.expected("long"))


main()
