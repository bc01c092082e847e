"""Feeds that grow and are revised, and know what of them a reader must have."""

import html
import json
import random

WINDOW = 20  # entries that a document has


class Entry:
  def __init__(self, name):
    self.name = name
    self.title = f"Entry {name}"
    self.link = f"https://soak.example.org/{name}"
    self.texts = []
    self.revise()

  def revise(self):
    length = random.choice((3, 30, 300, 3000))
    words = " ".join(random.choices(("sun", "sea", "sand", "salt", "<b>wind</b>"), k=length))
    self.texts.append(f"<p>This is revision {len(self.texts)} of {self.name}: {words}.</p>")


def rss(entries):
  return '<rss version="2.0"><channel><title>RSS</title>' + "".join(
      f"<item><guid isPermaLink='false'>{e.name}</guid><title>{e.title}</title><link>{e.link}</link>"
      f"<description>{html.escape(e.texts[-1])}</description></item>" for e in entries) + "</channel></rss>"


def plain_rss(entries):
  """Entries have no ids: they are told apart by link and title."""
  return '<rss version="0.91"><channel><title>Plain RSS</title>' + "".join(
      f"<item><title>{e.title}</title><link>{e.link}</link>"
      f"<description>{html.escape(e.texts[-1])}</description></item>" for e in entries) + "</channel></rss>"


def atom(entries):
  return '<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title>' + "".join(
      f"<entry><id>urn:{e.name}</id><title>{e.title}</title><link href='{e.link}'/>"
      f"<content type='html'>{html.escape(e.texts[-1])}</content></entry>" for e in entries) + "</feed>"


def json_feed(entries):
  return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "JSON", "items": [
      {"id": e.name, "title": e.title, "url": e.link, "content_html": e.texts[-1]} for e in entries]})


FORMATS = {"rss": rss, "plain": plain_rss, "atom": atom, "json": json_feed}


class Feed:
  """One feed. A reader that names a version by its ETag has taken it: it will have that version's entries for ever."""

  def __init__(self, name):
    self.name = name
    self.write = FORMATS[name]
    self.entries = []
    self.version = 0
    self.taken = -1  # the newest version that is known to have been taken
    self.must_have = set()
    self.versions = {0: []}

  def change(self):
    new = random.choices((0, 1, 2, WINDOW), (8, 4, 2, 2))[0]
    for _ in range(new):
      self.entries.insert(0, Entry(f"{self.name}-{len(self.entries)}"))
    if self.entries[:WINDOW] and random.random() < 0.3:
      random.choice(self.entries[:WINDOW]).revise()
    elif new == 0:
      return
    self.version += 1
    self.versions[self.version] = [entry.title for entry in self.entries[:WINDOW]]

  def etag(self):
    return f'"{self.version}"'

  def document(self):
    return self.write(self.entries[:WINDOW]).encode()

  def note_taken(self, etag):
    self.taken = int(etag.strip('"'))
    self.must_have.update(self.versions[self.taken])
