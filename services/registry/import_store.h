// Imports in the database: where each stands, and what is wrong with its rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/org_path.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/imports.pb.h"
#include "registry/domain/table_import.h"
#include "registry/domain/table_row.h"
#include "registry/file_store.h"

namespace qianmo::registry {

// What is kept ready of a table: bad ones for their names alone.
enum class Standing { kReady = 1, kUnchanged = 2, kBad = 3 };

// How many rows, and households or assets, were found, and what of them.
struct ImportCounts {
  std::int64_t rows = 0;
  std::int64_t items = 0;
  std::int64_t ready = 0;
  std::int64_t unchanged = 0;
  std::int64_t bad_rows = 0;
  std::int64_t faults = 0;
};

struct ImportRow {
  CountyId county;
  ImportId id;
  ImportKind kind;
  OrgPath org_path;
  ImportState state;
  FileId file;
  bool skip_bad_rows;
  Date effective_date;
  std::string ground;
  ImportCounts counts;
  Uuid maker;
  Uuid maker_person;
  std::optional<Uuid> checker = {};
  std::optional<Uuid> checker_person = {};

  ImportFacts facts() const { return {state, maker_person}; }
};

std::string ImportName(CountyId county, ImportId id);

void InsertImport(pg::Transaction& tx, const ImportRow& row, Time now);
// Refuse IMPORT_NOT_FOUND.
Result<ImportRow> FindImport(pg::Transaction& tx, CountyId county, ImportId id);
Result<ImportRow> LockImport(pg::Transaction& tx, CountyId county, ImportId id);
// One that was left lying since before then, if nobody holds it.
std::optional<ImportRow> LockStaleImport(pg::Transaction& tx, CountyId county, Time before);

void SaveImportCounts(pg::Transaction& tx, const ImportRow& row);
void SetBadRowsFile(pg::Transaction& tx, const ImportRow& row, FileId file);
// Foreign keys are looked up by plans that a session keeps. One that was made while the table was
// as good as empty may read an index from end to end, for each row that comes: forget it once the
// table has been filled.
void ForgetPlans(pg::Transaction& tx);

// By state, which is no end.
void SetImportState(pg::Transaction& tx, const ImportRow& row, ImportState state);
void SetImportConfirmed(pg::Transaction& tx, const ImportRow& row, const Uuid& account,
                        const Uuid& person);
// Back to where it waits to be confirmed.
void SetImportUnconfirmed(pg::Transaction& tx, const ImportRow& row);
// Refused, loaded or withdrawn; throws away what was kept ready. `refusal` is the reason.
void EndImport(pg::Transaction& tx, const ImportRow& row, ImportState state, Time now,
               const std::string& refusal = "");

// `header` is of the table that they are in. Refuses IMPORT_TOO_BAD.
Result<Done> AddImportFaults(pg::Transaction& tx, const ImportRow& row,
                             const std::vector<RowFault>& faults, const TableHeader& header);
// Every fault, by line.
std::vector<RowFault> LoadImportFaults(pg::Transaction& tx, const ImportRow& row);

// As people see it. It must exist.
v1::Import ReadImport(pg::Transaction& tx, CountyId county, ImportId id);
google::protobuf::RepeatedPtrField<v1::Import> ListImportsIn(pg::Transaction& tx, CountyId county,
                                                             const std::vector<std::string>& within,
                                                             const std::optional<Uuid>& after,
                                                             int limit);

}  // namespace qianmo::registry
