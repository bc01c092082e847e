#pragma once

#include <filesystem>

#include <n3/server.hpp>

namespace n3::transcripts {

/// A folder of its own with a self-signed certificate for localhost and its key, removed with this object.
class TestCertificate {
 public:
  TestCertificate();
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  Certificate files() const { return {(folder_ / "chain.pem").string(), (folder_ / "key.pem").string()}; }

 private:
  std::filesystem::path folder_;
};

}  // namespace n3::transcripts
