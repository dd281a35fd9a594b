#include "crypto/certificate.h"

#include <algorithm>
#include <memory>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/encoding.h"
#include "crypto/openssl.h"
#include "crypto/random.h"

namespace qianmo::crypto {
namespace {

using Certificate = std::unique_ptr<X509, OpenSslFree<X509_free>>;
using Memory = std::unique_ptr<BIO, OpenSslFree<BIO_vfree>>;
using Extension = std::unique_ptr<X509_EXTENSION, OpenSslFree<X509_EXTENSION_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, OpenSslFree<GENERAL_NAMES_free>>;
using Number = std::unique_ptr<BIGNUM, OpenSslFree<BN_free>>;

constexpr std::string_view kDomain = ".qianmo.internal";
constexpr std::size_t kLongestName = 32;
constexpr std::size_t kSerialBytes = 16;
constexpr std::chrono::minutes kClocksDiffer{5};
constexpr std::chrono::years kAuthorityLife{10};
constexpr long kVersion3 = 2;

Refusal Unreadable(const char* what) {
  ERR_clear_error();
  return {Refusal::Kind::kInvalid, "CERTIFICATE_UNREADABLE",
          std::string(what) + " is not one that can be read"};
}

Memory Reading(std::string_view text) {
  Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  Check(memory != nullptr, "read from memory");
  return memory;
}

std::string TextOf(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string ToPem(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  Check(memory && PEM_write_bio_X509(memory.get(), certificate) == 1, "write a certificate");
  return TextOf(memory.get());
}

std::string ToPem(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_secmem()));
  Check(memory &&
            PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "write a key");
  return TextOf(memory.get());
}

Certificate ParseCertificate(std::string_view pem) {
  return Certificate(PEM_read_bio_X509(Reading(pem).get(), nullptr, nullptr, nullptr));
}

PublicOrPrivateKey MakeKey() {
  PublicOrPrivateKey key(EVP_EC_gen("P-256"));
  Check(key != nullptr, "make a key");
  return key;
}

void SetTime(ASN1_TIME* field, Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  Check(ASN1_TIME_set(field, static_cast<time_t>(seconds)) != nullptr, "set a time");
}

Time ToTime(const ASN1_TIME* field) {
  tm parts{};
  Check(ASN1_TIME_to_tm(field, &parts) == 1, "read a time");
  const std::chrono::year_month_day day{std::chrono::year(parts.tm_year + 1900),
                                        std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
                                        std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
  return std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) +
         std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
}

void SetSerial(X509* certificate) {
  std::string bytes = RandomBytes(kSerialBytes);
  bytes[0] = static_cast<char>((bytes[0] & 0x3f) | 0x40);  // positive, and always of one length
  const Number number(BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr));
  Check(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
        "set a serial number");
}

void SetCommonName(X509_NAME* subject, const std::string& name) {
  Check(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, Bytes(name),
                                   static_cast<int>(name.size()), -1, 0) == 1,
        "set a name");
}

void Extend(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  Check(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "extend a certificate");
}

Certificate Blank(EVP_PKEY* key, const std::string& name, Time from, Time to) {
  Certificate certificate(X509_new());
  Check(certificate && X509_set_version(certificate.get(), kVersion3) == 1 &&
            X509_set_pubkey(certificate.get(), key) == 1,
        "make a certificate");
  SetSerial(certificate.get());
  SetTime(X509_getm_notBefore(certificate.get()), from);
  SetTime(X509_getm_notAfter(certificate.get()), to);
  SetCommonName(X509_get_subject_name(certificate.get()), name);
  return certificate;
}

void SignWith(EVP_PKEY* key, X509* certificate) {
  Check(X509_sign(certificate, key, EVP_sha256()) > 0, "sign a certificate");
}

std::vector<std::string> DnsNamesOf(X509* certificate) {
  std::vector<std::string> found;
  const Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    const auto* text = reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName));
    found.emplace_back(text, static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
  }
  return found;
}

std::string SerialOf(const X509* certificate) {
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate);
  return ToHex({reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                static_cast<std::size_t>(ASN1_STRING_length(serial))});
}

}  // namespace

std::string MeshHostOf(std::string_view name) { return std::string(name) + std::string(kDomain); }

std::string MeshNameOf(std::string_view host) {
  if (!host.ends_with(kDomain)) return "";
  const std::string_view name = host.substr(0, host.size() - kDomain.size());
  return IsMeshName(name) ? std::string(name) : "";
}

bool IsMeshName(std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto fits = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  return !name.empty() && name.size() <= kLongestName && letter(name.front()) &&
         name.back() != '-' && std::all_of(name.begin(), name.end(), fits);
}

CertifiedKey MakeAuthority(Time now) {
  const PublicOrPrivateKey key = MakeKey();
  const Certificate certificate =
      Blank(key.get(), "Qianmo CA", now - kClocksDiffer, now + kAuthorityLife);
  X509* const self = certificate.get();
  Check(X509_set_issuer_name(self, X509_get_subject_name(self)) == 1, "set the issuer");
  Extend(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  Extend(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
  Extend(self, self, NID_subject_key_identifier, "hash");
  SignWith(key.get(), self);
  return {ToPem(self), ToPem(key.get())};
}

Result<CertifiedKey> IssueCertificate(const CertifiedKey& authority, std::string_view name,
                                      Time now, std::chrono::seconds life) {
  if (!IsMeshName(name)) {
    return Refusal{Refusal::Kind::kInvalid, "NAME_INVALID",
                   "'" + std::string(name) + "' is no name for a peer"};
  }
  const Certificate issuer = ParseCertificate(authority.certificate);
  if (!issuer) return Unreadable("the certificate of the CA");
  const PublicOrPrivateKey signer(
      PEM_read_bio_PrivateKey(Reading(authority.key).get(), nullptr, nullptr, nullptr));
  if (!signer || X509_check_private_key(issuer.get(), signer.get()) != 1) {
    return Unreadable("the key of the CA");
  }
  const PublicOrPrivateKey key = MakeKey();
  const Certificate certificate =
      Blank(key.get(), std::string(name), now - kClocksDiffer, now + life);
  X509* const self = certificate.get();
  Check(X509_set_issuer_name(self, X509_get_subject_name(issuer.get())) == 1, "set the issuer");
  Extend(self, issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
  Extend(self, issuer.get(), NID_key_usage, "critical,digitalSignature");
  Extend(self, issuer.get(), NID_ext_key_usage, "serverAuth,clientAuth");
  Extend(self, issuer.get(), NID_subject_alt_name, "DNS:" + MeshHostOf(name) + ",IP:127.0.0.1");
  Extend(self, issuer.get(), NID_authority_key_identifier, "keyid:always");
  SignWith(signer.get(), self);
  return CertifiedKey{ToPem(self), ToPem(key.get())};
}

Result<CertificateFacts> ReadCertificate(std::string_view pem) {
  const Certificate certificate = ParseCertificate(pem);
  if (!certificate) return Unreadable("the certificate");
  return CertificateFacts{.dns_names = DnsNamesOf(certificate.get()),
                          .serial = SerialOf(certificate.get()),
                          .not_before = ToTime(X509_get0_notBefore(certificate.get())),
                          .not_after = ToTime(X509_get0_notAfter(certificate.get()))};
}

}  // namespace qianmo::crypto
