"""A site on which everything goes wrong from time to time."""

import contextlib
import http.server
import random
import threading

from feeds import FORMATS, Feed

STALL = 2  # seconds
FAILURES = ("500", "404", "429", "stall", "broken off", "cut", "nonsense", "web page", "nothing", "no entries")


class Site:
  """Serves the feeds at /NAME. While it is wild they change and half of all answers fail."""

  def __init__(self):
    self.feeds = {name: Feed(name) for name in FORMATS}
    self.lock = threading.Lock()
    self.wild = True
    self.calm_down = threading.Event()
    self.answers = dict.fromkeys(("good", "unchanged", *FAILURES), 0)
    self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    self.server.daemon_threads = True
    self.server.site = self
    self.url = f"http://127.0.0.1:{self.server.server_port}/"
    threading.Thread(target=self.server.serve_forever, daemon=True).start()

  def calm(self):
    """From now on nothing changes and nothing fails."""
    self.wild = False
    self.calm_down.set()

  def all_taken(self):
    return all(feed.taken == feed.version for feed in self.feeds.values())

  def texts(self):
    """What each entry has ever said, by its title."""
    return {entry.title: entry.texts for feed in self.feeds.values() for entry in feed.entries}

  def must_have(self):
    """The titles of all that has been taken."""
    return set().union(*(feed.must_have for feed in self.feeds.values()))

  def answer(self, name, etag):
    """The way to answer, and the document with its ETag."""
    with self.lock:
      feed = self.feeds[name]
      if etag:
        feed.note_taken(etag)
      if self.wild:
        feed.change()
      way = random.choice(FAILURES) if self.wild and random.random() < 0.5 else "good"
      if way == "good" and etag == feed.etag():
        way = "unchanged"
      self.answers[way] += 1
      return way, feed.document(), feed.etag()


class Handler(http.server.BaseHTTPRequestHandler):
  def handle(self):
    with contextlib.suppress(ConnectionError):  # who asked may have been killed
      super().handle()

  def do_GET(self):
    way, document, etag = self.server.site.answer(self.path.strip("/"), self.headers["If-None-Match"])
    if way == "stall":
      self.server.site.calm_down.wait(STALL)
      self.close_connection = True
    else:
      self.reply(way, document, etag)

  def reply(self, way, document, etag):
    part = document[:random.randrange(len(document))]
    status, body = {
        "good": (200, document),
        "unchanged": (304, b""),
        "500": (500, b"An error."),
        "404": (404, b"Not here."),
        "429": (429, b"Not so fast."),
        "broken off": (200, part),
        "cut": (200, part),
        "nonsense": (200, random.randbytes(5000)),
        "web page": (200, b"<!DOCTYPE html><html><body><p>Please log in.</body></html>"),
        "nothing": (200, b""),
        "no entries": (200, FORMATS[self.path.strip("/")]([]).encode()),
    }[way]
    self.send_response(status)
    self.send_header("Content-Length", str(len(document if way == "broken off" else body)))
    if way == "429":
      self.send_header("Retry-After", "1")
    if way != "no entries":
      self.send_header("ETag", etag)
    self.end_headers()
    self.wfile.write(body)
    self.close_connection = way == "broken off"

  def log_message(self, *_):
    pass
