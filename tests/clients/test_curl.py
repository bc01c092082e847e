"""curl, for scripts: a URL is a message or a listing, and --request any other command."""

from harness import ClientTest, main
from mails import FEED_ENTRIES
from server import HOST, PASSWORDS


class Curl(ClientTest):
  def setUp(self):
    super().setUp()
    self.messages = len(self.server.stored) + FEED_ENTRIES

  def login(self, mechanism=None):
    arguments = ["--user", f"anna:{PASSWORDS['anna']}", "--cacert", self.server.certificate]
    if mechanism:
      arguments += ["--login-options", "AUTH=" + ("+APOP" if mechanism == "APOP" else mechanism)]
    return arguments

  def url(self, path="/", security="plain"):
    if security == "TLS":
      return f"pop3s://{HOST}:{self.server.tls_port}{path}"
    return f"pop3://{HOST}:{self.server.port}{path}"

  def curl(self, *arguments):
    return self.run_client("curl", "--disable", "--silent", "--show-error", *arguments)[0]

  def fetch(self, security, mechanism):
    must_encrypt = [] if security == "plain" else ["--ssl-reqd"]
    self.curl(*self.login(mechanism), *must_encrypt, self.url(f"/[1-{self.messages}]", security),
              "--output", self.at_home("#1.eml"))
    return [self.read_at_home(f"{number}.eml") for number in range(1, self.messages + 1)]

  def test_fetches_by_each_mechanism_plain_and_over_stls_and_tls(self):
    self.in_every_way(["APOP", "PLAIN", "LOGIN", "CRAM-MD5"])

  def test_gives_several_commands_in_one_session(self):
    messages = self.server.maildrop("anna")
    self.server.new_sessions(1)
    commands = [[self.url()], ["--request", "UIDL", self.url()], ["--request", "TOP 1 0", self.url()],
                ["--request", "DELE 2", "--head", self.url()], [self.url("/1")]]
    command = []
    for number, arguments in enumerate(commands):
      command += ["--next"] * bool(command) + [*self.login(), *arguments, "--output", self.at_home(str(number))]
    self.curl(*command)
    listed, named, top, _, whole = [self.read_at_home(str(number)) for number in range(len(commands))]
    contents = list(messages.values())
    self.assertEqual(listed.decode().splitlines(), [f"{i + 1} {len(text)}" for i, text in enumerate(contents)])
    self.assertEqual(named.decode().splitlines(), [f"{i + 1} {uid}" for i, uid in enumerate(messages)])
    self.assertEqual(top, contents[0].partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    self.assertEqual(whole, contents[0])
    self.assert_session(self.server.new_sessions(1), "anna", "plain", "CRAM-MD5", retrieved=2, removed=1)
    self.assertEqual(list(self.server.maildrop("anna")), [uid for i, uid in enumerate(messages) if i != 1])

  def test_takes_long_lines(self):
    user = ["--user", f"long:{PASSWORDS['long']}"]
    self.assert_same_mails([self.curl(*user, self.url(f"/{number}")) for number in (1, 2)], self.expected("long"))

  def test_refuses_a_certificate_that_it_does_not_know(self):
    for security in ("STLS", "TLS"):
      with self.way(security):
        url = self.url("/1", security)
        self.run_client("curl", "--disable", "--user", "anna:never sent", "--ssl-reqd", url, codes=[60])


main()
