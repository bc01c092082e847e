"""script/conform"""

import os
import re
import socketserver
import subprocess
import threading

import harness

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")


class Refusing(socketserver.BaseRequestHandler):
  def handle(self):
    self.request.sendall(b"-ERR not today\r\n")


class Conform(harness.TestCase):
  def conform(self, port, *arguments):
    result = subprocess.run([ROOT + "/script/conform", f"{harness.HOST}:{port}", *arguments], capture_output=True,
                            text=True, timeout=harness.PATIENCE)
    counted = re.search(r"^(\d+) dialogues, (\d+) failed$", result.stdout, re.MULTILINE)
    self.assertTrue(counted, result)
    return result.returncode, int(counted[1]), int(counted[2]), result.stdout

  def test_finds_nothing_wrong_with_n3_demo(self):
    told = self.demo().told
    for port, channel in [("port", []), ("port", ["--stls"]), ("tls_port", ["--tls"])]:
      with self.subTest(channel):
        status, played, failed, said = self.conform(told[port], *channel)
        self.assertEqual((status, failed), (0, 0), said)
        self.assertGreater(played, 10)

  def test_fails_where_a_dialogue_does(self):
    with socketserver.ThreadingTCPServer((harness.HOST, 0), Refusing) as server:
      threading.Thread(target=server.serve_forever, daemon=True).start()
      status, played, failed, _ = self.conform(server.server_address[1])
      server.shutdown()
    self.assertEqual(status, 1)
    self.assertEqual(failed, played)


if __name__ == "__main__":
  harness.main()
