"""Runs the real program: in a folder of its own, on free ports, and ends all that it started."""

import json
import os
import poplib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else None
PATIENCE = 20  # seconds until something counts as never


def free_port():
  with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    return probe.getsockname()[1]


class Running:
  """A server that has been started: what it wrote, and how to log in to it."""

  def __init__(self, process, log):
    self.process = process
    self.log = log

  def logged(self):
    with open(self.log, encoding="utf-8") as file:
      return file.read()

  def wait_for(self, text):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
      if text in self.logged():
        return self.logged()
      time.sleep(0.02)
    raise AssertionError(f"{text!r} never came; the log is:\n{self.logged()}")

  def end(self, signal_number=signal.SIGTERM):
    if self.process.poll() is None:
      self.process.send_signal(signal_number)
    return self.process.wait(PATIENCE)


class TestCase(unittest.TestCase):
  def setUp(self):
    self.folder = tempfile.mkdtemp(prefix="n3-test-")
    self.environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "XDG_STATE_HOME": self.folder + "/state"}
    for name, value in os.environ.items():
      if name.endswith("SAN_OPTIONS"):
        self.environment[name] = value
    self.started = []

  def tearDown(self):
    for running in self.started:
      if running.process.poll() is None:
        running.process.kill()
      running.process.wait()
      running.process.stdout.close()
      self.assertNotIn("Sanitizer", running.logged())
    shutil.rmtree(self.folder)

  def write(self, name, content, mode=0o600):
    path = os.path.join(self.folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
      file.write(content.encode() if isinstance(content, str) else content)
    os.chmod(path, mode)
    return path

  def n3(self, *arguments, input=None, user=None):
    """Runs the program to its end."""
    if isinstance(input, str):
      input = input.encode()
    command = [PROGRAM, *arguments]
    if user is not None and os.geteuid() == 0:
      command = ["setpriv", f"--reuid={user}", "--clear-groups", *command]
    return subprocess.run(command, input=input, stdin=subprocess.DEVNULL if input is None else None,
                          capture_output=True, timeout=PATIENCE, env=self.environment, cwd=self.folder)

  def start(self, *arguments):
    log = os.path.join(self.folder, f"log-{len(self.started)}")
    with open(log, "wb") as stderr:
      process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr,
                                 env=self.environment, cwd=self.folder)
    running = Running(process, log)
    self.started.append(running)
    return running

  def demo(self, *arguments):
    """n3 demo on free ports; its line of JSON is in .told"""
    running = self.start("demo", "--port", "0", "--tls-port", "0", "--json", *arguments)
    line = running.process.stdout.readline()
    self.assertTrue(line, running.logged())
    running.told = json.loads(line)
    return running

  def serve(self, config):
    """n3 serve with this file on one plain listener, whose port is in .port"""
    running = self.start("serve", "--config", config)
    listening = running.wait_for("listening on ").split("listening on ", 1)[1]
    running.port = int(listening.split(",", 1)[0].rsplit(":", 1)[1])
    return running

  def refused(self, *arguments, **how):
    """What the program says on stderr when it does not do what it was told."""
    result = self.n3(*arguments, **how)
    self.assertNotEqual(result.returncode, 0, result)
    self.assertEqual(result.stdout, b"")
    return result.stderr.decode()


def login(port, user="andris", password="12345", host="127.0.0.1"):
  client = poplib.POP3(host, port, timeout=PATIENCE)
  try:
    client.user(user)
    client.pass_(password)
  except poplib.error_proto:
    client.close()
    raise
  return client


def tls_context(certificate):
  context = ssl.create_default_context(cafile=certificate)
  context.verify_flags |= ssl.VERIFY_X509_STRICT
  return context


def uidls(client):
  return [line.split()[1].decode() for line in client.uidl()[1]]


def mail(client, number):
  return b"\r\n".join(client.retr(number)[1]) + b"\r\n"


def maildrop(port, **how):
  """All that one login finds: {uidl: message}, in order."""
  client = login(port, **how)
  found = {uidl: mail(client, i + 1) for i, uidl in enumerate(uidls(client))}
  client.quit()
  return found


def main():
  if len(sys.argv) > 1:  # one test by its name
    sys.argv[1:] = ["-k", sys.argv[1]]
  unittest.main()
