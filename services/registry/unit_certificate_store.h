// Certificates of units, in the database.
#pragma once

#include <optional>
#include <string>

#include <google/protobuf/repeated_field.h>

#include "crypto/digest.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/unit_certificates.pb.h"
#include "registry/domain/unit_certificate.h"

namespace qianmo::registry {

// The next number of the county; its row stays locked, so that no number is left out.
std::int64_t TakeCertificateSerial(pg::Transaction& tx, CountyId county);

struct CertificateRow {
  CountyId county;
  Uuid id;
  std::int64_t serial = 0;
  Uuid collective;
  Uuid household;
  CertificateText text;
  Time known_time;
  crypto::Digest sha256;
  Time issue_time;
  int prints = 0;
  std::string org_path;  // of the household today
};
// With its first print.
void InsertCertificate(pg::Transaction& tx, const CertificateRow& certificate, const Uuid& account);
std::optional<CertificateRow> FindCertificate(pg::Transaction& tx, CountyId county, const Uuid& id);
std::optional<Uuid> FindCertificateByNumber(pg::Transaction& tx, CountyId county,
                                            std::int64_t serial);
// The book of its collective must be locked.
void AddPrint(pg::Transaction& tx, CountyId county, const Uuid& id, const std::string& reason,
              const Uuid& account, Time now);

// It must exist.
v1::UnitCertificate ReadCertificate(pg::Transaction& tx, CountyId county, const Uuid& id);
// Newest first.
google::protobuf::RepeatedPtrField<v1::UnitCertificate> ListCertificates(
    pg::Transaction& tx, CountyId county, const Uuid& household, const std::optional<Uuid>& before,
    int limit);

}  // namespace qianmo::registry
