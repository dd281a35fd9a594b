// Partners from other counties in the database. The version counts changes; it is the etag.
#pragma once

#include <optional>
#include <string>

#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/partners.pb.h"

namespace qianmo::registry {

using PartnerId = Id<struct PartnerTag>;

enum class PartnerState { kActive = 1, kRetired = 2 };

struct PartnerRow {
  PartnerId id;
  PartnerState state;
  std::string name;
  std::string credit_code;
  std::string county_name;
  std::string contact_name;
  std::string phone;  // in full; "" where there is none
  std::int64_t version;
};

// Refuses PARTNER_NOT_FOUND.
Result<PartnerRow> LockPartner(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                               PartnerId id);
// As people see it, the telephone masked. Refuses PARTNER_NOT_FOUND.
Result<v1::Partner> ReadPartner(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                                PartnerId id);
google::protobuf::RepeatedPtrField<v1::Partner> ListPartners(
    pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, std::optional<int> state,
    const std::string& text, const std::optional<Uuid>& after, int limit);

bool PartnerHasCode(pg::Transaction& tx, CountyId county, const std::string& credit_code);
void InsertPartner(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                   const PartnerRow& row, Time now);
// Everything but the credit code.
void SavePartner(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                 const PartnerRow& row);

}  // namespace qianmo::registry
