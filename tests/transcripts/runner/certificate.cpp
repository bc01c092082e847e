#include "certificate.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <sys/stat.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace n3::transcripts {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using Chain = std::unique_ptr<X509, void (*)(X509*)>;

std::filesystem::path new_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "n3-transcripts-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("cannot make a temporary folder");
  return name;
}

Chain self_signed(EVP_PKEY* key) {
  constexpr long a_day = 24 * 60 * 60;
  Chain certificate(X509_new(), X509_free);
  X509* x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -a_day);
  X509_gmtime_adj(X509_getm_notAfter(x509), a_day);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(x509, X509_get_subject_name(x509));
  X509_set_pubkey(x509, key);
  X509_sign(x509, key, EVP_sha256());
  return certificate;
}

}  // namespace

TestCertificate::TestCertificate() : folder_(new_folder()) {
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Chain certificate = self_signed(key.get());
  const File chain_file(std::fopen(files().chain.c_str(), "w"), std::fclose);
  const File key_file(std::fopen(files().key.c_str(), "w"), std::fclose);
  if (!chain_file || !key_file || chmod(files().key.c_str(), 0600) != 0 ||
      PEM_write_X509(chain_file.get(), certificate.get()) != 1 ||
      PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    throw std::runtime_error("cannot write a certificate into " + folder_.string());
}

TestCertificate::~TestCertificate() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace n3::transcripts
