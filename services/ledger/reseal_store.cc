#include "ledger/reseal_store.h"

#include <vector>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "ledger/domain/credit.h"
#include "pg/row.h"
#include "qianmo/ledger/v1/payments.pb.h"

namespace qianmo::ledger {
namespace {

constexpr int kResealRows = 500;

std::string NumberOfPayee(const std::string& plain) {
  v1::Payee payee;
  payee.ParseFromString(plain);
  return PayerNumber(payee.account_number());
}
std::string NumberItself(const std::string& plain) { return plain; }

// A table with a sealed column, and the digest beside it where there is one.
struct SealedTable {
  char letter;  // in cursors
  const char* name;
  const char* column;
  const char* set;  // of `n`, which has an id, what is sealed, and the digest
  const char* digest_field = "";
  std::string (*digested)(const std::string& plain) = nullptr;
};
constexpr SealedTable kSealedTables[] = {
    {'a', "bank_account", "number", "number_sealed = n.sealed, number_index = n.digest",
     "ledger.bank_account", NumberItself},
    {'e', "bank_entry", "party", "party_sealed = n.sealed"},
    {'h', "hold", "own_account",
     "own_account_sealed = n.sealed, own_account_indexes = ARRAY[n.digest]", "ledger.payer",
     NumberOfPayee},
    {'p', "payment", "payee", "payee_sealed = n.sealed"},
    {'s', "suspense_item", "payer", "payer_sealed = n.sealed"}};

pg::Array<pg::Bytes> BytesOf(const std::vector<std::string>& values) {
  std::vector<pg::Bytes> bytes;
  for (const std::string& value : values) bytes.push_back({value});
  return pg::Array(bytes);
}

void ResealRows(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                const SealedTable& table, const pqxx::result& rows) {
  const std::string place = "ledger." + std::string(table.name) + "." + table.column + "/" +
                            std::to_string(county.number) + "/";
  std::vector<Uuid> ids;
  std::vector<std::string> sealed, digests;
  for (const auto& row : rows) {
    const auto id = pg::Get<Uuid>(row, "id");
    const auto plain = crypto::Open(ring, place + id.ToString(), pg::Get<pg::Bytes>(row, "sealed"));
    if (!plain) continue;
    ids.push_back(id);
    sealed.push_back(crypto::Seal(ring, place + id.ToString(), *plain));
    digests.emplace_back();
    if (table.digested == nullptr) continue;
    digests.back() = AsText(crypto::BlindIndex(ring, table.digest_field, table.digested(*plain)));
  }
  tx.Run(std::string("UPDATE ledger.") + table.name + " t SET " + table.set +
             " FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS n (id, sealed, digest)"
             " WHERE t.county_id = $1 AND t.id = n.id",
         county, pg::Array(ids), BytesOf(sealed), BytesOf(digests));
}

}  // namespace

std::int64_t CountSealed(pg::Transaction& tx, CountyId county) {
  std::int64_t all = 0;
  for (const SealedTable& table : kSealedTables) {
    const auto rows = tx.Run(std::string("SELECT count(*) AS sealed FROM ledger.") + table.name +
                                 " WHERE county_id = $1",
                             county);
    all += pg::Get<std::int64_t>(rows[0], "sealed");
  }
  return all;
}

std::optional<ResealedRows> ResealNext(pg::Transaction& tx, const crypto::Keyring& ring,
                                       CountyId county, const std::string& cursor) {
  const char reached = cursor.empty() ? kSealedTables[0].letter : cursor.front();
  Uuid after = cursor.empty() ? Uuid() : Uuid::Parse(cursor.substr(1)).value_or(Uuid());
  for (const SealedTable& table : kSealedTables) {
    if (table.letter < reached) continue;
    const auto rows = tx.Run(std::string("SELECT id, ") + table.column + "_sealed AS sealed" +
                                 " FROM ledger." + table.name +
                                 " WHERE county_id = $1 AND id > $2 ORDER BY id LIMIT $3"
                                 " FOR NO KEY UPDATE",
                             county, after, kResealRows);
    if (!rows.empty()) {
      ResealRows(tx, ring, county, table, rows);
      const auto last = pg::Get<Uuid>(rows[rows.size() - 1], "id");
      return ResealedRows{static_cast<std::int64_t>(rows.size()), table.letter + last.ToString()};
    }
    after = Uuid();  // the next table from its beginning
  }
  return std::nullopt;
}

}  // namespace qianmo::ledger
