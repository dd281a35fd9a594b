#include "identity/person_store.h"

#include <stdexcept>

#include "base/encoding.h"
#include "crypto/seal.h"

namespace qianmo::identity {
namespace {

constexpr std::size_t kDigestSize = 32;

// A number for PostgreSQL's advisory locks. Of the oldest key, which every process has.
std::int64_t LockNumber(std::string_view oldest) {
  std::uint64_t number = 0;
  for (const char byte : oldest.substr(0, 8)) {
    number = number << 8 | static_cast<std::uint8_t>(byte);
  }
  return static_cast<std::int64_t>(number);
}

std::vector<pg::Bytes> AsBytes(const PersonIndex& index) {
  std::vector<pg::Bytes> bytes;
  for (const std::string_view digest : index.digests()) bytes.push_back({digest});
  return bytes;
}

}  // namespace

PersonIndex PersonIndex::Of(const crypto::Keyring& ring, CountyId county,
                            std::string_view identity_number) {
  const std::string field = "identity.account.person/" + std::to_string(county.number);
  std::string bytes;
  for (const auto& digest : crypto::BlindIndexes(ring, field, identity_number)) {
    bytes += AsText(digest);
  }
  return PersonIndex(std::move(bytes));
}

std::vector<std::string_view> PersonIndex::Digests(std::string_view bytes) {
  if (bytes.empty() || bytes.size() % kDigestSize != 0) {
    throw std::runtime_error("a person's index has the wrong size");
  }
  std::vector<std::string_view> digests;
  for (std::size_t i = 0; i < bytes.size(); i += kDigestSize) {
    digests.push_back(bytes.substr(i, kDigestSize));
  }
  return digests;
}

PersonId PersonOf(pg::Transaction& tx, CountyId county, const PersonIndex& index, Time now) {
  const auto person = FindPerson(tx, county, index);
  return person ? *person : PersonId::Make(now);
}

std::optional<PersonId> FindPerson(pg::Transaction& tx, CountyId county, const PersonIndex& index) {
  tx.Run("SELECT pg_advisory_xact_lock($1)", LockNumber(index.digests().back()));
  const auto rows = tx.Run(
      "SELECT person FROM identity.account"
      " WHERE county_id = $1 AND person_indexes && $2::bytea[] ORDER BY id LIMIT 1",
      county, pg::Array(AsBytes(index)));
  if (rows.empty()) return std::nullopt;
  return pg::Get<PersonId>(rows[0], "person");
}

void SetPerson(pg::Transaction& tx, CountyId county, AccountId account, PersonId person,
               const PersonIndex& index) {
  tx.Run(
      "UPDATE identity.account SET person = $3, person_indexes = $4,"
      "  claimed_person_indexes = NULL, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, account, person, pg::Array(AsBytes(index)));
}

bool HasNumber(pg::Transaction& tx, CountyId county, AccountId account, const PersonIndex& index) {
  return !tx.Run(
                "SELECT id FROM identity.account"
                " WHERE county_id = $1 AND id = $2 AND person_indexes && $3::bytea[]",
                county, account, pg::Array(AsBytes(index)))
              .empty();
}

void HoldPerson(pg::Transaction& tx, CountyId county, PersonId person) {
  tx.Run(
      "SELECT id FROM identity.account WHERE county_id = $1 AND person = $2"
      " ORDER BY id FOR UPDATE",
      county, person);
}

std::vector<RoleHeld> RolesOfPerson(pg::Transaction& tx, CountyId county, PersonId person) {
  const auto rows = tx.Run(
      "SELECT g.role, g.org_path FROM identity.role_grant g"
      " JOIN identity.account a ON a.county_id = g.county_id AND a.id = g.account_id"
      " WHERE g.county_id = $1 AND a.person = $2 AND a.state <> $3 AND g.revoke_time IS NULL"
      " ORDER BY g.id",
      county, person, static_cast<int>(AccountState::kDisabled));
  std::vector<RoleHeld> held;
  for (const auto& row : rows) {
    const auto path = OrgPath::Parse(pg::Get<std::string>(row, "org_path"));
    if (!path) throw std::runtime_error("a stored organisation path does not parse");
    held.push_back({static_cast<Role>(pg::Get<int>(row, "role")), *path});
  }
  return held;
}

}  // namespace qianmo::identity
