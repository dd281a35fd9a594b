#include "ledger/reseal_store.h"

#include <charconv>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "ledger/domain/credit.h"
#include "pg/row.h"
#include "qianmo/ledger/v1/payments.pb.h"

namespace qianmo::ledger {
namespace {

constexpr int kResealRows = 500;
constexpr int kResealFiles = 4;  // of some MiB

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
  int most = kResealRows;  // a step
};
constexpr SealedTable kSealedTables[] = {
    {'a', "bank_account", "number", "number_sealed = n.sealed, number_index = n.digest",
     "ledger.bank_account", NumberItself},
    {'e', "bank_entry", "party", "party_sealed = n.sealed"},
    {'h', "hold", "own_account",
     "own_account_sealed = n.sealed, own_account_indexes = ARRAY[n.digest]", "ledger.payer",
     NumberOfPayee},
    {'b', "hold", "refund_account", "refund_account_sealed = n.sealed"},
    {'p', "payment", "payee", "payee_sealed = n.sealed"},
    {'s', "suspense_item", "payer", "payer_sealed = n.sealed"},
    {'r', "payment_correction", "payees", "payees_sealed = n.sealed"},
    {'f', "payout_batch", "file", "file_sealed = n.sealed", "", nullptr, kResealFiles}};
constexpr char kPieces = 'c';  // of banks' files, after the tables

constexpr bool HaveLettersOfTheirOwn() {
  for (const SealedTable& table : kSealedTables) {
    int same = table.letter == kPieces ? 1 : 0;
    for (const SealedTable& other : kSealedTables) same += table.letter == other.letter ? 1 : 0;
    if (same != 1) return false;
  }
  return true;
}
static_assert(HaveLettersOfTheirOwn(), "a cursor would lead to another table");

// Where a step stands: in which table, after which row.
struct ResealStand {
  char table = kSealedTables[0].letter;
  Uuid after;
  std::int64_t start = -1;  // of the piece
};

// "a0192…", and with the piece's start "c0192… 1048576".
ResealStand ParseStand(const std::string& cursor) {
  constexpr std::size_t kIdLength = 36;
  if (cursor.empty()) return {};
  ResealStand stand{cursor.front(), Uuid::Parse(cursor.substr(1, kIdLength)).value_or(Uuid())};
  if (cursor.size() > kIdLength + 2) {
    const char* const begin = cursor.data() + kIdLength + 2;
    std::from_chars(begin, cursor.data() + cursor.size(), stand.start);
  }
  return stand;
}

std::string PlaceOf(const std::string& table, const std::string& column, CountyId county) {
  return "ledger." + table + "." + column + "/" + std::to_string(county.number) + "/";
}

pg::Array<pg::Bytes> BytesOf(const std::vector<std::string>& values) {
  std::vector<pg::Bytes> bytes;
  for (const std::string& value : values) bytes.push_back({value});
  return pg::Array(bytes);
}

void ResealRows(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                const SealedTable& table, const pqxx::result& rows) {
  const std::string place = PlaceOf(table.name, table.column, county);
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

// Pieces of banks' files, whose key has two parts.
std::optional<ResealedRows> ResealPieces(pg::Transaction& tx, const crypto::Keyring& ring,
                                         CountyId county, ResealStand stand) {
  const auto rows = tx.Run(
      "SELECT bank_file_id, start, body_sealed FROM ledger.bank_file_chunk"
      " WHERE county_id = $1 AND (bank_file_id, start) > ($2::uuid, $3::bigint)"
      " ORDER BY bank_file_id, start LIMIT $4 FOR NO KEY UPDATE",
      county, stand.after, stand.start, kResealFiles);
  if (rows.empty()) return std::nullopt;
  for (const auto& row : rows) {
    stand.after = pg::Get<Uuid>(row, "bank_file_id");
    stand.start = pg::Get<std::int64_t>(row, "start");
    const std::string place = PlaceOf("bank_file_chunk", "body", county) + stand.after.ToString() +
                              "/" + std::to_string(stand.start);
    const auto plain = crypto::Open(ring, place, pg::Get<pg::Bytes>(row, "body_sealed"));
    if (!plain) continue;
    tx.Run(
        "UPDATE ledger.bank_file_chunk SET body_sealed = $4"
        " WHERE county_id = $1 AND bank_file_id = $2 AND start = $3",
        county, stand.after, stand.start, pg::Bytes{crypto::Seal(ring, place, *plain)});
  }
  return ResealedRows{static_cast<std::int64_t>(rows.size()),
                      kPieces + stand.after.ToString() + " " + std::to_string(stand.start)};
}

}  // namespace

std::vector<std::string> SealedColumns() {
  std::vector<std::string> columns = {"ledger.bank_file_chunk.body_sealed"};
  for (const SealedTable& table : kSealedTables) {
    columns.push_back("ledger." + std::string(table.name) + "." + table.column + "_sealed");
  }
  return columns;
}

std::int64_t CountSealed(pg::Transaction& tx, CountyId county) {
  const auto pieces =
      tx.Run("SELECT count(*) AS sealed FROM ledger.bank_file_chunk WHERE county_id = $1", county);
  auto all = pg::Get<std::int64_t>(pieces[0], "sealed");
  for (const SealedTable& table : kSealedTables) {
    const auto rows =
        tx.Run(std::string("SELECT count(") + table.column + "_sealed) AS sealed FROM ledger." +
                   table.name + " WHERE county_id = $1",
               county);
    all += pg::Get<std::int64_t>(rows[0], "sealed");
  }
  return all;
}

std::optional<ResealedRows> ResealNext(pg::Transaction& tx, const crypto::Keyring& ring,
                                       CountyId county, const std::string& cursor) {
  ResealStand stand = ParseStand(cursor);
  bool reached = false;
  for (const SealedTable& table : kSealedTables) {
    reached = reached || table.letter == stand.table;
    if (!reached) continue;
    const std::string column = std::string(table.column) + "_sealed";
    const auto rows = tx.Run("SELECT id, " + column + " AS sealed FROM ledger." + table.name +
                                 " WHERE county_id = $1 AND id > $2 AND " + column +
                                 " IS NOT NULL ORDER BY id LIMIT $3 FOR NO KEY UPDATE",
                             county, stand.after, table.most);
    if (!rows.empty()) {
      ResealRows(tx, ring, county, table, rows);
      const auto last = pg::Get<Uuid>(rows[rows.size() - 1], "id");
      return ResealedRows{static_cast<std::int64_t>(rows.size()), table.letter + last.ToString()};
    }
    stand.after = Uuid();  // the next table from its beginning
  }
  return ResealPieces(tx, ring, county, stand);
}

}  // namespace qianmo::ledger
