"""Python's poplib, which is below many other programs. It takes lines of up to 2,048 octets."""

import poplib
import ssl

from harness import ClientTest, main
from server import HOST, PASSWORDS, PATIENCE


class Poplib(ClientTest):
  def connect(self, security="plain"):
    context = ssl.create_default_context(cafile=self.server.certificate)
    context.verify_flags |= ssl.VERIFY_X509_STRICT  # as Python 3.13 does
    if security == "TLS":
      client = poplib.POP3_SSL(HOST, self.server.tls_port, context=context, timeout=PATIENCE)
    else:
      client = poplib.POP3(HOST, self.server.port, timeout=PATIENCE)
    if security == "STLS":
      client.stls(context)
    return client

  def login(self, user="anna", security="plain", mechanism="PASS"):
    client = self.connect(security)
    if mechanism == "APOP":
      client.apop(user, PASSWORDS[user])
    else:
      client.user(user)
      client.pass_(PASSWORDS[user])
    return client

  def retrieve(self, client, number):
    return b"\r\n".join(client.retr(number)[1]) + b"\r\n"

  def retrieve_all(self, client):
    messages, octets = client.stat()
    sizes = [int(line.split()[1]) for line in client.list()[1]]
    self.assertEqual((messages, octets), (len(sizes), sum(sizes)))
    got = [self.retrieve(client, number) for number in range(1, messages + 1)]
    self.assertEqual([len(text) for text in got], sizes)
    return got

  def fetch(self, security, mechanism):
    client = self.login("anna", security, mechanism)
    got = self.retrieve_all(client)
    client.quit()
    return got

  def test_fetches_by_user_and_apop_plain_and_over_stls_and_tls(self):
    self.in_every_way(["PASS", "APOP"])

  def test_knows_the_other_commands(self):
    client = self.login()
    self.assertIn("UIDL", client.capa())
    everything = self.retrieve_all(client)
    uids = [line.split()[1] for line in client.uidl()[1]]
    self.assertEqual(len(set(uids)), len(everything))
    self.assertEqual(client.uidl(3), b"+OK 3 " + uids[2])
    for number, text in enumerate(everything, 1):
      head, _, body = text.partition(b"\r\n\r\n")
      first_lines = head.split(b"\r\n") + [b""] + body.split(b"\r\n")[:-1][:2]
      self.assertEqual(client.top(number, 2)[1], first_lines)
    client.dele(1)
    self.assertRaisesRegex(poplib.error_proto, "-ERR", client.retr, 1)
    client.rset()
    client.noop()
    self.assertEqual(self.retrieve_all(client), everything)
    client.quit()

  def test_deletes_from_a_maildir(self):
    client = self.login("bert")
    kept = self.retrieve_all(client)[2:]
    client.dele(1)
    client.dele(2)
    client.quit()
    self.assert_same_mails(self.files_in("maildir"), kept)

  def test_takes_lines_of_1500_octets(self):
    client = self.login("long")
    shorter, longer = self.expected("long")
    sizes = [int(line.split()[1]) for line in client.list()[1]]
    self.assertEqual(self.retrieve(client, sizes.index(len(shorter)) + 1), shorter)
    self.assertRaisesRegex(poplib.error_proto, "line too long", client.retr, sizes.index(len(longer)) + 1)
    client.close()


main()
