#include "net/tls_context.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <openssl/err.h>
#include <sys/stat.h>

namespace n3::net {
namespace {

[[noreturn]] void refuse(const std::string& what) { throw std::runtime_error(what); }

void check_key_file(const std::string& path) {
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0)
    refuse("cannot read the key " + path + ": " + std::generic_category().message(errno));
  if ((about.st_mode & S_IRWXO) != 0) refuse("the key " + path + " can be read by everybody: chmod 600 " + path);
}

// OpenSSL would ask for a password at the terminal.
int no_password(char*, int, int, void* wanted) {
  *static_cast<bool*>(wanted) = true;
  return -1;
}

void use_key(SSL_CTX* context, const std::string& path) {
  check_key_file(path);
  bool encrypted = false;
  SSL_CTX_set_default_passwd_cb_userdata(context, &encrypted);
  SSL_CTX_set_default_passwd_cb(context, no_password);
  const bool used = SSL_CTX_use_PrivateKey_file(context, path.c_str(), SSL_FILETYPE_PEM) == 1;
  const std::string problem = tls_error();
  if (encrypted) refuse("the key " + path + " needs a password: decrypt it with openssl pkey");
  if (!used) refuse("cannot use the key " + path + ": " + problem);
}

}  // namespace

std::string tls_error() {
  const unsigned long code = ERR_peek_error();  // the first is the cause of the others
  ERR_clear_error();
  if (ERR_SYSTEM_ERROR(code)) return std::generic_category().message(ERR_GET_REASON(code));
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason ? reason : "the connection broke off";
}

TlsContext::TlsContext(const Certificate& certificate) : context_(SSL_CTX_new(TLS_server_method())) {
  SSL_CTX* context = native();
  if (!context) refuse("OpenSSL cannot be used: " + tls_error());

  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
  SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384");
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  // Buffers are given back between records, since most connections wait most of the time.
  SSL_CTX_set_mode(context,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 1);
  constexpr unsigned char id[] = "n3";
  SSL_CTX_set_session_id_context(context, id, sizeof id - 1);

  use_key(context, certificate.key);
  if (SSL_CTX_use_certificate_chain_file(context, certificate.chain.c_str()) != 1)
    refuse("cannot use the certificate " + certificate.chain + ": " + tls_error());
  if (SSL_CTX_check_private_key(context) != 1)
    refuse("the key " + certificate.key + " does not belong to the certificate " + certificate.chain);
}

}  // namespace n3::net
