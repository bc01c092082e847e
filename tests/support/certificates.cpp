#include "certificates.hpp"

#include <filesystem>
#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace n3::test {
namespace {

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;

// Nobody else may read it.
Bio new_file(const std::string& path) {
  Bio file(BIO_new_file(path.c_str(), "w"));
  if (!file) throw std::runtime_error("cannot write " + path);
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return file;
}

X509Certificate sign(EVP_PKEY* key, const std::string& name) {
  constexpr long a_day = 24 * 60 * 60;
  X509Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -a_day);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), a_day);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_set_pubkey(certificate.get(), key);
  if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) throw std::runtime_error("cannot sign a certificate");
  return certificate;
}

void write_key(const std::string& path, EVP_PKEY* key, const EVP_CIPHER* cipher, std::string password) {
  if (!PEM_write_bio_PrivateKey(new_file(path).get(), key, cipher, reinterpret_cast<unsigned char*>(password.data()),
                                static_cast<int>(password.size()), nullptr, nullptr))
    throw std::runtime_error("cannot write " + path);
}

}  // namespace

Certificate make_certificate(const Folder& folder, const std::string& name, bool rsa) {
  const Key key(rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"));
  const X509Certificate certificate = sign(key.get(), name);
  const Certificate files{.chain = folder.file(name + ".pem"), .key = folder.file(name + ".key")};
  if (!PEM_write_bio_X509(new_file(files.chain).get(), certificate.get()))
    throw std::runtime_error("cannot write " + files.chain);
  write_key(files.key, key.get(), nullptr, {});
  return files;
}

std::string encrypted_key(const Folder& folder, const std::string& key) {
  const Key clear(PEM_read_bio_PrivateKey(Bio(BIO_new_file(key.c_str(), "r")).get(), nullptr, nullptr, nullptr));
  write_key(folder.file("encrypted.key"), clear.get(), EVP_aes_128_cbc(), "secret");
  return folder.file("encrypted.key");
}

}  // namespace n3::test
