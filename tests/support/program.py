"""The program that the tests run: where it is, how it is started, what it has logged, and how it ends."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else None
HOST = "127.0.0.1"
PATIENCE = 60  # seconds until something counts as never: sanitizers are slow on a busy machine


def main():
  """All tests of the script, or the one whose name follows the program's on the command line."""
  if len(sys.argv) > 1:
    sys.argv[1:] = ["-k", sys.argv[1]]
  unittest.main()


def environment(home):
  """All that the program needs of it, with nothing of the person's who runs the tests."""
  sanitizers = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
  return {"PATH": os.environ["PATH"], "HOME": home, "XDG_STATE_HOME": home + "/state", **sanitizers}


def free_port():
  """Not one of those that the system gives to others, so that it stays free while a server is started again."""
  while True:
    port = random.randrange(12000, 32000)
    with socket.socket() as probe:
      if probe.connect_ex((HOST, port)) != 0:
        return port


def read(path):
  with open(path, "rb") as file:
    return file.read()


def write(path, content):
  os.makedirs(os.path.dirname(path), exist_ok=True)
  with open(path, "wb") as file:
    file.write(content.encode() if isinstance(content, str) else content)


class Running:
  """The program while it runs. What it writes to stderr is appended to the log."""

  def __init__(self, log):
    self.log = log
    self.process = None

  def launch(self, *arguments, **how):
    with open(self.log, "ab") as stderr:
      self.process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stderr=stderr, **how)

  def logged(self):
    return read(self.log).decode() if os.path.exists(self.log) else ""

  def wait_until(self, condition, otherwise):
    end = time.monotonic() + PATIENCE
    while not condition():
      assert self.process.poll() is None and time.monotonic() < end, f"{otherwise}; the log is:\n{self.logged()}"
      time.sleep(0.01)

  def wait_for(self, text):
    """Returns the log as soon as it has this."""
    self.wait_until(lambda: text in self.logged(), f"{text!r} never came")
    return self.logged()

  def end(self, signal_number=signal.SIGTERM):
    """Asks it to end. Returns its exit code."""
    if self.process.poll() is None:
      self.process.send_signal(signal_number)
    return self.process.wait(PATIENCE)

  def kill(self):
    if self.process and self.process.poll() is None:
      self.process.kill()
      self.process.wait()
