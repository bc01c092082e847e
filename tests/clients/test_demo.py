"""What n3 demo promises: anybody logs in with 12345, and each login finds a fresh message."""

import email
import email.policy

from harness import ClientTest, main
from server import HOST, Demo


class DemoByCurl(ClientTest):
  server_class = Demo

  def curl(self, user, password="12345", path="/1", codes=(0,)):
    told = self.server.told
    return self.run_client("curl", "--disable", "--silent", "--show-error", "--cacert", told["certificate"], "--user",
                           f"{user}:{password}", f"pop3s://{HOST}:{told['tls_port']}{path}", codes=codes)[0]

  def test_any_name_finds_a_fresh_message_at_each_login(self):
    messages = []
    for user in ("andris", "andris", "Zoë"):
      with self.way(user):
        messages.append(self.curl(user))
        parsed = email.message_from_bytes(messages[-1], policy=email.policy.strict)
        self.assertIn(user, parsed["subject"])
        self.assertEqual(self.server.new_sessions(1)[0]["listed"], "1")
    self.assertEqual(len(set(messages)), 3)

  def test_another_password_is_refused(self):
    self.curl("andris", "54321", codes=[67])
    self.assertRegex(self.server.logged(), "login failed: peer=127.* user=andris")


main()
