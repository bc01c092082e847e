"""n3 cert"""

import os
import stat
import subprocess
import tomllib

import harness


class Cert(harness.TestCase):
  def openssl(self, *arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True, check=True, cwd=self.folder, text=True).stdout

  def test_makes_a_pair_that_openssl_accepts_for_the_names_given(self):
    self.assertEqual(self.n3("cert", "--out", "new", "--host", "pop.example.org", "--host", "192.0.2.7").returncode, 0)
    pair = ["-CAfile", "new/certificate.pem", "new/certificate.pem"]
    strict = ["verify", "-x509_strict", "-purpose", "sslserver"]
    for name in ["pop.example.org", "localhost"]:
      self.openssl(*strict, "-verify_hostname", name, *pair)
    for address in ["192.0.2.7", "127.0.0.1", "::1"]:
      self.openssl(*strict, "-verify_ip", address, *pair)
    with self.assertRaises(subprocess.CalledProcessError):
      self.openssl(*strict, "-verify_hostname", "other.example.org", *pair)

    text = self.openssl("x509", "-in", "new/certificate.pem", "-noout", "-text")
    for part in ["Subject: CN = pop.example.org", "Public Key Algorithm: id-ecPublicKey", "NIST CURVE: P-256",
                 "CA:FALSE", "Digital Signature", "TLS Web Server Authentication"]:
      self.assertIn(part, text)
    self.openssl("x509", "-in", "new/certificate.pem", "-noout", "-checkend", str(700 * 86400))
    with self.assertRaises(subprocess.CalledProcessError):
      self.openssl("x509", "-in", "new/certificate.pem", "-noout", "-checkend", str(800 * 86400))
    self.assertEqual(self.openssl("pkey", "-in", "new/key.pem", "-pubout"),
                     self.openssl("x509", "-in", "new/certificate.pem", "-noout", "-pubkey"))

  def test_keeps_the_key_to_its_owner(self):
    self.assertEqual(self.n3("cert").returncode, 0)
    self.assertEqual(stat.S_IMODE(os.stat(self.folder + "/key.pem").st_mode), 0o600)
    self.assertEqual(stat.S_IMODE(os.stat(self.folder + "/certificate.pem").st_mode), 0o644)

  def test_names_this_machine_where_no_name_is_given(self):
    self.assertEqual(self.n3("cert").returncode, 0)
    names = self.openssl("x509", "-in", "certificate.pem", "-noout", "-ext", "subjectAltName")
    for name in ["DNS:localhost", "IP Address:127.0.0.1", "IP Address:0:0:0:0:0:0:0:1",
                 "DNS:" + os.uname().nodename.lower()]:
      self.assertIn(name, names)

  def test_prints_what_to_put_into_the_configuration(self):
    printed = self.n3("cert", "--out", "new \"folder\"").stdout.decode()
    tls = tomllib.loads(printed)["tls"]
    self.assertEqual(tls, {"certificate": self.folder + "/new \"folder\"/certificate.pem",
                           "key": self.folder + "/new \"folder\"/key.pem"})
    digest = self.openssl("x509", "-in", tls["certificate"], "-noout", "-fingerprint", "-sha256").strip().split("=")[1]
    self.assertIn(digest, printed)

  def test_makes_another_one_each_time(self):
    for folder in ["a", "b"]:
      self.assertEqual(self.n3("cert", "--out", folder).returncode, 0)
    serials = {self.openssl("x509", "-in", folder + "/certificate.pem", "-noout", "-serial") for folder in ["a", "b"]}
    self.assertEqual(len(serials), 2)

  def test_overwrites_nothing_and_says_so(self):
    self.write("key.pem", "precious")
    text = self.refused("cert")
    self.assertEqual(text, f"n3: {self.folder}/key.pem is there already: remove it, or choose another folder with "
                           "--out DIR\n")
    self.assertFalse(os.path.exists(self.folder + "/certificate.pem"))

  def test_refuses_names_that_are_none(self):
    for name in ["a b", "a,DNS:b", "", "*.example.org", "a\nb", "1.2.3.4:110"]:
      with self.subTest(name):
        text = self.refused("cert", "--host", name)
        self.assertIn("must be a host name or an address", text)
        self.assertEqual(text.count("\n"), 1, text)
    self.assertFalse(os.path.exists(self.folder + "/certificate.pem"))

  def test_says_where_it_cannot_write(self):
    self.write("file", "")
    text = self.refused("cert", "--out", "file/new")
    self.assertTrue(text.startswith("n3: "), text)
    self.assertIn(self.folder + "/file/new", text)
    self.assertEqual(self.refused("cert", "--out", ""), "n3: --out: needs the name of a folder\n")
    self.assertRegex(self.refused("cert", "--out", "/proc/foo"), "^n3: --out: cannot make the folder /proc/foo: [A-Z]")


if __name__ == "__main__":
  harness.main()
