#include "folder.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <stdlib.h>

namespace n3::test {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "n3-test-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), "cannot make " + name);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path Folder::write(std::string_view name, std::string_view bytes) const {
  const std::filesystem::path path = path_ / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << bytes << std::flush;
  if (!file) throw std::runtime_error("cannot write " + path.string());
  return path;
}

}  // namespace n3::test
