#pragma once

#include <string>

#include "folder.hpp"
#include "spool_test.hpp"

namespace n3 {

/// A folder for a spool's file. The first of two bases, so that it is there before the spool and goes after it.
struct SpoolFolder {
  test::Folder folder;
  const std::string file = folder.file("n3.db");
};

/// A spool in a file, which can be restarted.
class DurableSpoolTest : protected SpoolFolder, public SpoolTest {
 protected:
  DurableSpoolTest() : SpoolTest(Seconds(1), file) {}
  ~DurableSpoolTest() override { spool.reset(); }

  void restart() {
    spool.reset();
    spool = Spool::open(file, options(Seconds(1)));
  }

  /// The second program that has the file open.
  std::shared_ptr<Spool> another() { return Spool::open(file, options(Seconds(1))); }
};

}  // namespace n3
