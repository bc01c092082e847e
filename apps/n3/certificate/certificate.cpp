#include "certificate/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <utility>

#include "base/host.hpp"

namespace n3::program {
namespace {

template <auto free>
struct Freed {
  void operator()(auto* object) const { free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using GeneralNames = std::unique_ptr<GENERAL_NAMES, Freed<GENERAL_NAMES_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

constexpr long clock_slack = 3600;       // seconds; clients' clocks are not all right
constexpr long validity = 730L * 86400;  // Apple takes no more than 825 days

void check(bool good) {
  if (good) return;
  const char* reason = ERR_reason_error_string(ERR_get_error());
  throw std::runtime_error(std::string("cannot make a certificate: ") + (reason ? reason : "OpenSSL says no"));
}

std::string alternative_names(std::span<const std::string> names) {
  std::string result;
  for (const std::string& name : names) {
    if (!result.empty()) result += ',';
    result += (is_ip_address(name) ? "IP:" : "DNS:") + name;
  }
  return result;
}

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  check(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

void set_serial(X509* certificate) {
  BIGNUM* number = BN_new();
  const std::unique_ptr<BIGNUM, Freed<BN_free>> owner(number);
  check(number && BN_rand(number, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1);
  check(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr);
}

template <class Write>
std::string pem_text(Write write) {
  const Bio memory(BIO_new(BIO_s_mem()));
  check(memory && write(memory.get()) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

/// Null where it is no key for ECDSA P-256.
Key parse_key(std::string_view pem) {
  const Bio memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  std::array<char, 32> group{};
  const bool is_p256 = key && EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), nullptr) == 1 &&
                       OBJ_txt2nid(group.data()) == NID_X9_62_prime256v1;
  return is_p256 ? std::move(key) : nullptr;
}

std::string name_text(const GENERAL_NAME* name) {
  int kind = 0;
  const auto* text = static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(name, &kind));
  const auto* octets = ASN1_STRING_get0_data(text);
  const auto size = static_cast<std::size_t>(ASN1_STRING_length(text));
  if (kind == GEN_DNS) return {reinterpret_cast<const char*>(octets), size};
  return kind == GEN_IPADD ? ip_address_text({octets, size}) : "";
}

std::vector<std::string> names_in(const X509* certificate) {
  const GeneralNames found(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> names;
  for (int i = 0; i < sk_GENERAL_NAME_num(found.get()); ++i) {
    if (std::string name = name_text(sk_GENERAL_NAME_value(found.get(), i)); !name.empty()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

bool covers(X509* certificate, const std::string& name) {
  if (is_ip_address(name)) return X509_check_ip_asc(certificate, name.c_str(), 0) == 1;
  return X509_check_host(certificate, name.c_str(), name.size(), 0, nullptr) == 1;
}

std::string sha256_of(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  check(X509_digest(certificate, EVP_sha256(), digest.data(), &size) == 1);
  constexpr char hex[] = "0123456789ABCDEF";
  std::string result;
  for (unsigned i = 0; i < size; ++i) {
    if (i != 0) result += ':';
    result += hex[digest[i] >> 4];
    result += hex[digest[i] & 15];
  }
  return result;
}

std::chrono::sys_seconds time_of(const ASN1_TIME* text) {
  std::tm time{};
  check(ASN1_TIME_to_tm(text, &time) == 1);
  return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&time)));
}

}  // namespace

CertificatePair make_certificate(std::span<const std::string> names, std::string_view key_pem) {
  Key key = parse_key(key_pem);
  if (!key) key.reset(EVP_EC_gen("P-256"));
  const X509Certificate certificate(X509_new());
  check(key && certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  set_serial(certificate.get());
  check(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -clock_slack) != nullptr);
  check(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validity - clock_slack) != nullptr);
  check(X509_set_pubkey(certificate.get(), key.get()) == 1);

  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const std::string common_name = names.front().substr(0, ub_common_name);
  const auto* octets = reinterpret_cast<const unsigned char*>(common_name.c_str());
  check(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, octets, -1, -1, 0) == 1);
  check(X509_set_issuer_name(certificate.get(), subject) == 1);

  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), NID_key_usage, "critical,digitalSignature");
  add_extension(certificate.get(), NID_ext_key_usage, "serverAuth");
  add_extension(certificate.get(), NID_subject_key_identifier, "hash");
  add_extension(certificate.get(), NID_subject_alt_name, alternative_names(names));
  check(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);

  return {pem_text([&](BIO* out) { return PEM_write_bio_X509(out, certificate.get()); }), pem_text([&](BIO* out) {
            return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

bool is_certificate_key(std::string_view pem) { return parse_key(pem) != nullptr; }

std::optional<CertificateFacts> certificate_facts(std::string_view pem, std::span<const std::string> names) {
  const Bio memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const X509Certificate certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (!certificate) return std::nullopt;
  CertificateFacts facts{.sha256 = sha256_of(certificate.get()),
                         .begins = time_of(X509_get0_notBefore(certificate.get())),
                         .ends = time_of(X509_get0_notAfter(certificate.get())),
                         .names = names_in(certificate.get()),
                         .uncovered = {}};
  for (const std::string& name : names) {
    if (!covers(certificate.get(), name)) facts.uncovered.push_back(name);
  }
  return facts;
}

}  // namespace n3::program
