#include "ledger/bank_file_store.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/sealed.h"
#include "pg/reader.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

static_assert(static_cast<int>(BankFileKind::kPayoutResult) == v1::BankFile::KIND_PAYOUT_RESULT);
static_assert(static_cast<int>(BankFileState::kRefused) == v1::BankFile::STATE_REFUSED);

constexpr std::int64_t kPiece = 1 << 20;
constexpr std::size_t kMostMessage = 1000;

constexpr char kSelectBankFile[] = R"(
  SELECT 'counties/' || f.county_id || '/bankFiles/' || f.id AS name,
    'counties/' || f.county_id || '/bankAccounts/' || f.bank_account_id AS bank_account, f.kind,
    f.state, f.file_name, encode(f.sha256, 'hex') AS sha256, f.size, f.reason, f.reason_message,
    f.reason_line, f.items, f.known, f.matched, f.odd,
    'counties/' || f.county_id || '/accounts/' || f.maker_id AS maker, f.create_time, f.end_time)";

constexpr char kFromBankFile[] = " FROM ledger.bank_file f WHERE f.county_id = $1";

constexpr char kItsStatements[] = R"(,
    (SELECT json_agg(json_build_object('kind', s.kind, 'bank_number', s.bank_number,
       'first_day', s.first_day, 'last_day', s.last_day, 'opening_fen', s.opening_fen,
       'closing_fen', s.closing_fen, 'credits', s.credits, 'debits', s.debits,
       'credit_fen', s.credit_fen, 'debit_fen', s.debit_fen, 'known', s.known,
       'jump_fen', s.jump_fen) ORDER BY s.id)
     FROM ledger.bank_statement s
     WHERE s.county_id = f.county_id AND s.bank_file_id = f.id) AS statements)";

std::string PieceKey(BankFileId id, std::int64_t start) {
  return id.ToString() + "/" + std::to_string(start);
}

constexpr char kPieceColumn[] = "bank_file_chunk.body";

std::string OpenPiece(const crypto::Keyring& ring, CountyId county, BankFileId id,
                      const pqxx::row& row) {
  return OpenValue(ring, kPieceColumn, county, PieceKey(id, pg::Get<std::int64_t>(row, "start")),
                   pg::Get<pg::Bytes>(row, "body_sealed"));
}

// Of a refusal that says where; 0 when it does not.
std::int64_t LineIn(const Refusal& refusal) {
  std::int64_t line = 0;
  for (const auto& [key, value] : refusal.metadata) {
    if (key == "line") std::from_chars(value.data(), value.data() + value.size(), line);
  }
  return line;
}

// At most so many bytes, and no half character.
std::string CutText(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string MessageOf(const Refusal& refusal) {
  std::string message = refusal.message;
  for (const Refusal::Field& field : refusal.fields) {
    message += (message.empty() ? "" : " ") + field.path + ": " + field.description;
  }
  return CutText(message, kMostMessage);
}

Result<BankFileRow> SelectBankFile(pg::Transaction& tx, CountyId county, BankFileId id,
                                   const char* lock) {
  const auto rows = tx.Run(
      std::string("SELECT bank_account_id, kind, state, file_name, size, maker_id, maker_person,"
                  "  items, known, matched, odd FROM ledger.bank_file"
                  " WHERE county_id = $1 AND id = $2") +
          lock,
      county, id);
  if (rows.empty()) return refusals::BankFileNotFound();
  const auto& row = rows[0];
  return BankFileRow{.id = id,
                     .account = pg::Get<BankAccountId>(row, "bank_account_id"),
                     .kind = static_cast<BankFileKind>(pg::Get<int>(row, "kind")),
                     .state = static_cast<BankFileState>(pg::Get<int>(row, "state")),
                     .file_name = pg::Get<std::string>(row, "file_name"),
                     .size = pg::Get<std::int64_t>(row, "size"),
                     .maker = {pg::Get<Uuid>(row, "maker_id"), pg::Get<Uuid>(row, "maker_person")},
                     .counts = {.items = pg::Get<std::int64_t>(row, "items"),
                                .known = pg::Get<std::int64_t>(row, "known"),
                                .matched = pg::Get<std::int64_t>(row, "matched"),
                                .odd = pg::Get<std::int64_t>(row, "odd")}};
}

}  // namespace

Result<Done> InsertBankFile(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                            const NewBankFile& file, Time now) {
  const auto same = tx.Run(
      "SELECT id FROM ledger.bank_file WHERE county_id = $1 AND bank_account_id = $2"
      "  AND kind = $3 AND sha256 = $4 AND state <> 3",
      county, file.account, static_cast<int>(file.kind), pg::Bytes{AsText(file.sha256)});
  if (!same.empty()) {
    return refusals::BankFileTaken(BankFileName(county, pg::Get<BankFileId>(same[0], "id")));
  }
  const auto size = static_cast<std::int64_t>(file.bytes.size());
  tx.Run(
      "INSERT INTO ledger.bank_file (county_id, id, bank_account_id, kind, state, file_name,"
      "  sha256, size, reason, reason_message, reason_line, items, known, matched, odd, maker_id,"
      "  maker_person, create_time)"
      " VALUES ($1, $2, $3, $4, 1, $5, $6, $7, '', '', 0, 0, 0, 0, 0, $8, $9, $10)",
      county, file.id, file.account, static_cast<int>(file.kind), file.file_name,
      pg::Bytes{AsText(file.sha256)}, size, file.maker.account, file.maker.person, now);
  for (std::int64_t start = 0; start < size; start += kPiece) {
    const std::string sealed = SealValue(
        ring, kPieceColumn, county, PieceKey(file.id, start),
        file.bytes.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(kPiece)));
    tx.Run(
        "INSERT INTO ledger.bank_file_chunk (county_id, bank_file_id, start, body_sealed)"
        " VALUES ($1, $2, $3, $4)",
        county, file.id, start, pg::Bytes{sealed});
  }
  return Done{};
}

Result<BankFileRow> FindBankFile(pg::Transaction& tx, CountyId county, BankFileId id) {
  return SelectBankFile(tx, county, id, "");
}

Result<BankFileRow> LockBankFile(pg::Transaction& tx, CountyId county, BankFileId id) {
  return SelectBankFile(tx, county, id, " FOR UPDATE");
}

Result<Done> ForEachPiece(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                          BankFileId id,
                          const std::function<Result<Done>(std::string_view)>& look) {
  for (std::int64_t start = 0;; start += kPiece) {
    const auto rows = tx.Run(
        "SELECT start, body_sealed FROM ledger.bank_file_chunk"
        " WHERE county_id = $1 AND bank_file_id = $2 AND start = $3",
        county, id, start);
    if (rows.empty()) return Done{};
    QM_TRY(look(OpenPiece(ring, county, id, rows[0])));
  }
}

std::string ReadPieces(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                       BankFileId id, std::int64_t offset, std::int64_t limit) {
  std::string bytes;
  const std::int64_t first = offset - offset % kPiece;
  for (const auto& row : tx.Run("SELECT start, body_sealed FROM ledger.bank_file_chunk"
                                " WHERE county_id = $1 AND bank_file_id = $2"
                                "  AND start >= $3 AND start < $4 ORDER BY start",
                                county, id, first, offset + limit)) {
    bytes += OpenPiece(ring, county, id, row);
  }
  const auto skipped = std::min(bytes.size(), static_cast<std::size_t>(offset - first));
  return bytes.substr(skipped, static_cast<std::size_t>(limit));
}

void SaveCounts(pg::Transaction& tx, CountyId county, BankFileId id, const BankFileCounts& counts) {
  tx.Run(
      "UPDATE ledger.bank_file SET items = $3, known = $4, matched = $5, odd = $6"
      " WHERE county_id = $1 AND id = $2",
      county, id, counts.items, counts.known, counts.matched, counts.odd);
}

void SetBankFileTaken(pg::Transaction& tx, CountyId county, BankFileId id, Time now) {
  tx.Run("UPDATE ledger.bank_file SET state = 2, end_time = $3 WHERE county_id = $1 AND id = $2",
         county, id, now);
}

void SetBankFileRefused(pg::Transaction& tx, CountyId county, BankFileId id, const Refusal& refusal,
                        Time now) {
  tx.Run(
      "UPDATE ledger.bank_file SET state = 3, reason = $3, reason_message = $4, reason_line = $5,"
      "  end_time = $6 WHERE county_id = $1 AND id = $2",
      county, id, refusal.reason, MessageOf(refusal), LineIn(refusal), now);
}

std::string BankFileName(CountyId county, BankFileId id) {
  return "counties/" + std::to_string(county.number) + "/bankFiles/" + id.ToString();
}

v1::BankFile ReadBankFile(pg::Transaction& tx, CountyId county, BankFileId id) {
  auto file = pg::ReadOne<v1::BankFile>(
      tx.Run(std::string(kSelectBankFile) + kItsStatements + kFromBankFile + " AND f.id = $2",
             county, id));
  return *std::move(file);
}

google::protobuf::RepeatedPtrField<v1::BankFile> ListBankFilesOf(pg::Transaction& tx,
                                                                 CountyId county,
                                                                 BankAccountId account,
                                                                 const std::optional<Uuid>& after,
                                                                 int limit) {
  google::protobuf::RepeatedPtrField<v1::BankFile> files;
  pg::ReadAll(tx.Run(std::string(kSelectBankFile) + kFromBankFile +
                         " AND f.bank_account_id = $2 AND ($3::uuid IS NULL OR f.id > $3::uuid)"
                         " ORDER BY f.id LIMIT $4",
                     county, account, after, limit),
              &files);
  return files;
}

}  // namespace qianmo::ledger
