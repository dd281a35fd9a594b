#include "identity/reseal_store.h"

#include <stdexcept>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "identity/account_store.h"
#include "identity/authenticator_store.h"
#include "identity/domain/code_text.h"

namespace qianmo::identity {
namespace {

using Texts = std::vector<std::string>;
using MaybeTexts = std::vector<std::optional<std::string>>;

pg::Array<pg::Bytes> BytesOf(const Texts& texts) {
  std::vector<pg::Bytes> bytes;
  for (const std::string& text : texts) bytes.push_back({text});
  return pg::Array(bytes);
}

pg::Array<std::optional<pg::Bytes>> BytesOf(const MaybeTexts& texts) {
  std::vector<std::optional<pg::Bytes>> bytes;
  for (const auto& text : texts) {
    bytes.push_back(text ? std::optional(pg::Bytes{*text}) : std::nullopt);
  }
  return pg::Array(bytes);
}

std::string Open(const crypto::Keyring& ring, const std::string& place, std::string_view sealed) {
  auto plain = crypto::Open(ring, place, sealed);
  if (!plain) throw std::runtime_error("a sealed value does not open: " + place);
  return *std::move(plain);
}

// Columns of as many accounts.
struct Columns {
  std::vector<Uuid> ids;
  Texts handles, handle_indexes;
  MaybeTexts phones, phone_indexes;
  // Every index of the handles under an older key.
  Texts old_indexes;
};

void AddHandle(const crypto::Keyring& ring, CountyId county, const std::string& id,
               std::string_view sealed, Columns* columns) {
  const std::string place = AccountPlace("handle", county, id);
  const std::string handle = Open(ring, place, sealed);
  columns->handles.push_back(crypto::Seal(ring, place, handle));
  const auto indexes = crypto::BlindIndexes(ring, kHandleIndex, handle);
  columns->handle_indexes.emplace_back(AsText(indexes.front()));
  for (std::size_t i = 1; i < indexes.size(); ++i) {
    columns->old_indexes.emplace_back(AsText(indexes[i]));
  }
}

void AddPhone(const crypto::Keyring& ring, CountyId county, const std::string& id,
              const std::optional<std::string>& sealed, Columns* columns) {
  if (!sealed) {
    columns->phones.emplace_back();
    columns->phone_indexes.emplace_back();
    return;
  }
  const std::string place = AccountPlace("phone", county, id);
  const std::string phone = Open(ring, place, *sealed);
  columns->phones.emplace_back(crypto::Seal(ring, place, phone));
  columns->phone_indexes.emplace_back(AsText(crypto::BlindIndex(ring, kPhoneIndex, phone)));
}

void SaveAccounts(pg::Transaction& tx, CountyId county, const Columns& columns) {
  tx.Run(
      "UPDATE identity.account a SET handle_sealed = n.handle, handle_index = n.handle_index,"
      "  phone_sealed = n.phone, phone_index = n.phone_index"
      " FROM unnest($2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[])"
      "   AS n (id, handle, handle_index, phone, phone_index)"
      " WHERE a.county_id = $1 AND a.id = n.id",
      county, pg::Array(columns.ids), BytesOf(columns.handles), BytesOf(columns.handle_indexes),
      BytesOf(columns.phones), BytesOf(columns.phone_indexes));
  tx.Run(
      "INSERT INTO identity.handle (handle_index, county_id, account_id)"
      " SELECT n.handle_index, $1, n.id FROM unnest($2::uuid[], $3::bytea[]) AS n (id, "
      "handle_index)"
      " ON CONFLICT DO NOTHING",
      county, pg::Array(columns.ids), BytesOf(columns.handle_indexes));
  tx.Run(
      "DELETE FROM identity.handle"
      " WHERE county_id = $1 AND handle_index = ANY ($2::bytea[])",
      county, BytesOf(columns.old_indexes));
}

// Numbers of later letters that open these accounts, besides the handle that is kept with them.
void MoveLetterNumbers(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                       const std::vector<Uuid>& accounts) {
  const auto rows = tx.Run(
      "SELECT number FROM identity.household_letter"
      " WHERE county_id = $1 AND account_id = ANY ($2::uuid[])",
      county, pg::Array(accounts));
  Texts newest, old;
  for (const auto& row : rows) {
    const auto number = LetterNumber(county.number, pg::Get<long long>(row, "number"));
    const auto indexes = crypto::BlindIndexes(ring, kHandleIndex, number);
    for (std::size_t i = 1; i < indexes.size(); ++i) {
      newest.emplace_back(AsText(indexes.front()));
      old.emplace_back(AsText(indexes[i]));
    }
  }
  // Of those alone that are handles: not every letter's number is.
  tx.Run(
      "WITH gone AS (DELETE FROM identity.handle"
      "    WHERE county_id = $1 AND handle_index = ANY ($3::bytea[])"
      "    RETURNING handle_index, account_id)"
      " INSERT INTO identity.handle (handle_index, county_id, account_id)"
      " SELECT DISTINCT n.newest, $1::integer, gone.account_id"
      " FROM unnest($2::bytea[], $3::bytea[]) AS n (newest, old)"
      " JOIN gone ON gone.handle_index = n.old"
      " ON CONFLICT DO NOTHING",
      county, BytesOf(newest), BytesOf(old));
}

void ResealAuthenticators(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                          const std::vector<Uuid>& accounts) {
  const auto rows = tx.Run(
      "SELECT account_id, secret_sealed FROM identity.authenticator"
      " WHERE county_id = $1 AND account_id = ANY ($2::uuid[]) ORDER BY account_id FOR UPDATE",
      county, pg::Array(accounts));
  std::vector<Uuid> ids;
  Texts secrets;
  for (const auto& row : rows) {
    ids.push_back(pg::Get<Uuid>(row, "account_id"));
    const std::string place = AuthenticatorPlace(county, ids.back().ToString());
    const auto secret = Open(ring, place, pg::Get<pg::Bytes>(row, "secret_sealed"));
    secrets.push_back(crypto::Seal(ring, place, secret));
  }
  tx.Run(
      "UPDATE identity.authenticator t SET secret_sealed = n.secret"
      " FROM unnest($2::uuid[], $3::bytea[]) AS n (account_id, secret)"
      " WHERE t.county_id = $1 AND t.account_id = n.account_id",
      county, pg::Array(ids), BytesOf(secrets));
}

}  // namespace

std::vector<std::string> SealedColumns() {
  return {"identity.account.handle_sealed", "identity.account.phone_sealed",
          "identity.authenticator.secret_sealed"};
}

std::int64_t CountAccounts(pg::Transaction& tx, CountyId county) {
  const auto rows =
      tx.Run("SELECT count(*) AS accounts FROM identity.account WHERE county_id = $1", county);
  return pg::Get<std::int64_t>(rows[0], "accounts");
}

std::optional<Resealed> ResealAccounts(pg::Transaction& tx, const crypto::Keyring& ring,
                                       CountyId county, const Uuid& after, int most) {
  const auto rows = tx.Run(
      "SELECT id, handle_sealed, phone_sealed FROM identity.account"
      " WHERE county_id = $1 AND id > $2 ORDER BY id LIMIT $3 FOR UPDATE",
      county, after, most);
  if (rows.empty()) return std::nullopt;
  Columns columns;
  for (const auto& row : rows) {
    columns.ids.push_back(pg::Get<Uuid>(row, "id"));
    const std::string id = columns.ids.back().ToString();
    AddHandle(ring, county, id, pg::Get<pg::Bytes>(row, "handle_sealed"), &columns);
    AddPhone(ring, county, id, pg::Get<std::optional<pg::Bytes>>(row, "phone_sealed"), &columns);
  }
  SaveAccounts(tx, county, columns);
  MoveLetterNumbers(tx, ring, county, columns.ids);
  ResealAuthenticators(tx, ring, county, columns.ids);
  return Resealed{static_cast<std::int64_t>(rows.size()), columns.ids.back()};
}

}  // namespace qianmo::identity
