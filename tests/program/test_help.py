"""What the program says of itself."""

import harness

COMMANDS = ["demo", "serve", "check", "compose", "cert"]


class Help(harness.TestCase):
  def test_names_every_command(self):
    text = self.n3("--help").stdout.decode()
    for command in COMMANDS:
      self.assertIn(f"\n  {command} ", text)

  def test_teaches_every_command_by_an_example(self):
    for command in COMMANDS:
      with self.subTest(command):
        result = self.n3(command, "--help")
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        text = result.stdout.decode()
        self.assertIn("Example", text)
        self.assertIn(f"n3 {command}", text)
        self.assertLessEqual(max(len(line) for line in text.splitlines()), 80)

  def test_shows_how_to_name_the_file(self):
    for command in ["serve", "check"]:
      self.assertIn(f"Usage: n3 {command} [OPTIONS] FILE\n", self.n3(command, "--help").stdout.decode())

  def test_is_also_a_command(self):
    self.assertEqual(self.n3("help").stdout, self.n3("--help").stdout)
    self.assertEqual(self.n3("help", "demo").stdout, self.n3("demo", "--help").stdout)

  def test_tells_its_version(self):
    self.assertRegex(self.n3("--version").stdout.decode(), r"^n3 \d+\.\d+\.\d+\n$")

  def test_shows_the_commands_where_none_is_given(self):
    result = self.n3()
    self.assertEqual((result.returncode, result.stdout), (2, b""))
    self.assertIn("n3 demo", result.stderr.decode())

  def test_says_what_it_does_not_understand(self):
    for arguments, expected in [
        (["serv"], "n3: there is no command \"serv\"; did you mean \"serve\"?\n"),
        (["frobnicate"], "n3: there is no command \"frobnicate\"; there are: demo, serve, check, preview, status, compose, cert, spool\n"),
        (["check", "--config"], "n3: --config: 1 required FILE missing; see n3 check --help\n"),
        (["cert", "x"], "n3: The following argument was not expected: x; see n3 cert --help\n"),
    ]:
      self.assertEqual(self.refused(*arguments), expected)

  def test_fails_where_nobody_can_see_it(self):
    for arguments in [["--help"], ["--version"], ["compose"], ["demo", "--port", "0", "--tls-port", "0", "--json"]]:
      with self.subTest(arguments), open("/dev/full", "wb") as full:
        result = self.n3(*arguments, input="{}", stdout=full)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr.decode().splitlines()[-1],
                         "n3: cannot write to standard output: No space left on device")


if __name__ == "__main__":
  harness.main()
