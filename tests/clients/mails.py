"""The mails that the clients fetch: as they lie in files, and as they must arrive."""

import base64
import re


def mail(name, header, body, line_end=b"\n"):
  """A whole mail, whose Message-ID is its name here."""
  text = f"From: Ann Example <ann@example.org>\nSubject: {header}\nDate: Mon, 23 Nov 2026 10:15:00 +0000\n"
  text += f"Message-ID: <{name}@mails.example.org>\nMIME-Version: 1.0\n"
  return text.encode().replace(b"\n", line_end) + body.replace(b"\n", line_end)


def attachment(octets):
  content = bytes(i * i % 251 for i in range(octets))
  return (b'Content-Type: multipart/mixed; boundary="=_between"\n\n--=_between\n\nThe report.\n--=_between\n'
          b"Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=report.bin\n"
          b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(content) + b"--=_between--\n")


TEXT = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"

MAILS = {
    "lf": mail("lf", "Line ends are LF", b"\nOne.\n\nTwo.\n"),
    "crlf": mail("crlf", "Line ends are CRLF", b"\nOne.\n\nTwo.\n", b"\r\n"),
    "mixed": mail("mixed", "Some lines end in CRLF, some in LF", b"\nLF\nCRLF\r\nLF\n\r\n\n"),
    "dots": mail("dots", "Dots begin lines", b"\n.one\n..two\n...three\n.\n..\n \n.\r\n. \nend.\n"),
    "dot": mail("dot", "The body is a dot", b"\n.\n"),
    "8bit": mail("8bit", "Not ASCII", TEXT + "Größe: 5 µm, 三, \U0001f600\n".encode() + b"in Latin-1: Gr\xf6\xdfe\n"),
    "utf8-header": mail("utf8-header", "Grüße, =?utf-8?q?Gr=C3=BC=C3=9Fe?=, 挨拶", TEXT + b"Hello.\n"),
    "empty-body": mail("empty-body", "There is nothing below", b"\n"),
    "header-only": mail("header-only", "Not even an empty line follows", b""),
    "cut-header": mail("cut-header", "The last header line has no end", b"X-Last: line"),
    "no-final-line-end": mail("no-final-line-end", "The last line has no end", b"\nOne.\nTwo."),
    "empty-lines": mail("empty-lines", "Empty lines at both ends", b"\n\n\nOne.  \n\t\n\n\n\n"),
    "from-lines": mail("from-lines", "Lines that an mbox has to quote", b"\nFrom here\n>From there\n\nFrom me\n"),
    "line-of-998": mail("line-of-998", "As long as a line may be", b"\n" + b"x" * 997 + b".\n"),
    "attachment": mail("attachment", "300 KB attached", attachment(300_000)),
    "attachment-crlf": mail("attachment-crlf", "With CRLF", attachment(70_000), b"\r\n"),
}

# Longer lines than mail may have. Some clients take them all.
LONG = {
    "line-of-1500": mail("line-of-1500", "Two of 1,500 octets", b"\n" + b"x" * 1500 + b"\n." + b"y" * 1499 + b"\n"),
    "line-of-100000": mail("line-of-100000", "Two of 100,000", b"\n." + b"x" * 99_999 + b"\n" + b"y" * 100_000),
}

COMPOSED = """{"uid": "composed", "host": "mails.example.org", "date": "2026-11-23T10:15:00Z",
  "from": "Zoë Größer <zoe@example.org>", "to": "Ann <ann@example.org>", "subject": "Wie groß? 三 µm",
  "markdown": "**Größe**: *5 µm*\\n\\n.\\n\\nFrom here on, see <https://example.org/>",
  "attachments": [{"name": "maß.txt", "type": "text/plain", "text": "5 µm\\n.\\n"}]}"""

FEED_ENTRIES = 2
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Blog für alle</title><link>https://blog.example.org/</link>
<item><title>Größe &amp; Maß</title><link>https://blog.example.org/2</link><guid>entry-2</guid>
<pubDate>Sun, 22 Nov 2026 09:00:00 GMT</pubDate><description>&lt;p&gt;5 µm&lt;/p&gt;&lt;p&gt;.&lt;/p&gt;</description></item>
<item><title>The first</title><link>https://blog.example.org/1</link><guid>entry-1</guid>
<pubDate>Sat, 21 Nov 2026 09:00:00 GMT</pubDate><description>From here on there is a blog.</description></item>
</channel></rss>
"""


def arrived(stored):
  """A stored mail as clients must get it: CRLF, a last line that ends, an empty line below the header."""
  text = re.sub(rb"\r?\n", b"\r\n", stored)
  if not text.endswith(b"\r\n"):
    text += b"\r\n"
  return text if b"\r\n\r\n" in text else text + b"\r\n"


def crlf(text):
  """What a client has stored with LF, with CRLF again."""
  return text.replace(b"\n", b"\r\n")


def by_id(texts):
  """Mails by their Message-ID. None may come twice."""
  found = {}
  for text in texts:
    identity = re.search(rb"^message-id: *<([^>]*)>", text, re.IGNORECASE | re.MULTILINE)[1].decode()
    assert identity not in found, f"{identity} came twice"
    found[identity] = text
  return found
