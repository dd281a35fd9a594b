#include "registry/partner_store.h"

#include "base/encoding.h"
#include "base/search_terms.h"
#include "base/text.h"
#include "pg/list_statement.h"
#include "pg/reader.h"
#include "registry/domain/collective_refusals.h"
#include "registry/sealed.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(PartnerState::kRetired) == v1::Partner::STATE_RETIRED);

constexpr pg::ListTable kPartners = {
    .name = "registry.partner", .alias = "p", .columns = "state, name, search_terms"};

constexpr char kPartnerPhone[] = "partner.phone";

constexpr char kSelectPartner[] = R"(
  SELECT 'counties/' || p.county_id || '/partners/' || p.id AS name, p.state,
    p.name AS display_name, p.credit_code, p.county_name AS county_display_name, p.contact_name,
    encode(p.phone_sealed, 'hex') AS phone, p.create_time, p.version AS etag
  FROM registry.partner p WHERE p.county_id = $1)";

void MaskPartner(const crypto::Keyring& ring, CountyId county, v1::Partner* partner) {
  if (partner->phone().empty()) return;
  const Uuid id = Uuid::Parse(partner->name().substr(partner->name().rfind('/') + 1)).value();
  partner->set_phone(
      MaskPhone(OpenValue(ring, kPartnerPhone, county, id, FromHex(partner->phone()))));
}

}  // namespace

Result<PartnerRow> LockPartner(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                               PartnerId id) {
  const auto rows = tx.Run(
      "SELECT state, name, credit_code, county_name, contact_name, phone_sealed, version"
      " FROM registry.partner WHERE county_id = $1 AND id = $2 FOR UPDATE",
      county, id);
  if (rows.empty()) return refusals::PartnerNotFound();
  const auto& row = rows[0];
  return PartnerRow{.id = id,
                    .state = static_cast<PartnerState>(pg::Get<int>(row, "state")),
                    .name = pg::Get<std::string>(row, "name"),
                    .credit_code = pg::Get<std::string>(row, "credit_code"),
                    .county_name = pg::Get<std::string>(row, "county_name"),
                    .contact_name = pg::Get<std::string>(row, "contact_name"),
                    .phone = OpenValue(ring, kPartnerPhone, county, id.uuid,
                                       pg::Get<std::optional<pg::Bytes>>(row, "phone_sealed")),
                    .version = pg::Get<std::int64_t>(row, "version")};
}

Result<v1::Partner> ReadPartner(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                                PartnerId id) {
  auto partner =
      pg::ReadOne<v1::Partner>(tx.Run(std::string(kSelectPartner) + " AND p.id = $2", county, id));
  if (!partner) return refusals::PartnerNotFound();
  MaskPartner(ring, county, &*partner);
  return *std::move(partner);
}

google::protobuf::RepeatedPtrField<v1::Partner> ListPartners(
    pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, std::optional<int> state,
    const std::string& text, const std::optional<Uuid>& after, int limit) {
  pg::ListStatement statement(kPartners, county);
  if (state) statement.Where("p.state = " + statement.Bind(*state));
  if (!text.empty()) statement.Where(statement.Matches("p.name", text));
  statement.After(after);
  google::protobuf::RepeatedPtrField<v1::Partner> partners;
  pg::ReadAll(statement.Run(tx, kSelectPartner, limit), &partners);
  for (auto& partner : partners) MaskPartner(ring, county, &partner);
  return partners;
}

bool PartnerHasCode(pg::Transaction& tx, CountyId county, const std::string& credit_code) {
  return !tx.Run("SELECT id FROM registry.partner WHERE county_id = $1 AND credit_code = $2",
                 county, credit_code)
              .empty();
}

void InsertPartner(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                   const PartnerRow& row, Time now) {
  const auto phone = SealValue(ring, kPartnerPhone, county, row.id.uuid, row.phone);
  tx.Run(
      "INSERT INTO registry.partner (county_id, id, state, name, search_terms, credit_code,"
      "  county_name, contact_name, phone_sealed, create_time, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      county, row.id, static_cast<int>(row.state), row.name, pg::Array(SearchTerms(row.name)),
      row.credit_code, row.county_name, row.contact_name, AsParam(phone), now, row.version);
}

void SavePartner(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                 const PartnerRow& row) {
  const auto phone = SealValue(ring, kPartnerPhone, county, row.id.uuid, row.phone);
  tx.Run(
      "UPDATE registry.partner SET state = $3, name = $4, search_terms = $5, county_name = $6,"
      "  contact_name = $7, phone_sealed = $8, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, row.id, static_cast<int>(row.state), row.name, pg::Array(SearchTerms(row.name)),
      row.county_name, row.contact_name, AsParam(phone));
}

}  // namespace qianmo::registry
