#include "registry/ready_household_store.h"

#include "base/search_terms.h"
#include "base/text.h"
#include "base/time_text.h"
#include "pg/row.h"
#include "registry/sealed.h"

namespace qianmo::registry {
namespace {

constexpr char kIdNumberField[] = "registry.id_number";
constexpr char kPhoneField[] = "registry.phone";
constexpr char kAccountField[] = "registry.bank_account";

// Every blind index of these numbers, and whose it is.
std::map<std::string, std::string> IndexedNumbers(const crypto::Keyring& ring,
                                                  const std::vector<std::string>& id_numbers) {
  std::map<std::string, std::string> owners;
  for (const std::string& number : id_numbers) {
    for (auto& index : IndexesOf(ring, kIdNumberField, number)) {
      owners.emplace(std::move(index), number);
    }
  }
  return owners;
}

pg::Array<pg::Bytes> KeysOf(const std::map<std::string, std::string>& owners) {
  std::vector<pg::Bytes> keys;
  for (const auto& [index, number] : owners) keys.push_back({index});
  return pg::Array(keys);
}

std::set<std::string> OwnersIn(const pqxx::result& rows,
                               const std::map<std::string, std::string>& owners) {
  std::set<std::string> found;
  for (const auto& row : rows) found.insert(owners.at(pg::Get<pg::Bytes>(row, "key_index")));
  return found;
}

struct KeyColumns {
  std::vector<Uuid> givers;
  std::vector<std::string> numbers;
};
KeyColumns SplitKeys(const std::vector<HouseholdKey>& keys) {
  KeyColumns columns;
  for (const auto& [giver, number] : keys) {
    columns.givers.push_back(giver);
    columns.numbers.push_back(number);
  }
  return columns;
}

std::vector<std::string> KeysFor(const crypto::Keyring& ring, const char* field,
                                 const std::string& plain) {
  return plain.empty() ? std::vector<std::string>() : IndexesOf(ring, field, plain);
}

void CopyHouseholds(pg::Transaction& tx, const crypto::Keyring& ring, const ImportRow& row,
                    const std::vector<ReadyHousehold>& households, const std::vector<Uuid>& ids) {
  pg::CopyIn copy(tx, "registry.import_household",
                  {"county_id", "import_id", "id", "line", "collective_id", "org_path", "number",
                   "address", "bank_name", "account_holder", "ready_bank_account",
                   "bank_account_keys", "units", "standing"});
  for (std::size_t i = 0; i < households.size(); ++i) {
    const ReadyHousehold& ready = households[i];
    const bool kept = ready.standing == Standing::kReady;
    const MemberTableRow nothing;
    const MemberTableRow& head = kept ? ImportedHead(ready.household) : nothing;
    const auto account =
        SealValue(ring, "household.bank_account", row.county, ids[i], head.bank_account);
    std::vector<std::int64_t> units;
    for (const Units held : UnitsOf(ready.household)) {
      units.push_back(held.count());
    }
    copy.Add(row.county, row.id, ids[i], ready.household.first().line, ready.place.collective,
             ready.place.org_path.text(), ready.household.first().number, head.address,
             head.bank_name, head.account_holder, AsParam(account),
             AsArray(KeysFor(ring, kAccountField, head.bank_account)), pg::Array(units),
             static_cast<int>(ready.standing));
  }
  copy.Finish();
}

void CopyMembers(pg::Transaction& tx, const crypto::Keyring& ring, const ImportRow& row,
                 const std::vector<ReadyHousehold>& households, const std::vector<Uuid>& ids,
                 Time now) {
  pg::CopyIn copy(tx, "registry.import_member",
                  {"county_id", "import_id", "id", "household_id", "collective_id", "org_path",
                   "name", "search_terms", "relation", "ready_id_number", "ready_phone",
                   "ready_birth_date", "id_number_keys", "phone_keys"});
  for (std::size_t i = 0; i < households.size(); ++i) {
    if (households[i].standing != Standing::kReady) continue;
    for (const MemberTableRow& member : households[i].household.rows) {
      const Uuid id = Uuid::Make(now);
      const auto seal = [&](const char* column, const std::string& plain) {
        return SealValue(ring, column, row.county, id, plain);
      };
      const auto number = seal("member.id_number", member.id_number);
      const auto phone = seal("member.phone", member.phone);
      const auto birth =
          seal("member.birth_date", member.birth_date ? FormatIsoDate(*member.birth_date) : "");
      copy.Add(row.county, row.id, id, ids[i], households[i].place.collective,
               households[i].place.org_path.text(), member.name,
               pg::Array(SearchTerms(member.name)), member.relation, AsParam(number),
               AsParam(phone), AsParam(birth),
               AsArray(KeysFor(ring, kIdNumberField, member.id_number)),
               AsArray(KeysFor(ring, kPhoneField, member.phone)));
    }
  }
  copy.Finish();
}

MemberTableRow ReadStoredMember(const crypto::Keyring& ring, CountyId county,
                                const pqxx::row& row) {
  const auto id = pg::Get<Uuid>(row, "member_id");
  const auto household = pg::Get<Uuid>(row, "household_id");
  const auto open = [&](const char* place, const Uuid& owner, const char* column) {
    return OpenValue(ring, place, county, owner, pg::Get<std::optional<pg::Bytes>>(row, column));
  };
  MemberTableRow member;
  member.relation = pg::Get<int>(row, "relation");
  member.name = pg::Get<std::string>(row, "name");
  member.id_number = open("member.id_number", id, "id_number_sealed");
  member.phone = open("member.phone", id, "phone_sealed");
  member.birth_date = ParseIsoDate(open("member.birth_date", id, "birth_date_sealed"));
  if (!member.is_head()) return member;
  member.address = pg::Get<std::string>(row, "address");
  member.bank_name = pg::Get<std::string>(row, "bank_name");
  member.account_holder = pg::Get<std::string>(row, "account_holder");
  member.bank_account = open("household.bank_account", household, "bank_account_sealed");
  return member;
}

// The holdings of all kinds, added to one of the household's rows.
void AddHoldings(pg::Transaction& tx, CountyId county, const std::map<Uuid, HouseholdKey>& keys,
                 std::map<HouseholdKey, ImportHousehold>* households) {
  std::vector<Uuid> ids;
  for (const auto& [id, key] : keys) ids.push_back(id);
  for (const auto& row :
       tx.Run("SELECT household_id, kind, sum(units)::bigint AS units FROM registry.unit_holding"
              " WHERE county_id = $1 AND household_id = ANY ($2::uuid[])"
              " GROUP BY household_id, kind",
              county, pg::Array(ids))) {
    auto& rows = households->at(keys.at(pg::Get<Uuid>(row, "household_id"))).rows;
    const auto kind = static_cast<std::size_t>(pg::Get<int>(row, "kind")) - 1;
    if (!rows.empty()) rows.front().units[kind] += Units(pg::Get<std::int64_t>(row, "units"));
  }
}

}  // namespace

void KeepReady(pg::Transaction& tx, const crypto::Keyring& ring, const ImportRow& row,
               const std::vector<ReadyHousehold>& households, Time now) {
  std::vector<Uuid> ids;
  for (std::size_t i = 0; i < households.size(); ++i) ids.push_back(Uuid::Make(now));
  CopyHouseholds(tx, ring, row, households, ids);
  CopyMembers(tx, ring, row, households, ids, now);
}

std::set<HouseholdKey> KeptNumbers(pg::Transaction& tx, const ImportRow& row,
                                   const std::vector<HouseholdKey>& keys) {
  std::set<HouseholdKey> kept;
  const KeyColumns columns = SplitKeys(keys);
  for (const auto& found :
       tx.Run("SELECT h.collective_id, h.number FROM registry.import_household h"
              " JOIN unnest($3::uuid[], $4::text[]) AS k (giver, number)"
              "  ON h.collective_id = k.giver AND h.number = k.number"
              " WHERE h.county_id = $1 AND h.import_id = $2",
              row.county, row.id, pg::Array(columns.givers), pg::Array(columns.numbers))) {
    kept.emplace(pg::Get<Uuid>(found, "collective_id"), pg::Get<std::string>(found, "number"));
  }
  return kept;
}

std::set<std::string> KeptIdNumbers(pg::Transaction& tx, const crypto::Keyring& ring,
                                    const ImportRow& row,
                                    const std::vector<std::string>& id_numbers) {
  const auto owners = IndexedNumbers(ring, id_numbers);
  return OwnersIn(tx.Run("SELECT id_number_keys[1] AS key_index FROM registry.import_member"
                         " WHERE county_id = $1 AND import_id = $2"
                         "  AND id_number_keys[1] = ANY ($3::bytea[])",
                         row.county, row.id, KeysOf(owners)),
                  owners);
}

TakenNumbers FindTakenIdNumbers(pg::Transaction& tx, const crypto::Keyring& ring,
                                const ImportRow& row, const std::vector<std::string>& id_numbers) {
  const auto owners = IndexedNumbers(ring, id_numbers);
  TakenNumbers taken;
  for (const auto& found :
       tx.Run("SELECT p.key_index, starts_with(m.org_path, $3) AS is_within"
              " FROM registry.personal_key p"
              " JOIN registry.member m ON m.county_id = p.county_id AND m.id = p.owner_id"
              " WHERE p.county_id = $1 AND p.kind = 1 AND p.active"
              "  AND p.key_index = ANY ($2::bytea[])",
              row.county, KeysOf(owners), row.org_path.text())) {
    if (pg::Get<bool>(found, "is_within")) {
      taken.within.insert(owners.at(pg::Get<pg::Bytes>(found, "key_index")));
    } else {
      ++taken.elsewhere;
    }
  }
  return taken;
}

std::map<HouseholdKey, ImportHousehold> LoadSameHouseholds(pg::Transaction& tx,
                                                           const crypto::Keyring& ring,
                                                           CountyId county,
                                                           const std::vector<HouseholdKey>& keys) {
  std::map<HouseholdKey, ImportHousehold> households;
  std::map<Uuid, HouseholdKey> by_id;
  const KeyColumns columns = SplitKeys(keys);
  for (const auto& row :
       tx.Run("SELECT h.id AS household_id, h.number_giver_id, h.number, h.address, h.bank_name,"
              "  h.account_holder, h.bank_account_sealed, m.id AS member_id, m.relation, m.name,"
              "  m.id_number_sealed, m.phone_sealed, m.birth_date_sealed"
              " FROM registry.household h JOIN unnest($2::uuid[], $3::text[]) AS k (giver, number)"
              "  ON h.number_giver_id = k.giver AND h.number = k.number"
              " LEFT JOIN registry.member m ON m.county_id = h.county_id"
              "  AND m.household_id = h.id AND m.state = 1 AND h.state = 1"
              " WHERE h.county_id = $1 ORDER BY h.id, m.id",
              county, pg::Array(columns.givers), pg::Array(columns.numbers))) {
    const HouseholdKey key{pg::Get<Uuid>(row, "number_giver_id"),
                           pg::Get<std::string>(row, "number")};
    by_id.emplace(pg::Get<Uuid>(row, "household_id"), key);
    auto& household = households[key];
    if (!pg::Get<std::optional<Uuid>>(row, "member_id")) continue;
    household.rows.push_back(ReadStoredMember(ring, county, row));
  }
  AddHoldings(tx, county, by_id, &households);
  return households;
}

}  // namespace qianmo::registry
