#!/usr/bin/env python3
"""Reads composed messages with Python's email package and compares them with what went in.

usage: check_samples.py COMPOSE_SAMPLES

Runs the program COMPOSE_SAMPLES, which writes N.eml and N.json files, in a folder of its own. Everything must come out
exactly as it went in, and no part may have a defect by the package's strict policy.
"""

import base64
import datetime
import email
import email.header
import email.policy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

STRICT = email.policy.strict
LENIENT = email.policy.default
RAW = email.policy.compat32


def expect(what, actual, wanted):
    if actual != wanted:
        raise AssertionError(f"{what}:\n  read   {actual!r:.1000}\n  wanted {wanted!r:.1000}")


def written_again(message):
    return message.as_bytes(policy=email.policy.SMTP.clone(refold_source="none"))


def check_bytes(raw):
    """What must hold for any message, before anybody parses it."""
    expect("8 bit octets", [octet for octet in raw if octet >= 0x80], [])
    expect("NULs", raw.count(0), 0)
    expect("line ends without CR", re.findall(rb"(?<!\r)\n", raw), [])
    expect("line ends without LF", re.findall(rb"\r(?!\n)", raw), [])
    expect("line end at the end", raw[-2:], b"\r\n")
    expect("lines past 998 octets", [line for line in raw.split(b"\r\n") if len(line) > 998], [])


def check_lines(header, body):
    """Lines past 76 octets are single words, or lines of an attached message."""
    for line in header.split(b"\r\n"):
        if len(line) > 76 and b" " in line.split(b":", 1)[-1].strip():
            raise AssertionError(f"line could be shorter: {line!r}")
    for line in body.split(b"\r\n"):
        if len(line) > 76 and b"message/rfc822" not in body:
            raise AssertionError(f"line could be shorter: {line!r}")


def check_defects(part):
    expect("defects", part.defects, [])
    for name, value in part.items():
        expect(f"defects of {name}", list(value.defects), [])
    if part.is_multipart():
        for inner in part.get_payload():
            check_defects(inner)


def unfolded(raw, name):
    """The value of a header as it was sent, without folding."""
    return email.message_from_bytes(raw, policy=RAW)[name].replace("\r\n", "")


def decoded(value):
    return str(email.header.make_header(email.header.decode_header(value)))


def display_name(address, encoded):
    """The name of an address. In names with encoded words the newer of Python's two decoders is not exact (3.11: spaces
    in a row become one, those between two words are not left out as RFC 2047 section 6.2 says); the older one is."""
    words = re.findall(r"=\?UTF-8\?.\?[^?]*\?=", encoded)
    return decoded(" ".join(words)) if words else address.display_name


def check_addresses(raw, message, field, wanted):
    if not wanted:
        return expect(field, message[field], None)
    addresses = message[field].addresses
    expect(field, [address.addr_spec for address in addresses], [address for _, address in wanted])
    # One name after the other, as each was sent: what stands before its <address>.
    rest = unfolded(raw, field)
    for address, (name, spec) in zip(addresses, wanted):
        encoded, _, rest = rest.partition(f"<{spec}>" if name else spec)
        expect(f"name in {field}", display_name(address, encoded), name)


def check_header(raw, message, sent):
    expect("Subject", str(message["Subject"] or ""), sent["subject"])
    date = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=sent["date"])
    expect("Date", message["Date"].datetime, date)
    host = sent["host"] if re.fullmatch(r"\S+", sent["host"]) else "n3.invalid"
    check_addresses(raw, message, "From", sent["from"] or [["", f"n3@{host}"]])
    check_addresses(raw, message, "To", sent["to"])
    check_addresses(raw, message, "Cc", sent["cc"])
    check_addresses(raw, message, "Reply-To", sent["reply_to"])
    uid = re.sub(r"[^A-Za-z0-9_-]", lambda c: "=%02X" % ord(c[0]), sent["uid"])
    expect("Message-ID", str(message["Message-ID"]), f"<{uid}@{host}>")
    reply = sent["in_reply_to"]
    expect("In-Reply-To", message["In-Reply-To"], f"<{reply}>" if reply else None)
    references = " ".join(f"<{id}>" for id in sent["references"])
    expect("References", message["References"], references or None)
    check_list_id(raw, message, *sent["list_id"])
    for name in {name for name, _ in sent["headers"]}:
        values = [str(value) for value in message.get_all(name)]
        expect(name, values, [value for key, value in sent["headers"] if key == name])


def check_list_id(raw, message, name, id):
    if not id:
        return expect("List-Id", message["List-Id"], None)
    phrase, _, end = unfolded(raw, "List-Id").rpartition("<")
    expect("List-Id", end, f"{id}>")
    if name and phrase.startswith('"'):
        phrase = re.sub(r"\\(.)", r"\1", phrase.rstrip(" ")[1:-1])
        return expect("name in List-Id", phrase, name)
    expect("name in List-Id", decoded(phrase.removesuffix(" ")), name)


def text_lines(text):
    """Text as a mail carries it: every line has an end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if not text or text.endswith("\n") else text + "\n"


def leaves(part):
    if part.get_content_maintype() != "multipart":
        return [part]
    return [leaf for inner in part.iter_parts() for leaf in leaves(inner)]


def shape(part):
    if part.get_content_maintype() != "multipart":
        return "leaf"
    return [part.get_content_subtype()] + [shape(inner) for inner in part.iter_parts()]


def wanted_shape(sent):
    def joined(kind, parts):
        return parts[0] if len(parts) == 1 else [kind] + parts
    texts = (sent["text"] is not None or sent["html"] is None) + (sent["html"] is not None)
    shown = sum(1 for file in sent["attachments"] if file["cid"] and sent["html"] is not None)
    related = joined("related", [joined("alternative", ["leaf"] * texts)] + ["leaf"] * shown)
    return joined("mixed", [related] + ["leaf"] * (len(sent["attachments"]) - shown))


def check_content(message, sent):
    expect("structure", shape(message), wanted_shape(sent))
    parts = leaves(message)
    if sent["text"] is not None or sent["html"] is None:
        check_text(parts.pop(0), "text/plain", sent["text"] or "")
    if sent["html"] is not None:
        check_text(parts.pop(0), "text/html", sent["html"])
    shown = [file for file in sent["attachments"] if file["cid"] and sent["html"] is not None]
    others = [file for file in sent["attachments"] if file not in shown]
    for part, file in zip(parts, shown + others):
        check_file(part, file)


def check_text(part, kind, text):
    expect("type", part.get_content_type(), kind)
    content = part.get_content()
    expect(kind, content.replace("\r\n", "\n"), text_lines(text))


def check_file(part, file):
    data = base64.b64decode(file["bytes"])
    disposition = part["Content-Disposition"]
    expect("disposition", disposition.content_disposition, "inline" if file["cid"] else "attachment")
    expect("file name", disposition.params.get("filename", ""), file["name"])
    expect("content id", part["Content-ID"], f"<{file['cid']}>" if file["cid"] else None)
    kind, *parameters = file["type"].split(";")
    if kind == "message/rfc822":
        if part.get_content_type() == kind:
            lines = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            return expect("attached message", written_again(part.get_payload(0)), lines)
        kind = "application/octet-stream"
    expect("type", part.get_content_type(), kind)
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        expect(f"parameter {name}", part["Content-Type"].params[name], value.strip('"'))
    expect("bytes", part.get_payload(decode=True), data)


def check(path):
    raw = path.read_bytes()
    sent = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    check_bytes(raw)
    header, _, body = raw.partition(b"\r\n\r\n")
    check_lines(header, body)
    message = email.message_from_bytes(raw, policy=STRICT)
    check_defects(message)
    check_header(raw, message, sent)
    check_content(message, sent)
    expect("what Python writes again", written_again(message), re.sub(rb"(?m)^(X-\S+:)\r$", rb"\1 \r", raw))
    check_defects(email.message_from_bytes(raw, policy=LENIENT))


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, folder], check=True)
        paths = sorted(pathlib.Path(folder).glob("*.eml"), key=lambda path: int(path.stem))
        failures = 0
        for path in paths:
            try:
                check(path)
            except Exception as error:
                failures += 1
                print(f"{path.name}: {type(error).__name__}: {error}\n", path.read_bytes()[:1000].decode("latin-1"))
    print(f"{len(paths)} messages, {failures} with errors")
    return 1 if failures or len(paths) < 300 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
