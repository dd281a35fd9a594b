#include "registry/party_store.h"

#include <stdexcept>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "pg/reader.h"
#include "registry/sealed.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(PartyKind::kOrganisation) == v1::PARTY_KIND_ORGANISATION);
static_assert(static_cast<int>(PartyKind::kPerson) == v1::PARTY_KIND_PERSON);
static_assert(static_cast<int>(PartyTrait::kLegalPerson) == v1::PartyLink::REASON_LEGAL_PERSON);
static_assert(static_cast<int>(PartyTrait::kPhone) == v1::PartyLink::REASON_PHONE);
static_assert(static_cast<int>(PartyTrait::kBankAccount) == v1::PartyLink::REASON_BANK_ACCOUNT);

// Nationwide, so no county is in it.
std::string PartyPlace(std::string_view column, PartyId id) {
  return "registry.party." + std::string(column) + "/" + id.ToString();
}

std::string OpenOfParty(const crypto::Keyring& ring, std::string_view column, PartyId id,
                        std::string_view sealed) {
  auto plain = crypto::Open(ring, PartyPlace(column, id), sealed);
  if (!plain) throw std::runtime_error("a sealed " + std::string(column) + " does not open");
  return *std::move(plain);
}

std::string_view FieldOf(PartyTrait trait) {
  switch (trait) {
    case PartyTrait::kLegalPerson:
      return "registry.party.legal_person";
    case PartyTrait::kPhone:
      return "registry.party.phone";
    case PartyTrait::kBankAccount:
      return "registry.party.bank_account";
  }
  return "";
}

// What the party has of each. A person is its own legal person.
std::vector<std::pair<PartyTrait, std::string>> TraitsOf(const PartyIdentity& identity,
                                                         const v1::PartyDetails& details) {
  const bool itself = identity.kind == PartyKind::kPerson;
  return {{PartyTrait::kLegalPerson,
           itself ? identity.number : details.legal_person().identity_number()},
          {PartyTrait::kPhone, details.phone()},
          {PartyTrait::kBankAccount, details.bank_account().number()}};
}

// Of the rows `x` of registry.party_bar.
std::string BarHolds(const std::string& county, const std::string& today) {
  return "(x.nationwide OR x.county_id = " + county +
         ") AND x.lift_time IS NULL AND (x.end_date IS NULL OR x.end_date > " + today + ")";
}

}  // namespace

std::string PartyName(PartyId id) { return "parties/" + id.ToString(); }

std::vector<std::string> PartyKeys(const crypto::Keyring& ring, PartyKind kind,
                                   std::string_view number) {
  // A number of digits alone could be of either kind.
  return IndexesOf(ring, "registry.party.number",
                   std::to_string(static_cast<int>(kind)) + "/" + std::string(number));
}

std::vector<std::string> TraitIndexes(const crypto::Keyring& ring, PartyTrait trait,
                                      std::string_view normalised) {
  return IndexesOf(ring, FieldOf(trait), normalised);
}

std::optional<PartyId> FindParty(pg::Transaction& tx, const crypto::Keyring& ring, PartyKind kind,
                                 std::string_view number) {
  const auto rows =
      tx.Run("SELECT party_id FROM registry.party_key WHERE key_index = ANY ($1::bytea[]) LIMIT 1",
             AsArray(PartyKeys(ring, kind, number)));
  if (rows.empty()) return std::nullopt;
  return pg::Get<PartyId>(rows[0], "party_id");
}

PartyId InsertParty(pg::Transaction& tx, const crypto::Keyring& ring, PartyKind kind,
                    std::string_view number, Time now) {
  const auto id = PartyId::Make(now);
  const std::string sealed = crypto::Seal(ring, PartyPlace("number", id), number);
  tx.Run(
      "INSERT INTO registry.party (id, kind, number_sealed, display_name, create_time)"
      " VALUES ($1, $2, $3, '', $4)",
      id, static_cast<int>(kind), pg::Bytes{sealed}, now);
  // Under every key: a process that has not seen a rotation yet collides all the same.
  tx.Run(
      "INSERT INTO registry.party_key (key_index, party_id)"
      " SELECT key_index, $2 FROM unnest($1::bytea[]) AS key_index",
      AsArray(PartyKeys(ring, kind, number)), id);
  return id;
}

void SetVerified(pg::Transaction& tx, const crypto::Keyring& ring, PartyId id,
                 const v1::PartyDetails& details, Time now) {
  const std::string sealed =
      crypto::Seal(ring, PartyPlace("details", id), details.SerializeAsString());
  tx.Run(
      "UPDATE registry.party SET display_name = $2, details_sealed = $3, verify_time = $4"
      " WHERE id = $1",
      id, details.display_name(), pg::Bytes{sealed}, now);
}

void SetTraits(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, PartyId id,
               PartyKind kind, std::string_view number, const v1::PartyDetails& details) {
  RemoveTraits(tx, county, id);
  for (const auto& [trait, plain] : TraitsOf({kind, std::string(number)}, details)) {
    tx.Run(
        "INSERT INTO registry.party_trait (trait_index, kind, party_id, county_id)"
        " SELECT trait_index, $2, $3, $4 FROM unnest($1::bytea[]) AS trait_index",
        AsArray(TraitIndexes(ring, trait, plain)), static_cast<int>(trait), id, county);
  }
}

void RemoveTraits(pg::Transaction& tx, CountyId county, PartyId id) {
  tx.Run("DELETE FROM registry.party_trait WHERE party_id = $2 AND county_id = $1", county, id);
}

std::optional<PartyIdentity> ResealParty(pg::Transaction& tx, const crypto::Keyring& ring,
                                         PartyId id) {
  const auto rows = tx.Run(
      "SELECT kind, number_sealed, details_sealed FROM registry.party WHERE id = $1"
      " FOR NO KEY UPDATE",
      id);
  const auto anew = [&](const char* column, const char* alias, std::string* plain) {
    const auto sealed = pg::Get<std::optional<pg::Bytes>>(rows.at(0), alias);
    auto opened = sealed ? crypto::Open(ring, PartyPlace(column, id), *sealed) : std::nullopt;
    if (!opened) return sealed;
    *plain = *std::move(opened);
    return std::optional(crypto::Seal(ring, PartyPlace(column, id), *plain));
  };
  PartyIdentity identity{static_cast<PartyKind>(pg::Get<int>(rows.at(0), "kind")), ""};
  std::string details;
  const auto number_sealed = anew("number", "number_sealed", &identity.number);
  const auto details_sealed = anew("details", "details_sealed", &details);
  tx.Run("UPDATE registry.party SET number_sealed = $2, details_sealed = $3 WHERE id = $1", id,
         AsParam(number_sealed), AsParam(details_sealed));
  if (identity.number.empty()) return std::nullopt;
  const auto keys = PartyKeys(ring, identity.kind, identity.number);
  tx.Run(
      "INSERT INTO registry.party_key (key_index, party_id) VALUES ($1, $2)"
      " ON CONFLICT (key_index) DO NOTHING",
      pg::Bytes{keys.front()}, id);
  tx.Run("DELETE FROM registry.party_key WHERE key_index = ANY ($1::bytea[])",
         AsArray({keys.begin() + 1, keys.end()}));
  return identity;
}

void RenewTraits(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, PartyId id,
                 const PartyIdentity& identity, const v1::PartyDetails& details) {
  for (const auto& [trait, plain] : TraitsOf(identity, details)) {
    const auto indexes = TraitIndexes(ring, trait, plain);
    const auto older = tx.Run(
        "DELETE FROM registry.party_trait"
        " WHERE trait_index = ANY ($1::bytea[]) AND kind = $2 AND party_id = $3 AND county_id = $4",
        AsArray({indexes.begin() + 1, indexes.end()}), static_cast<int>(trait), id, county);
    if (older.affected_rows() == 0) continue;
    tx.Run(
        "INSERT INTO registry.party_trait (trait_index, kind, party_id, county_id)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        pg::Bytes{indexes.front()}, static_cast<int>(trait), id, county);
  }
}

std::vector<PartyBar> BarsOf(pg::Transaction& tx, PartyId id) {
  std::vector<PartyBar> bars;
  for (const auto& row :
       tx.Run("SELECT county_id, nationwide, end_date, person_id, lift_time IS NOT NULL AS lifted"
              " FROM registry.party_bar WHERE party_id = $1 ORDER BY id",
              id)) {
    bars.push_back({.hold = {.end_date = pg::Get<std::optional<Date>>(row, "end_date"),
                             .lifted = pg::Get<bool>(row, "lifted")},
                    .county = pg::Get<CountyId>(row, "county_id"),
                    .nationwide = pg::Get<bool>(row, "nationwide"),
                    .person = pg::Get<Uuid>(row, "person_id")});
  }
  return bars;
}

void InsertBar(pg::Transaction& tx, const NewBar& bar, Time now) {
  tx.Run(
      "INSERT INTO registry.party_bar (id, party_id, county_id, nationwide, reason, bar_time,"
      "  end_date, account_id, person_id)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      Uuid::Make(now), bar.party, bar.county, bar.nationwide, bar.reason, now, bar.end_date,
      bar.by.account, bar.by.person);
}

void LiftBars(pg::Transaction& tx, CountyId county, PartyId id, Time now) {
  tx.Run(
      "UPDATE registry.party_bar SET lift_time = $3"
      " WHERE county_id = $1 AND party_id = $2 AND lift_time IS NULL",
      county, id, now);
}

std::string IsBarred(const std::string& party, const std::string& county,
                     const std::string& today) {
  return "EXISTS (SELECT FROM registry.party_bar x WHERE x.party_id = " + party + " AND " +
         BarHolds(county, today) + ")";
}

std::string BarredParties(const std::string& county, const std::string& today) {
  return "(SELECT x.party_id FROM registry.party_bar x WHERE " + BarHolds(county, today) + ")";
}

std::string BarsInForce(const std::string& party, const std::string& county,
                        const std::string& today) {
  return "(SELECT json_agg(json_build_object('county', x.county_id, 'nationwide', x.nationwide,"
         "  'reason', x.reason, 'bar_time', x.bar_time, 'end_date', x.end_date) ORDER BY x.id)"
         " FROM registry.party_bar x WHERE x.party_id = " +
         party + " AND " + BarHolds(county, today) + ")";
}

std::string OpenPartyNumber(const crypto::Keyring& ring, PartyId id, std::string_view sealed) {
  return OpenOfParty(ring, "number", id, sealed);
}

std::optional<v1::Party> ReadParty(pg::Transaction& tx, const crypto::Keyring& ring, PartyId id,
                                   CountyId county, Time now) {
  auto party = pg::ReadOne<v1::Party>(
      tx.Run("SELECT 'parties/' || p.id AS name, p.kind, encode(p.number_sealed, 'hex') AS number,"
             "  encode(p.details_sealed, 'hex') AS \"details.display_name\", p.verify_time,"
             "  p.create_time, " +
                 BarsInForce("p.id", "$2", "$3") + " AS bars FROM registry.party p WHERE p.id = $1",
             id, county, BeijingDate(now)));
  if (!party) return std::nullopt;
  party->set_number(OpenPartyNumber(ring, id, FromHex(party->number()).value()));
  if (party->has_details()) {
    const std::string sealed = FromHex(party->details().display_name()).value();
    party->mutable_details()->ParseFromString(OpenOfParty(ring, "details", id, sealed));
  }
  return party;
}

google::protobuf::RepeatedPtrField<v1::PartyLink> ListLinks(pg::Transaction& tx, PartyId id,
                                                            CountyId county,
                                                            const std::optional<Uuid>& after,
                                                            int limit, Time now) {
  google::protobuf::RepeatedPtrField<v1::PartyLink> links;
  pg::ReadAll(tx.Run("SELECT 'parties/' || p.id AS party, p.kind, p.display_name,"
                     "  json_agg(DISTINCT t.kind) AS reasons, " +
                         IsBarred("p.id", "$2", "$3") +
                         " AS barred,"
                         "  (SELECT 'counties/' || b.county_id || '/bidders/' || b.id"
                         "     FROM registry.bidder b WHERE b.county_id = $2 AND b.party_id = p.id)"
                         "     AS bidder"
                         " FROM registry.party_trait own"
                         " JOIN registry.party_trait t ON t.trait_index = own.trait_index"
                         "  AND t.kind = own.kind AND t.party_id <> own.party_id"
                         " JOIN registry.party p ON p.id = t.party_id"
                         " WHERE own.party_id = $1 AND ($4::uuid IS NULL OR p.id > $4)"
                         " GROUP BY p.id ORDER BY p.id LIMIT $5",
                     id, county, BeijingDate(now), after, limit),
              &links);
  return links;
}

}  // namespace qianmo::registry
