"""Mozilla's remote control, as much of it as it takes to run scripts inside Thunderbird."""

import base64
import json
import socket
import time

SCRIPT = """
  const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
  const done = arguments[arguments.length - 1];
  (async given => { %s })(arguments[0]).then(value => done({ value }), error => done({ error: String(error) }));
"""


class Marionette:
  def __init__(self, port, patience):
    self.connection = self.connect(port, patience)
    self.input = self.connection.makefile("rb")
    self.requests = 0
    self.receive()  # says who it is
    self.ask("WebDriver:NewSession")
    self.ask("Marionette:SetContext", value="chrome")

  @staticmethod
  def connect(port, patience):
    end = time.monotonic() + patience
    while True:
      try:
        return socket.create_connection(("127.0.0.1", port), patience)
      except ConnectionRefusedError:
        if time.monotonic() > end:
          raise
        time.sleep(0.2)

  def close(self):
    self.input.close()
    self.connection.close()

  def receive(self):
    """A message is its length, a colon, and JSON."""
    length = b""
    while (octet := self.input.read(1)) != b":":
      if not octet:
        raise ConnectionError("Thunderbird is gone")
      length += octet
    return json.loads(self.input.read(int(length)))

  def ask(self, command, **parameters):
    self.requests += 1
    request = json.dumps([0, self.requests, command, parameters]).encode()
    self.connection.sendall(b"%d:%s" % (len(request), request))
    _, _, error, result = self.receive()
    if error:
      raise RuntimeError(f"{command}: {error['message']}")
    return result

  def run(self, script, given=None):
    """Runs the body of an async function, which knows MailServices and `given`. Returns what it returns."""
    answer = self.ask("WebDriver:ExecuteAsyncScript", script=SCRIPT % script, args=[given], sandbox="system")["value"]
    if "error" in answer:
      raise RuntimeError(answer["error"])
    return answer.get("value")

  def screenshot(self, path):
    with open(path, "wb") as file:
      file.write(base64.b64decode(self.ask("WebDriver:TakeScreenshot", full=False, hash=False)["value"]))
