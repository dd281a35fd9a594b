#include "registry/reseal_store.h"

#include <charconv>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "crypto/seal.h"
#include "registry/party_store.h"
#include "registry/personal_key_store.h"
#include "registry/sealed.h"
#include "registry/upload_store.h"

namespace qianmo::registry {
namespace {

constexpr int kRowsAStep = 200;
constexpr int kChunksAStep = 4;  // of some MiB

using Sealed = std::optional<std::string>;

// A column of the rows of one step: its sealed values as they shall be.
class SealedColumn {
 public:
  SealedColumn(const crypto::Keyring& ring, std::string_view name, CountyId county)
      : ring_(ring), name_(name), county_(county) {}

  // Seals the row's value anew; what it says, unless there is none or it does not open.
  std::optional<std::string> Add(const pqxx::row& row, const char* alias) {
    const Sealed sealed = pg::Get<std::optional<pg::Bytes>>(row, alias);
    const std::string place = SealedPlace(name_, county_, pg::Get<Uuid>(row, "id"));
    auto plain = sealed ? crypto::Open(ring_, place, *sealed) : std::nullopt;
    values_.push_back(plain ? crypto::Seal(ring_, place, *plain) : sealed);
    return plain;
  }
  auto Bytes() const {
    std::vector<std::optional<pg::Bytes>> bytes;
    for (const Sealed& value : values_) bytes.push_back(AsParam(value));
    return pg::Array(bytes);
  }

 private:
  const crypto::Keyring& ring_;
  const std::string_view name_;
  const CountyId county_;
  std::vector<Sealed> values_;
};

// Where a step stands: in which table, after which row.
struct Stand {
  char table = 'm';
  Uuid after;
  std::int64_t start = -1;  // of the chunk
};

std::vector<Uuid> IdsIn(const pqxx::result& rows) {
  std::vector<Uuid> ids;
  for (const auto& row : rows) ids.push_back(pg::Get<Uuid>(row, "id"));
  return ids;
}

std::int64_t ResealMembers(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                           const pqxx::result& rows) {
  SealedColumn numbers(ring, "member.id_number", county), phones(ring, "member.phone", county),
      birth_dates(ring, "member.birth_date", county);
  std::vector<PersonalValue> values;
  for (const auto& row : rows) {
    const auto id = pg::Get<Uuid>(row, "id");
    if (auto number = numbers.Add(row, "id_number_sealed")) {
      values.push_back({PersonalKey::kIdNumber, id, *std::move(number)});
    }
    if (auto phone = phones.Add(row, "phone_sealed")) {
      values.push_back({PersonalKey::kPhone, id, *std::move(phone)});
    }
    birth_dates.Add(row, "birth_date_sealed");
  }
  tx.Run(
      "UPDATE registry.member m SET id_number_sealed = n.number, phone_sealed = n.phone,"
      "  birth_date_sealed = n.birth_date"
      " FROM unnest($2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[])"
      "  AS n (id, number, phone, birth_date)"
      " WHERE m.county_id = $1 AND m.id = n.id",
      county, pg::Array(IdsIn(rows)), numbers.Bytes(), phones.Bytes(), birth_dates.Bytes());
  RenewPersonalKeys(tx, ring, county, values);
  return static_cast<std::int64_t>(rows.size());
}

std::int64_t ResealHouseholds(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                              const pqxx::result& rows) {
  SealedColumn accounts(ring, "household.bank_account", county);
  std::vector<PersonalValue> values;
  for (const auto& row : rows) {
    if (auto account = accounts.Add(row, "bank_account_sealed")) {
      values.push_back({PersonalKey::kBankAccount, pg::Get<Uuid>(row, "id"), *std::move(account)});
    }
  }
  tx.Run(
      "UPDATE registry.household h SET bank_account_sealed = n.account"
      " FROM unnest($2::uuid[], $3::bytea[]) AS n (id, account)"
      " WHERE h.county_id = $1 AND h.id = n.id",
      county, pg::Array(IdsIn(rows)), accounts.Bytes());
  RenewPersonalKeys(tx, ring, county, values);
  return static_cast<std::int64_t>(rows.size());
}

std::int64_t ResealPartners(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                            const pqxx::result& rows) {
  SealedColumn phones(ring, "partner.phone", county);
  for (const auto& row : rows) phones.Add(row, "phone_sealed");
  tx.Run(
      "UPDATE registry.partner p SET phone_sealed = n.phone"
      " FROM unnest($2::uuid[], $3::bytea[]) AS n (id, phone)"
      " WHERE p.county_id = $1 AND p.id = n.id",
      county, pg::Array(IdsIn(rows)), phones.Bytes());
  return static_cast<std::int64_t>(rows.size());
}

// Parties are everybody's: a county takes along those of its own bidders.
std::int64_t ResealBidders(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                           const pqxx::result& rows) {
  std::set<PartyId> parties;  // held in this order, so that no two counties wait for each other
  for (const auto& row : rows) parties.insert(pg::Get<PartyId>(row, "party_id"));
  std::map<PartyId, std::optional<PartyIdentity>> identities;
  for (const PartyId party : parties) identities[party] = ResealParty(tx, ring, party);
  SealedColumn details(ring, "bidder.details", county),
      proposed(ring, "bidder.proposed_details", county);
  for (const auto& row : rows) {
    const auto party = pg::Get<PartyId>(row, "party_id");
    const auto plain = details.Add(row, "details_sealed");
    proposed.Add(row, "proposed_details_sealed");
    v1::PartyDetails told;
    if (!plain || !identities[party] || !told.ParseFromString(*plain)) continue;
    RenewTraits(tx, ring, county, party, *identities[party], told);
  }
  tx.Run(
      "UPDATE registry.bidder b SET details_sealed = n.details,"
      "  proposed_details_sealed = n.proposed"
      " FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS n (id, details, proposed)"
      " WHERE b.county_id = $1 AND b.id = n.id",
      county, pg::Array(IdsIn(rows)), details.Bytes(), proposed.Bytes());
  return static_cast<std::int64_t>(rows.size());
}

struct SealedTable {
  char letter;
  const char* name;
  const char* columns;
  std::int64_t (*reseal)(pg::Transaction&, const crypto::Keyring&, CountyId, const pqxx::result&);
};
constexpr SealedTable kTables[] = {
    {'m', "member", "id_number_sealed, phone_sealed, birth_date_sealed", ResealMembers},
    {'h', "household", "bank_account_sealed", ResealHouseholds},
    {'p', "partner", "phone_sealed", ResealPartners},
    {'b', "bidder", "party_id, details_sealed, proposed_details_sealed", ResealBidders}};

// "m0192…", and with the chunk's start "c0192… 1048576".
Stand ParseStand(const std::string& cursor) {
  constexpr std::size_t kIdLength = 36;
  if (cursor.empty()) return {};
  Stand stand{cursor.front(), Uuid::Parse(cursor.substr(1, kIdLength)).value_or(Uuid())};
  if (cursor.size() > kIdLength + 2) {
    const char* const begin = cursor.data() + kIdLength + 2;
    std::from_chars(begin, cursor.data() + cursor.size(), stand.start);
  }
  return stand;
}

std::optional<ResealedRows> ResealFiles(pg::Transaction& tx, const crypto::Keyring& ring,
                                        CountyId county, const Stand& stand) {
  const auto chunks =
      ResealChunks(tx, ring, county, {FileId{stand.after}, stand.start}, kChunksAStep);
  if (chunks.empty()) return std::nullopt;
  return ResealedRows{
      static_cast<std::int64_t>(chunks.size()),
      "c" + chunks.back().id.ToString() + " " + std::to_string(chunks.back().start)};
}

}  // namespace

std::vector<std::string> SealedColumns() {
  return {"registry.member.id_number_sealed",
          "registry.member.phone_sealed",
          "registry.member.birth_date_sealed",
          "registry.household.bank_account_sealed",
          "registry.partner.phone_sealed",
          "registry.bidder.details_sealed",
          "registry.bidder.proposed_details_sealed",
          "registry.party.number_sealed",
          "registry.party.details_sealed"};
}

std::int64_t CountSealed(pg::Transaction& tx, CountyId county) {
  const auto rows = tx.Run(
      "SELECT (SELECT count(*) FROM registry.member WHERE county_id = $1)"
      "  + (SELECT count(*) FROM registry.household WHERE county_id = $1)"
      "  + (SELECT count(*) FROM registry.partner WHERE county_id = $1)"
      "  + (SELECT count(*) FROM registry.bidder WHERE county_id = $1)"
      "  + (SELECT count(*) FROM registry.chunk WHERE county_id = $1) AS sealed",
      county);
  return pg::Get<std::int64_t>(rows[0], "sealed");
}

std::optional<ResealedRows> ResealNext(pg::Transaction& tx, const crypto::Keyring& ring,
                                       CountyId county, const std::string& cursor) {
  Stand stand = ParseStand(cursor);
  bool reached = false;
  for (const SealedTable& table : kTables) {
    reached = reached || table.letter == stand.table;
    if (!reached) continue;
    const auto rows =
        tx.Run(std::string("SELECT id, ") + table.columns + " FROM registry." + table.name +
                   " WHERE county_id = $1 AND id > $2 ORDER BY id LIMIT $3"
                   " FOR NO KEY UPDATE",
               county, stand.after, kRowsAStep);
    if (!rows.empty()) {
      const auto values = table.reseal(tx, ring, county, rows);
      return ResealedRows{values, table.letter + IdsIn(rows).back().ToString()};
    }
    stand.after = Uuid();  // the next table from its beginning
  }
  return ResealFiles(tx, ring, county, stand);
}

}  // namespace qianmo::registry
