#!/usr/bin/env python3
"""Makes seeds for the session fuzzer of what clients say in the transcripts.   transcript_seeds.py FOLDER"""

import base64
import pathlib
import re
import sys

LONGEST = 4000  # of a repetition: there is nothing to be learnt from a megabyte
TRANSCRIPTS = pathlib.Path(__file__).parent.parent / "tests" / "transcripts"
CHANNELS = {"plaintext": "1", "starttls, login not allowed": "6", "tls": "4", "tls, handshake to come": "4"}


def unescaped(text):
    return re.sub(r"\\(x..|.)", lambda m: {"r": "\r", "n": "\n", "t": "\t"}.get(m[1]) or
                  (chr(int(m[1][1:], 16)) if len(m[1]) == 3 else m[1]), text)


def filled_in(text):
    text = text.replace("{user}", "andris").replace("{password}", "12345")
    text = re.sub(r"\{([^{}*]+)\*(\d+)\}", lambda m: m[1] * min(int(m[2]), LONGEST // len(m[1])), text)
    text = re.sub(r"\{b64 ([^{}]*)\}", lambda m: base64.b64encode(unescaped(m[1]).encode("latin-1")).decode(), text)
    return unescaped(text)


def seed(transcript):
    channel, said = "0", ""
    for line in transcript.read_text("latin-1").splitlines():
        kind, _, text = line.partition(" ")
        if kind == "channel:":
            channel = CHANNELS.get(text, "0")
        elif kind == "C:":
            said += filled_in(text) + "\r\n"
        elif kind == "C+":
            said += filled_in(text)
        elif line == "! tls":
            said += "<TLS>"
    return "0" + channel + "\n" + ("<TLS>" if channel == "4" and "<TLS>" not in said else "") + said


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for path in TRANSCRIPTS.rglob("*.pop3"):
    (folder / path.stem).write_bytes(seed(path).encode("latin-1"))
