"""n3 compose: JSON in, a message out."""

import email
import email.policy
import json

import harness

EVERYTHING = {
    "from": "Ann Ö <ann@example.org>",
    "to": ["\"Doe, John\" <john@example.org>", {"name": "Zoë", "address": "zoe@example.org"}, "plain@example.org"],
    "cc": "c@example.org",
    "reply_to": "list@example.org",
    "subject": "Ünïcode, and a good deal longer than what fits into the first line of a header field ☕",
    "date": "2026-11-23T12:15:00.25+02:00",
    "text": "Plain ä\n.dot\n",
    "html": "<p>HTML ä <img src=\"cid:logo@n3\"></p>",
    "attachments": [
        {"name": "größe 1.pdf", "type": "application/pdf", "base64": "AAEC\n/w==\r\n"},
        {"name": "note.txt", "type": "text/plain", "text": "ä\n"},
        {"name": "logo.png", "type": "image/png", "base64": "iVBORw==", "cid": "logo@n3"},
    ],
    "headers": {"X-One": "1", "X-Two": ["a", "b"]},
    "in_reply_to": "<a@example.org>",
    "references": ["<r@example.org>", "a@example.org"],
    "list_id": "Releases <releases.example.org>",
    "keywords": ["sea", "größe"],
    "uid": "abc",
    "host": "mail.example.org",
}

# What is given; what is said of it.
MISTAKES = [
    ("", "line 1, column 1: no JSON: "),
    ("{\n \"from\": oops}", "line 2, column "),
    ("{\"a\": 1} x", "line 1, column "),
    ("[]", "must be an object, {...}"),
    ("[{}]", "must be an object, {...}"),
    ({"form": "a@example.org"}, "form: unknown key; did you mean \"from\"?"),
    ({"from": 5}, "from: must be a text"),
    ({"from": "nobody"}, "from: \"nobody\" is not an e-mail address"),
    ({"to": ["a@example.org", "b\r\nBcc: c@example.org"]}, "to[1]: "),
    ({"to": {"name": "A"}}, "to: needs \"address\""),
    ({"to": {"adress": "a@example.org"}}, "to.adress: unknown key; did you mean \"address\"?"),
    ({"subject": "a\nb"}, "subject: \"a\\x0Ab\" has a CR, LF or NUL"),
    ({"date": "yesterday"},
     "date: must be a date such as \"2026-11-23T10:15:00Z\", \"now\", or whole seconds since 1970"),
    ({"date": 1.5}, "date: must be a date"),
    ({"date": True}, "date: must be a date"),
    ({"date": "2026-13-23T10:15:00Z"}, "date: must be a date"),
    ({"date": "2026-11-23T10:15:00+99:99"}, "date: must be a date such as"),
    ({"date": 253402300800}, "date: must be a date in the years 1900 to 9999"),
    ({"date": 9223372036854775807}, "date: must be a date in the years 1900 to 9999"),
    ({"date": -99999999999}, "date: must be a date in the years 1900 to 9999"),
    ("{\"subject\": \"a\", \"subject\": \"b\"}", "subject: is there twice"),
    ("{\"to\": [{\"name\": \"a\"}, {\"name\": \"a\", \"n\\u0061me\": \"b\"}]}", "name: is there twice"),
    ({"attachments": [{"text": "a", "cid": "a@b"}, {"text": "b", "cid": "<a@b>"}]},
     "attachments[1]: has the cid of another attachment"),
    ({"attachments": [{"text": "a", "base64": ""}]}, "attachments[0]: needs \"base64\" or \"text\", and not both"),
    ({"attachments": [{"name": "a", "text": ""}, {"name": "b"}]}, "attachments[1]: needs \"base64\" or \"text\""),
    ({"attachments": [{"name": "a", "base64": "A"}]}, "attachments[0].base64: is not base64"),
    ({"attachments": "x"}, "attachments: must be an object, {...}"),
    ({"headers": {"X-A": "1", "Bad Name": "2"}}, "headers.Bad Name: "),
    ({"headers": {"Reply-To": "2"}}, "headers.Reply-To: has a key of its own, \"reply_to\""),
    ({"headers": {"Message-ID": "2"}}, "headers.Message-ID: is made of the keys \"uid\" and \"host\""),
    ({"headers": {"content-type": "2"}}, "headers.content-type: follows from the message"),
    ({"headers": {"X-A": ["1", "2\r\nX-B: 3"]}}, "headers.X-A[1]: "),
    ({"headers": ["X-A: 1"]}, "headers: must be an object, {...}"),
    ({"uid": "a b"}, "uid: must be 1 to 70 printable ASCII characters without spaces"),
    ({"uid": ""}, "uid: must be"),
    ({"host": "a_b"}, "host: must be a host name such as \"example.org\""),
]


class Compose(harness.TestCase):
  def compose(self, message):
    result = self.n3("compose", input=message if isinstance(message, str) else json.dumps(message))
    self.assertEqual((result.returncode, result.stderr), (0, b""))
    return result.stdout

  def test_makes_a_message_that_other_parsers_understand(self):
    message = email.message_from_bytes(self.compose(EVERYTHING), policy=email.policy.strict)
    self.assertEqual(message["From"].addresses[0].display_name, "Ann Ö")
    self.assertEqual([(a.display_name, a.addr_spec) for a in message["To"].addresses],
                     [("Doe, John", "john@example.org"), ("Zoë", "zoe@example.org"), ("", "plain@example.org")])
    self.assertEqual(message["Cc"], "c@example.org")
    self.assertEqual(message["Reply-To"], "list@example.org")
    self.assertEqual(message["Subject"], EVERYTHING["subject"])
    self.assertEqual(message["Date"].datetime.timestamp(), 1795428900)
    self.assertEqual(message.get_body(("plain",)).get_content(), "Plain ä\r\n.dot\r\n")
    self.assertEqual(message.get_body(("html",)).get_content().strip(), EVERYTHING["html"])
    self.assertEqual([(a.get_filename(), a.get_content_type()) for a in message.iter_attachments()],
                     [("größe 1.pdf", "application/pdf"), ("note.txt", "text/plain")])
    self.assertEqual(next(message.iter_attachments()).get_content(), b"\x00\x01\x02\xff")
    inline = [part for part in message.walk() if part["Content-ID"]]
    self.assertEqual([part["Content-ID"] for part in inline], ["<logo@n3>"])
    self.assertEqual(message["X-One"], "1")
    self.assertEqual(message.get_all("X-Two"), ["a", "b"])
    self.assertEqual(message["In-Reply-To"], "<a@example.org>")
    self.assertEqual(message["References"].split(), ["<r@example.org>", "<a@example.org>"])
    self.assertIn("<releases.example.org>", message["List-Id"])
    self.assertIn("@mail.example.org>", message["Message-ID"])

  def test_makes_the_same_bytes_of_the_same_input(self):
    for message in [EVERYTHING, {}, {"subject": "x", "markdown": "# y"}]:
      self.assertEqual(self.compose(message), self.compose(message))
    self.assertNotEqual(self.compose({"text": "a"}), self.compose({"text": "b"}))

  def test_renders_markdown_to_text_and_HTML(self):
    message = email.message_from_bytes(self.compose({"markdown": "It is **noon**."}), policy=email.policy.strict)
    self.assertIn("**noon**", message.get_body(("plain",)).get_content())
    self.assertIn("<strong>noon</strong>", message.get_body(("html",)).get_content())

  def test_takes_dates_in_several_forms(self):
    for date in ["2026-11-23T10:15:00Z", "2026-11-23T05:15:00-05:00", "Mon, 23 Nov 2026 11:15:00 +0100", 1795428900]:
      message = email.message_from_bytes(self.compose({"date": date}), policy=email.policy.strict)
      self.assertEqual(message["Date"].datetime.timestamp(), 1795428900)
    message = email.message_from_bytes(self.compose({"date": "now"}), policy=email.policy.strict)
    self.assertGreater(message["Date"].datetime.year, 2025)

  def test_writes_CRLF_lines_of_ASCII(self):
    message = self.compose(EVERYTHING)
    self.assertTrue(message.isascii())
    self.assertTrue(message.endswith(b"\r\n"))
    self.assertEqual(message.count(b"\n"), message.count(b"\r\n"))
    self.assertIn(b"\r\n\r\n", message)

  def test_names_the_value_that_is_wrong(self):
    for message, expected in MISTAKES:
      with self.subTest(message):
        text = self.refused("compose", input=message if isinstance(message, str) else json.dumps(message))
        self.assertTrue(text.startswith("n3: " + expected), text)
        self.assertEqual(text.count("\n"), 1, text)
        self.assertNotIn("::", text)


if __name__ == "__main__":
  harness.main()
