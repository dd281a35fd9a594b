// Files of banks in the database: their bytes, sealed, and what became of them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/digest.h"
#include "ledger/contradiction_store.h"
#include "qianmo/ledger/v1/bank_files.pb.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.BankFile.
enum class BankFileKind { kStatement = 1, kPayoutResult = 2 };
enum class BankFileState { kWaiting = 1, kTaken = 2, kRefused = 3 };

struct NewBankFile {
  BankFileId id;
  BankAccountId account;
  BankFileKind kind;
  std::string file_name;
  crypto::Digest sha256;
  std::string_view bytes;
  Hand maker;
};
// Refuses BANK_FILE_TAKEN when the account has these bytes already, and they were not refused.
Result<Done> InsertBankFile(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                            const NewBankFile& file, Time now);

// What was found in it.
struct BankFileCounts {
  std::int64_t items = 0;
  std::int64_t known = 0;
  std::int64_t matched = 0;
  std::int64_t odd = 0;  // somebody must look

  bool operator==(const BankFileCounts&) const = default;
};
struct BankFileRow {
  BankFileId id;
  BankAccountId account;
  BankFileKind kind;
  BankFileState state;
  std::string file_name;
  std::int64_t size;
  Hand maker;
  BankFileCounts counts;
};
// Refuse BANK_FILE_NOT_FOUND. Locked until the transaction ends.
Result<BankFileRow> FindBankFile(pg::Transaction& tx, CountyId county, BankFileId id);
Result<BankFileRow> LockBankFile(pg::Transaction& tx, CountyId county, BankFileId id);

// Its bytes, piece by piece, until one is refused.
Result<Done> ForEachPiece(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                          BankFileId id, const std::function<Result<Done>(std::string_view)>& look);
// From a byte on, at most so many.
std::string ReadPieces(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                       BankFileId id, std::int64_t offset, std::int64_t limit);

void SaveCounts(pg::Transaction& tx, CountyId county, BankFileId id, const BankFileCounts& counts);
void SetBankFileTaken(pg::Transaction& tx, CountyId county, BankFileId id, Time now);
void SetBankFileRefused(pg::Transaction& tx, CountyId county, BankFileId id, const Refusal& refusal,
                        Time now);

std::string BankFileName(CountyId county, BankFileId id);
// As people see it, with its statements. It must exist.
v1::BankFile ReadBankFile(pg::Transaction& tx, CountyId county, BankFileId id);
google::protobuf::RepeatedPtrField<v1::BankFile> ListBankFilesOf(pg::Transaction& tx,
                                                                 CountyId county,
                                                                 BankAccountId account,
                                                                 const std::optional<Uuid>& after,
                                                                 int limit);

}  // namespace qianmo::ledger
