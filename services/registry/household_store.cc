#include "registry/household_store.h"

#include <stdexcept>

#include "base/encoding.h"
#include "base/text.h"
#include "pg/list_statement.h"
#include "pg/reader.h"
#include "registry/domain/household_refusals.h"
#include "registry/personal_key_store.h"
#include "registry/sealed.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(HouseholdState::kDissolved) == v1::Household::STATE_DISSOLVED);

constexpr pg::ListTable kHouseholds = {
    .name = "registry.household", .alias = "h", .columns = "org_path, state, number"};

constexpr char kBankAccount[] = "household.bank_account";

constexpr char kSelectHousehold[] = R"(
  SELECT 'counties/' || h.county_id || '/households/' || h.id AS name,
    'counties/' || h.county_id || '/collectives/' || h.collective_id AS collective, h.org_path,
    h.state, h.number, h.address, h.bank_name, h.account_holder,
    encode(h.bank_account_sealed, 'hex') AS bank_account,
    (SELECT 'counties/' || m.county_id || '/members/' || m.id FROM registry.member m
       WHERE m.county_id = h.county_id AND m.household_id = h.id
         AND m.relation = 1 AND m.state = 1) AS head,
    (SELECT m.name FROM registry.member m
       WHERE m.county_id = h.county_id AND m.household_id = h.id
         AND m.relation = 1 AND m.state = 1) AS head_display_name,
    (SELECT count(*) FROM registry.member m WHERE m.county_id = h.county_id
         AND m.household_id = h.id AND m.state = 1) AS member_count,
    h.create_time, h.end_time, h.version AS etag
  FROM registry.household h WHERE h.county_id = $1)";

constexpr char kHouseholdFacts[] =
    "SELECT id, collective_id, org_path, number, state, address, bank_name, account_holder,"
    "  bank_account_sealed, version"
    " FROM registry.household WHERE county_id = $1 AND id = $2";

Uuid LastIdOf(const std::string& name) {
  return Uuid::Parse(name.substr(name.rfind('/') + 1)).value();
}

void MaskHousehold(const crypto::Keyring& ring, CountyId county, v1::Household* household) {
  if (household->bank_account().empty()) return;
  const auto sealed = FromHex(household->bank_account());
  household->set_bank_account(
      MaskAccount(OpenValue(ring, kBankAccount, county, LastIdOf(household->name()), sealed)));
}

Result<HouseholdRow> OneHousehold(const crypto::Keyring& ring, CountyId county,
                                  const pqxx::result& rows) {
  if (rows.empty()) return refusals::HouseholdNotFound();
  const auto& row = rows[0];
  auto path = OrgPath::Parse(pg::Get<std::string>(row, "org_path"));
  if (!path) throw std::runtime_error("a stored organisation path does not parse");
  const auto id = pg::Get<HouseholdId>(row, "id");
  return HouseholdRow{
      .id = id,
      .collective = pg::Get<CollectiveId>(row, "collective_id"),
      .org_path = *std::move(path),
      .number = pg::Get<std::string>(row, "number"),
      .state = static_cast<HouseholdState>(pg::Get<int>(row, "state")),
      .address = pg::Get<std::string>(row, "address"),
      .bank_name = pg::Get<std::string>(row, "bank_name"),
      .account_holder = pg::Get<std::string>(row, "account_holder"),
      .bank_account = OpenValue(ring, kBankAccount, county, id.uuid,
                                pg::Get<std::optional<pg::Bytes>>(row, "bank_account_sealed")),
      .version = pg::Get<std::int64_t>(row, "version")};
}

// Households with a member whose name has this part.
void WithMemberNamed(pg::ListStatement* statement, const std::string& text) {
  const std::string named = statement->Matches("m.name", text);
  statement->Where(
      "EXISTS (SELECT FROM registry.member m WHERE m.county_id = $1 AND m.household_id = h.id "
      "AND " +
          named + " OFFSET 0)",
      "h.id IN (SELECT m.household_id FROM registry.member m WHERE m.county_id = $1 AND " + named +
          ")");
}

}  // namespace

Result<HouseholdRow> FindHousehold(pg::Transaction& tx, const crypto::Keyring& ring,
                                   CountyId county, HouseholdId id) {
  return OneHousehold(ring, county, tx.Run(kHouseholdFacts, county, id));
}

Result<HouseholdRow> LockHousehold(pg::Transaction& tx, const crypto::Keyring& ring,
                                   CountyId county, HouseholdId id) {
  return OneHousehold(ring, county,
                      tx.Run(std::string(kHouseholdFacts) + " FOR NO KEY UPDATE", county, id));
}

v1::Household ReadHousehold(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                            HouseholdId id) {
  auto household = pg::ReadOne<v1::Household>(
      tx.Run(std::string(kSelectHousehold) + " AND h.id = $2", county, id));
  if (!household) throw std::runtime_error("a household that was there is gone");
  MaskHousehold(ring, county, &*household);
  return *std::move(household);
}

std::string HouseholdName(CountyId county, HouseholdId id) {
  return "counties/" + std::to_string(county.number) + "/households/" + id.ToString();
}

google::protobuf::RepeatedPtrField<v1::Household> ListHouseholds(pg::Transaction& tx,
                                                                 const crypto::Keyring& ring,
                                                                 const HouseholdQuery& query) {
  pg::ListStatement statement(kHouseholds, query.county);
  const auto own = Uuid::Parse(query.own);
  if (own) {
    statement.WithinOr(query.within, "h.id = " + statement.Bind(*own));
  } else {
    statement.Within(query.within);
  }
  if (!query.org_path.empty()) statement.Within({query.org_path});
  if (query.state) statement.Where("h.state = " + statement.Bind(*query.state));
  if (!query.number.empty()) statement.WhereFew("h.number = " + statement.Bind(query.number));
  if (query.ids) {
    statement.WhereFew("h.id = ANY (" + statement.Bind(pg::Array(*query.ids)) + "::uuid[])");
  }
  if (!query.text.empty()) WithMemberNamed(&statement, query.text);
  statement.After(query.after);
  google::protobuf::RepeatedPtrField<v1::Household> households;
  pg::ReadAll(statement.Run(tx, kSelectHousehold, query.limit), &households);
  for (auto& household : households) MaskHousehold(ring, query.county, &household);
  return households;
}

bool HouseholdExists(pg::Transaction& tx, CountyId county, HouseholdId id) {
  return !tx.Run("SELECT id FROM registry.household WHERE county_id = $1 AND id = $2", county, id)
              .empty();
}

bool NumberIsTaken(pg::Transaction& tx, CountyId county, CollectiveId giver,
                   const std::string& number) {
  return !tx.Run(
                "SELECT id FROM registry.household"
                " WHERE county_id = $1 AND number_giver_id = $2 AND number = $3",
                county, giver, number)
              .empty();
}

void InsertHousehold(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                     const HouseholdRow& row, Time now) {
  const auto account = SealValue(ring, kBankAccount, county, row.id.uuid, row.bank_account);
  tx.Run(
      "INSERT INTO registry.household (county_id, id, collective_id, org_path, number,"
      "  number_giver_id, state, address, bank_name, account_holder, bank_account_sealed,"
      "  create_time, version)"
      " VALUES ($1, $2, $3, $4, $5, $3, $6, $7, $8, $9, $10, $11, $12)",
      county, row.id, row.collective, row.org_path.text(), row.number, static_cast<int>(row.state),
      row.address, row.bank_name, row.account_holder, AsParam(account), now, row.version);
  SetPersonalKey(tx, ring, county, PersonalKey::kBankAccount, row.id.uuid, row.bank_account, true);
}

void SaveHousehold(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                   const HouseholdRow& row) {
  const auto account = SealValue(ring, kBankAccount, county, row.id.uuid, row.bank_account);
  tx.Run(
      "UPDATE registry.household SET address = $3, bank_name = $4, account_holder = $5,"
      "  bank_account_sealed = $6, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, row.id, row.address, row.bank_name, row.account_holder, AsParam(account));
  SetPersonalKey(tx, ring, county, PersonalKey::kBankAccount, row.id.uuid, row.bank_account, true);
}

void SetDissolved(pg::Transaction& tx, CountyId county, HouseholdId id, Time now) {
  tx.Run(
      "UPDATE registry.household SET state = $3, end_time = $4, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(HouseholdState::kDissolved), now);
}

void MoveHouseholdVersion(pg::Transaction& tx, CountyId county, HouseholdId id) {
  tx.Run("UPDATE registry.household SET version = version + 1 WHERE county_id = $1 AND id = $2",
         county, id);
}

std::optional<Time> LastReveal(pg::Transaction& tx, CountyId county, const std::string& resource,
                               const Uuid& account) {
  const auto rows = tx.Run(
      "SELECT max(reveal_time) AS last FROM registry.reveal"
      " WHERE county_id = $1 AND resource = $2 AND account_id = $3",
      county, resource, account);
  return pg::Get<std::optional<Time>>(rows[0], "last");
}

void AddReveal(pg::Transaction& tx, CountyId county, const std::string& resource,
               const OrgPath& org_path, const std::string& reason, const Uuid& account, Time now) {
  tx.Run(
      "INSERT INTO registry.reveal (county_id, id, resource, org_path, reason, account_id,"
      "  reveal_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)",
      county, Uuid::Make(now), resource, org_path.text(), reason, account, now);
}

}  // namespace qianmo::registry
