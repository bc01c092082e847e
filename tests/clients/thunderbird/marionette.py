"""Mozilla's remote control, as much of it as is needed to run scripts inside Thunderbird."""

import base64
import json
import socket
import time


class Marionette:
  def __init__(self, port, patience):
    end = time.monotonic() + patience
    while True:
      try:
        self.connection = socket.create_connection(("127.0.0.1", port), patience)
        break
      except ConnectionRefusedError:
        if time.monotonic() > end:
          raise
        time.sleep(0.2)
    self.input = self.connection.makefile("rb")
    self.messages = 0
    self.receive()  # what it is
    self.ask("WebDriver:NewSession", {})
    self.ask("Marionette:SetContext", {"value": "chrome"})

  def receive(self):
    """A message is its length, a colon and JSON."""
    length = b""
    while (octet := self.input.read(1)) != b":":
      length += octet
    return json.loads(self.input.read(int(length)))

  def ask(self, command, parameters):
    print(command, flush=True)
    self.messages += 1
    request = json.dumps([0, self.messages, command, parameters]).encode()
    self.connection.sendall(b"%d:%s" % (len(request), request))
    _, _, error, result = self.receive()
    if error:
      raise RuntimeError(f"{command}: {error['message']}\n{error.get('stacktrace', '')}")
    return result

  def run(self, script, *arguments):
    """Runs the body of an async function and returns what it returns."""
    wrapped = f"const done = arguments[arguments.length - 1];\n(async (...given) => {{{script}}})(...arguments).then(value => done([value]), error => done(String(error) + error.stack));"
    answer = self.ask("WebDriver:ExecuteAsyncScript", {"script": wrapped, "args": list(arguments), "sandbox": "system"})["value"]
    if not isinstance(answer, list):
      raise RuntimeError(answer)
    return answer[0]

  def screenshot(self, path):
    image = self.ask("WebDriver:TakeScreenshot", {"full": False, "hash": False})["value"]
    with open(path, "wb") as file:
      file.write(base64.b64decode(image))
