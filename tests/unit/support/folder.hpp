#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace n3::test {

/// A folder that is gone with this object.
class Folder {
 public:
  Folder() : path_((std::filesystem::temp_directory_path() / "n3-test-XXXXXX").string()) { ::mkdtemp(path_.data()); }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace n3::test
