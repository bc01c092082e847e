"""The configuration files that README.md and docs/ show."""

import glob
import os
import re

import harness

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")


class Docs(harness.TestCase):
  def make_what_it_names(self, config):
    """The certificate, the key, the password files and the Maildirs."""
    for key, path in re.findall(r'\b(certificate|key|file|path) = "(.*?)"', config):
      path = os.path.join(self.folder, path)
      if key == "path":
        for part in ["cur", "new", "tmp"]:
          os.makedirs(f"{path}/{part}", exist_ok=True)
      elif key == "file":
        self.write(path, "s3cret\n")
      else:
        os.rename(f"{self.folder}/made/{key}.pem", path)

  def test_show_only_configurations_that_are_good(self):
    for page in ["README.md", "docs/config.md"]:
      self.assertIn("```toml\n", harness.read(os.path.join(ROOT, page)).decode())
    for page in [ROOT + "/README.md", *glob.glob(ROOT + "/docs/*.md")]:
      for config in re.findall(r"```toml\n(.*?)```", harness.read(page).decode(), re.DOTALL):
        with self.subTest(config):
          self.assertEqual(self.n3("cert", "--out", "made").returncode, 0)
          config = config.replace('= "/', f'= "{self.folder}/')
          self.make_what_it_names(config)
          self.write("n3.toml", config)
          result = self.n3("check", "n3.toml")
          self.assertEqual((result.returncode, result.stderr.decode()), (0, ""))


if __name__ == "__main__":
  harness.main()
