#include "messages/reseal_store.h"

#include <charconv>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "messages/delivery_store.h"
#include "messages/letter_content_store.h"
#include "messages/message_store.h"
#include "messages/preferences_store.h"

namespace qianmo::messages {
namespace {

constexpr int kRowsAStep = 500;
constexpr int kPiecesAStep = 16;  // of 256 KiB

using Sealed = std::optional<std::string>;

// One column of many rows: its sealed values as they shall be.
struct Column {
  std::vector<Sealed> values;

  auto Bytes() const {
    std::vector<std::optional<pg::Bytes>> bytes;
    for (const Sealed& value : values) {
      bytes.push_back(value ? std::optional(pg::Bytes{*value}) : std::nullopt);
    }
    return pg::Array(bytes);
  }
};

// Sealed anew; what does not open stays, for a key that may come back.
Sealed Anew(const crypto::Keyring& ring, const std::string& place, const Sealed& sealed) {
  if (!sealed) return std::nullopt;
  const auto plain = crypto::Open(ring, place, *sealed);
  return plain ? crypto::Seal(ring, place, *plain) : *sealed;
}

// Where a step stands: in which table, after which row.
struct Stand {
  char table = 'm';
  Uuid after;
  int position = -1;  // of the piece of a PDF
};

Stand ParseStand(const std::string& cursor) {
  Stand stand;
  if (cursor.empty()) return stand;
  constexpr std::size_t kIdLength = 36;
  stand.table = cursor.front();
  stand.after = Uuid::Parse(cursor.substr(1, kIdLength)).value_or(Uuid());
  if (cursor.size() > kIdLength + 2) {
    const char* const begin = cursor.data() + kIdLength + 2;
    std::from_chars(begin, cursor.data() + cursor.size(), stand.position);
  }
  return stand;
}

ResealedRows After(char table, std::size_t rows, const Uuid& last) {
  return {static_cast<std::int64_t>(rows), table + last.ToString()};
}

std::optional<ResealedRows> ResealMessages(pg::Transaction& tx, const crypto::Keyring& ring,
                                           CountyId county, const Stand& stand) {
  std::vector<Uuid> ids;
  Column contents;
  Column codes;
  for (const auto& row : tx.Run("SELECT id, content_sealed, code_sealed FROM messages.message"
                                " WHERE county_id = $1 AND id > $2 ORDER BY id LIMIT $3 FOR UPDATE",
                                county, stand.after, kRowsAStep)) {
    const auto id = pg::Get<MessageId>(row, "id");
    ids.push_back(id.uuid);
    contents.values.push_back(
        Anew(ring, MessagePlace("content", county, id), pg::Get<pg::Bytes>(row, "content_sealed")));
    codes.values.push_back(Anew(ring, MessagePlace("code", county, id),
                                pg::Get<std::optional<pg::Bytes>>(row, "code_sealed")));
  }
  if (ids.empty()) return std::nullopt;
  tx.Run(
      "UPDATE messages.message m SET content_sealed = n.content, code_sealed = n.code"
      " FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS n (id, content, code)"
      " WHERE m.county_id = $1 AND m.id = n.id",
      county, pg::Array(ids), contents.Bytes(), codes.Bytes());
  return After('m', ids.size(), ids.back());
}

std::optional<ResealedRows> ResealDeliveries(pg::Transaction& tx, const crypto::Keyring& ring,
                                             CountyId county, const Stand& stand) {
  std::vector<Uuid> ids;
  Column addresses;
  Column indexes;
  for (const auto& row : tx.Run("SELECT id, address_sealed, address_index FROM messages.delivery"
                                " WHERE county_id = $1 AND id > $2 ORDER BY id LIMIT $3 FOR UPDATE",
                                county, stand.after, kRowsAStep)) {
    ids.push_back(pg::Get<Uuid>(row, "id"));
    const std::string place = DeliveryPlace(county, ids.back());
    const auto sealed = pg::Get<std::optional<pg::Bytes>>(row, "address_sealed");
    auto index = pg::Get<std::optional<pg::Bytes>>(row, "address_index");
    const auto address = sealed ? crypto::Open(ring, place, *sealed) : std::nullopt;
    if (index && address) index = AsText(crypto::BlindIndex(ring, kAddressIndex, *address));
    addresses.values.push_back(address ? crypto::Seal(ring, place, *address) : sealed);
    indexes.values.push_back(index);
  }
  if (ids.empty()) return std::nullopt;
  tx.Run(
      "UPDATE messages.delivery d SET address_sealed = n.address, address_index = n.index"
      " FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS n (id, address, index)"
      " WHERE d.county_id = $1 AND d.id = n.id",
      county, pg::Array(ids), addresses.Bytes(), indexes.Bytes());
  return After('d', ids.size(), ids.back());
}

std::optional<ResealedRows> ResealPreferences(pg::Transaction& tx, const crypto::Keyring& ring,
                                              CountyId county, const Stand& stand) {
  std::vector<Uuid> accounts;
  Column open_ids;
  for (const auto& row :
       tx.Run("SELECT account_id, wechat_sealed FROM messages.preferences"
              " WHERE county_id = $1 AND account_id > $2 ORDER BY account_id LIMIT $3 FOR UPDATE",
              county, stand.after, kRowsAStep)) {
    accounts.push_back(pg::Get<Uuid>(row, "account_id"));
    open_ids.values.push_back(Anew(ring, OpenIdPlace(county, accounts.back()),
                                   pg::Get<std::optional<pg::Bytes>>(row, "wechat_sealed")));
  }
  if (accounts.empty()) return std::nullopt;
  tx.Run(
      "UPDATE messages.preferences p SET wechat_sealed = n.open_id"
      " FROM unnest($2::uuid[], $3::bytea[]) AS n (account_id, open_id)"
      " WHERE p.county_id = $1 AND p.account_id = n.account_id",
      county, pg::Array(accounts), open_ids.Bytes());
  return After('p', accounts.size(), accounts.back());
}

std::optional<ResealedRows> ResealPieces(pg::Transaction& tx, const crypto::Keyring& ring,
                                         CountyId county, const Stand& stand) {
  const auto rows = tx.Run(
      "SELECT batch_id, position, content_sealed FROM messages.letter_chunk"
      " WHERE county_id = $1 AND (batch_id, position) > ($2::uuid, $3::integer)"
      " ORDER BY batch_id, position LIMIT $4 FOR UPDATE",
      county, stand.after, stand.position, kPiecesAStep);
  if (rows.empty()) return std::nullopt;
  Stand last;
  for (const auto& row : rows) {
    const auto batch = pg::Get<BatchId>(row, "batch_id");
    last.after = batch.uuid;
    last.position = pg::Get<int>(row, "position");
    const std::string place = ChunkPlace(county, batch, static_cast<std::size_t>(last.position));
    const Sealed sealed = Anew(ring, place, pg::Get<pg::Bytes>(row, "content_sealed"));
    tx.Run(
        "UPDATE messages.letter_chunk SET content_sealed = $4"
        " WHERE county_id = $1 AND batch_id = $2 AND position = $3",
        county, batch, last.position, pg::Bytes{sealed.value()});
  }
  ResealedRows pieces = After('c', static_cast<std::size_t>(rows.size()), last.after);
  pieces.cursor += ' ' + std::to_string(last.position);
  return pieces;
}

using Reseal = std::optional<ResealedRows> (*)(pg::Transaction&, const crypto::Keyring&, CountyId,
                                               const Stand&);
constexpr std::pair<char, Reseal> kTables[] = {
    {'m', ResealMessages}, {'d', ResealDeliveries}, {'p', ResealPreferences}, {'c', ResealPieces}};

}  // namespace

std::vector<std::string> SealedColumns() {
  return {"messages.message.content_sealed", "messages.message.code_sealed",
          "messages.delivery.address_sealed", "messages.preferences.wechat_sealed",
          "messages.letter_chunk.content_sealed"};
}

std::int64_t CountSealed(pg::Transaction& tx, CountyId county) {
  const auto rows = tx.Run(
      "SELECT (SELECT count(*) FROM messages.message WHERE county_id = $1)"
      "  + (SELECT count(*) FROM messages.delivery WHERE county_id = $1)"
      "  + (SELECT count(*) FROM messages.preferences WHERE county_id = $1)"
      "  + (SELECT count(*) FROM messages.letter_chunk WHERE county_id = $1) AS sealed",
      county);
  return pg::Get<std::int64_t>(rows[0], "sealed");
}

std::optional<ResealedRows> ResealNext(pg::Transaction& tx, const crypto::Keyring& ring,
                                       CountyId county, const std::string& cursor) {
  Stand stand = ParseStand(cursor);
  bool reached = false;
  for (const auto& [table, reseal] : kTables) {
    reached = reached || table == stand.table;
    if (!reached) continue;
    if (auto rows = reseal(tx, ring, county, stand)) return rows;
    stand = Stand();  // the next table from its beginning
  }
  return std::nullopt;
}

}  // namespace qianmo::messages
