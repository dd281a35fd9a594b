// A folder with a CA and with the certificates that it has issued, one folder for each peer:
//   ca.pem ca.key   NAME/cert.pem NAME/key.pem NAME/ca.pem
// NAME is a link to a set that never changes. A renewal makes a new set and moves the link, so that
// a certificate and its key always belong together.
#pragma once

#include <filesystem>
#include <string>

#include "crypto/certificate.h"

namespace qianmo::crypto {

// Refusals: CA_EXISTS, CA_MISSING, CA_EXPOSED (its key is open to others), CERTIFICATE_UNREADABLE,
// CERTIFICATES_UNWRITABLE, NAME_INVALID. Each message is a sentence for the operator.
class CertificateFolder {
 public:
  // Makes the folder, if need be, and a CA in it.
  static Result<CertificateFolder> Create(const std::filesystem::path& path, Time now);
  static Result<CertificateFolder> Open(const std::filesystem::path& path);

  // Several processes may issue at once; the last one holds.
  Result<CertificateFacts> Issue(const std::string& name, Time now,
                                 std::chrono::seconds life) const;
  // What the peer of this name now shows to others.
  Result<CertificateFacts> Show(const std::string& name) const;
  const CertifiedKey& authority() const { return authority_; }

 private:
  CertificateFolder(std::filesystem::path path, CertifiedKey authority)
      : path_(std::move(path)), authority_(std::move(authority)) {}
  Result<Done> Publish(const std::string& name, const CertifiedKey& issued,
                       const std::string& serial) const;

  std::filesystem::path path_;
  CertifiedKey authority_;
};

}  // namespace qianmo::crypto
