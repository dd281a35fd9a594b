#include "identity/household_store.h"

#include <stdexcept>

#include "base/encoding.h"
#include "crypto/seal.h"

namespace qianmo::identity {
namespace {

constexpr char kSelectHousehold[] =
    "SELECT county_id, number, household_id, org_path, display_name, person_index, issuer_id,"
    "  code_hash, create_time, expire_time, end_time IS NOT NULL AS ended"
    " FROM identity.household_letter WHERE county_id = $1 AND ";

// One letter's code is none for another.
std::string CodeField(CountyId county, long long number) {
  return "identity.household_letter.code/" + std::to_string(county.number) + "/" +
         std::to_string(number);
}

Letter ReadLetter(const pqxx::row& row) {
  const auto path = OrgPath::Parse(pg::Get<std::string>(row, "org_path"));
  if (!path) throw std::runtime_error("a stored organisation path does not parse");
  Letter letter{.county = pg::Get<CountyId>(row, "county_id"),
                .number = pg::Get<long long>(row, "number"),
                .household_id = pg::Get<Uuid>(row, "household_id"),
                .org_path = *path,
                .display_name = pg::Get<std::string>(row, "display_name"),
                .person = {},
                .issuer = pg::Get<AccountId>(row, "issuer_id"),
                .code = {.purpose = CodePurpose::kLetter,
                         .create_time = pg::Get<Time>(row, "create_time"),
                         .expire_time = pg::Get<Time>(row, "expire_time"),
                         .ended = pg::Get<bool>(row, "ended")}};
  if (auto index = pg::Get<std::optional<pg::Bytes>>(row, "person_index")) {
    letter.person = PersonIndex::FromBytes(*std::move(index));
  }
  return letter;
}

}  // namespace

long long TakeLetterNumber(pg::Transaction& tx, CountyId county) {
  const auto rows = tx.Run(
      "INSERT INTO identity.letter_counter AS c (county_id, next_number) VALUES ($1, 2)"
      " ON CONFLICT (county_id) DO UPDATE SET next_number = c.next_number + 1"
      " RETURNING next_number - 1 AS number",
      county);
  return pg::Get<long long>(rows[0], "number");
}

void InsertLetter(pg::Transaction& tx, const crypto::Keyring& ring, const Letter& letter,
                  std::string_view code) {
  const auto digest = crypto::BlindIndex(ring, CodeField(letter.county, letter.number), code);
  std::optional<pg::Bytes> person;
  if (letter.person) person = {letter.person->bytes()};
  tx.Run(
      "INSERT INTO identity.household_letter (county_id, number, household_id, org_path,"
      "  display_name, person_index, code_hash, issuer_id, create_time, expire_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      letter.county, letter.number, letter.household_id, letter.org_path.text(),
      letter.display_name, person, pg::Bytes{AsText(digest)}, letter.issuer,
      letter.code.create_time, letter.code.expire_time);
}

std::optional<Letter> FindOpenLetter(pg::Transaction& tx, CountyId county,
                                     const Uuid& household_id) {
  const auto rows = tx.Run(std::string(kSelectHousehold) +
                               "household_id = $2 AND end_time IS NULL"
                               " FOR UPDATE",
                           county, household_id);
  if (rows.empty()) return std::nullopt;
  return ReadLetter(rows[0]);
}

std::optional<LetterInHand> LockLetter(pg::Transaction& tx, const crypto::Keyring& ring,
                                       CountyId county, long long number, std::string_view code) {
  const auto rows =
      tx.Run(std::string(kSelectHousehold) + "number = $2 FOR UPDATE", county, number);
  if (rows.empty()) return std::nullopt;
  const std::string kept = pg::Get<pg::Bytes>(rows[0], "code_hash");
  bool matches = false;
  for (const auto& digest : crypto::BlindIndexes(ring, CodeField(county, number), code)) {
    matches = crypto::Equal(AsText(digest), kept) || matches;
  }
  return LetterInHand{ReadLetter(rows[0]), matches};
}

void EndLetter(pg::Transaction& tx, CountyId county, long long number,
               std::optional<AccountId> account, Time now) {
  tx.Run(
      "UPDATE identity.household_letter SET end_time = $3, account_id = $4"
      " WHERE county_id = $1 AND number = $2",
      county, number, now, account);
}

}  // namespace qianmo::identity
