"""README.md, where it shows what the program prints."""

import os
import re

import harness

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../README.md")


def without_what_differs(screen):
  screen = re.sub(r"\S+/n3\.crt", "n3.crt", screen)
  return re.sub(r"([0-9A-F]{2}:){15}[0-9A-F]{2}", "half a fingerprint", screen)


class Readme(harness.TestCase):
  def test_shows_what_n3_demo_prints(self):
    port, tls_port = str(harness.free_port()), str(harness.free_port())
    demo = self.start("demo", "--port", port, "--tls-port", tls_port)
    printed = ""
    while not printed.endswith("follows.\n"):
      line = demo.process.stdout.readline().decode()
      self.assertTrue(line, demo.logged())
      printed += line.replace(tls_port, "1995").replace(port, "1110")
    with open(README, encoding="utf-8") as file:
      shown = re.search(r"```text\n(N3 is listening.*?)```", file.read(), re.DOTALL)[1]
    self.maxDiff = None
    self.assertEqual(without_what_differs(shown), without_what_differs(printed))


if __name__ == "__main__":
  harness.main()
