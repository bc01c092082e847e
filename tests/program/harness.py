"""Runs the real program: in a folder of its own, on free ports, and ends all that it started."""

import json
import os
import poplib
import shutil
import ssl
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))

from program import HOST, PATIENCE, PROGRAM, Running, environment, free_port, main, read, write


class TestCase(unittest.TestCase):
  def setUp(self):
    self.folder = tempfile.mkdtemp(prefix="n3-test-")
    self.environment = environment(self.folder)
    self.started = []

  def tearDown(self):
    for running in self.started:
      running.kill()
      running.process.stdout.close()
      self.assertNotIn("Sanitizer", running.logged())
    shutil.rmtree(self.folder)

  def write(self, name, content, mode=0o600):
    path = os.path.join(self.folder, name)
    write(path, content)
    os.chmod(path, mode)
    return path

  def n3(self, *arguments, input=None, user=None, stdout=subprocess.PIPE):
    """Runs the program to its end."""
    if isinstance(input, str):
      input = input.encode()
    command = [PROGRAM, *arguments]
    if user is not None and os.geteuid() == 0:
      command = ["setpriv", f"--reuid={user}", "--clear-groups", *command]
    return subprocess.run(command, input=input, stdin=subprocess.DEVNULL if input is None else None, stdout=stdout,
                          stderr=subprocess.PIPE, timeout=PATIENCE, env=self.environment, cwd=self.folder)

  def start(self, *arguments):
    running = Running(os.path.join(self.folder, f"log-{len(self.started)}"))
    running.launch(*arguments, stdout=subprocess.PIPE, env=self.environment, cwd=self.folder)
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


def login(port, user="andris", password="12345", host=HOST):
  client = poplib.POP3(host, port, timeout=PATIENCE)
  try:
    client.user(user)
    client.pass_(password)
  except poplib.error_proto:
    client.close()
    raise
  return client


def rss(*items):
  """A feed of such items: (guid, title)"""
  return '<rss version="2.0"><channel><title>Blog</title>' + "".join(
      f"<item><guid>{guid}</guid><title>{title}</title></item>" for guid, title in items) + "</channel></rss>"


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
