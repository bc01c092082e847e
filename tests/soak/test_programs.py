"""The soak, for a few seconds."""

import unittest

from soak import play
from program import main


class Programs(unittest.TestCase):
  def test_get_each_entry_once_although_the_server_is_killed(self):
    self.assertEqual(play(5), [])


main()
