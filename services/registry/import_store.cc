#include "registry/import_store.h"

#include "pg/list_statement.h"
#include "pg/reader.h"
#include "registry/domain/import_refusals.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(ImportKind::kAssets) == v1::Import::KIND_ASSETS);
static_assert(static_cast<int>(ImportState::kWithdrawn) == v1::Import::STATE_WITHDRAWN);
static_assert(static_cast<int>(RowProblem::kNeighbour) == v1::ImportFault::PROBLEM_NEIGHBOUR);

constexpr char kImportFacts[] =
    "SELECT id, kind, org_path, state, file_id, skip_bad_rows, effective_date, ground, row_count,"
    "  item_count, ready_count, unchanged_count, bad_row_count, fault_count, maker_id,"
    "  maker_person, checker_id, checker_person"
    " FROM registry.import WHERE county_id = $1 AND ";

constexpr pg::ListTable kImports = {
    .name = "registry.import", .alias = "i", .columns = "org_path", .newest_first = true};

constexpr char kSelectImport[] = R"(
  SELECT 'counties/' || i.county_id || '/imports/' || i.id AS name, i.kind, i.org_path, i.state,
    'counties/' || i.county_id || '/files/' || i.file_id AS file, i.skip_bad_rows,
    i.effective_date, i.ground, i.row_count, i.item_count, i.ready_count, i.unchanged_count,
    i.bad_row_count, i.refusal,
    'counties/' || i.county_id || '/files/' || i.bad_rows_file_id AS bad_rows_file,
    'counties/' || i.county_id || '/accounts/' || i.maker_id AS maker,
    'counties/' || i.county_id || '/accounts/' || i.checker_id AS checker,
    i.create_time, i.end_time
  FROM registry.import i WHERE i.county_id = $1)";

ImportRow ReadImportFacts(CountyId county, const pqxx::row& row) {
  auto path = OrgPath::Parse(pg::Get<std::string>(row, "org_path"));
  if (!path) throw pg::Trouble("a stored organisation path does not parse");
  return {.county = county,
          .id = pg::Get<ImportId>(row, "id"),
          .kind = static_cast<ImportKind>(pg::Get<int>(row, "kind")),
          .org_path = *std::move(path),
          .state = static_cast<ImportState>(pg::Get<int>(row, "state")),
          .file = pg::Get<FileId>(row, "file_id"),
          .skip_bad_rows = pg::Get<bool>(row, "skip_bad_rows"),
          .effective_date = pg::Get<Date>(row, "effective_date"),
          .ground = pg::Get<std::string>(row, "ground"),
          .counts = {.rows = pg::Get<std::int64_t>(row, "row_count"),
                     .items = pg::Get<std::int64_t>(row, "item_count"),
                     .ready = pg::Get<std::int64_t>(row, "ready_count"),
                     .unchanged = pg::Get<std::int64_t>(row, "unchanged_count"),
                     .bad_rows = pg::Get<std::int64_t>(row, "bad_row_count"),
                     .faults = pg::Get<std::int64_t>(row, "fault_count")},
          .maker = pg::Get<Uuid>(row, "maker_id"),
          .maker_person = pg::Get<Uuid>(row, "maker_person"),
          .checker = pg::Get<std::optional<Uuid>>(row, "checker_id"),
          .checker_person = pg::Get<std::optional<Uuid>>(row, "checker_person")};
}

Result<ImportRow> OneImport(CountyId county, const pqxx::result& rows) {
  if (rows.empty()) return refusals::ImportNotFound();
  return ReadImportFacts(county, rows[0]);
}

}  // namespace

std::string ImportName(CountyId county, ImportId id) {
  return "counties/" + std::to_string(county.number) + "/imports/" + id.ToString();
}

void InsertImport(pg::Transaction& tx, const ImportRow& row, Time now) {
  tx.Run(
      "INSERT INTO registry.import (county_id, id, kind, org_path, state, file_id,"
      "  skip_bad_rows, effective_date, ground, row_count, item_count, ready_count,"
      "  unchanged_count, bad_row_count, fault_count, refusal, maker_id, maker_person, create_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, 0, 0, '', $10, $11, $12)",
      row.county, row.id, static_cast<int>(row.kind), row.org_path.text(),
      static_cast<int>(row.state), row.file, row.skip_bad_rows, row.effective_date, row.ground,
      row.maker, row.maker_person, now);
}

Result<ImportRow> FindImport(pg::Transaction& tx, CountyId county, ImportId id) {
  return OneImport(county, tx.Run(std::string(kImportFacts) + "id = $2", county, id));
}

Result<ImportRow> LockImport(pg::Transaction& tx, CountyId county, ImportId id) {
  return OneImport(county, tx.Run(std::string(kImportFacts) + "id = $2 FOR UPDATE", county, id));
}

std::optional<ImportRow> LockStaleImport(pg::Transaction& tx, CountyId county, Time before) {
  const auto rows = tx.Run(std::string(kImportFacts) +
                               "state IN (1, 2) AND create_time < $2"
                               " ORDER BY create_time LIMIT 1 FOR UPDATE SKIP LOCKED",
                           county, before);
  if (rows.empty()) return std::nullopt;
  return ReadImportFacts(county, rows[0]);
}

void SaveImportCounts(pg::Transaction& tx, const ImportRow& row) {
  tx.Run(
      "UPDATE registry.import SET row_count = $3, item_count = $4,"
      "  ready_count = $5, unchanged_count = $6, bad_row_count = $7, fault_count = $8"
      " WHERE county_id = $1 AND id = $2",
      row.county, row.id, row.counts.rows, row.counts.items, row.counts.ready, row.counts.unchanged,
      row.counts.bad_rows, row.counts.faults);
}

void SetBadRowsFile(pg::Transaction& tx, const ImportRow& row, FileId file) {
  tx.Run(
      "UPDATE registry.import SET bad_rows_file_id = $3"
      " WHERE county_id = $1 AND id = $2",
      row.county, row.id, file);
}

void ForgetPlans(pg::Transaction& tx) { tx.Run("DISCARD PLANS"); }

void SetImportState(pg::Transaction& tx, const ImportRow& row, ImportState state) {
  tx.Run("UPDATE registry.import SET state = $3 WHERE county_id = $1 AND id = $2", row.county,
         row.id, static_cast<int>(state));
}

void SetImportConfirmed(pg::Transaction& tx, const ImportRow& row, const Uuid& account,
                        const Uuid& person) {
  tx.Run(
      "UPDATE registry.import SET state = $3, checker_id = $4, checker_person = $5"
      " WHERE county_id = $1 AND id = $2",
      row.county, row.id, static_cast<int>(ImportState::kLoading), account, person);
}

void SetImportUnconfirmed(pg::Transaction& tx, const ImportRow& row) {
  tx.Run(
      "UPDATE registry.import SET state = 2, checker_id = NULL, checker_person = NULL"
      " WHERE county_id = $1 AND id = $2",
      row.county, row.id);
}

void EndImport(pg::Transaction& tx, const ImportRow& row, ImportState state, Time now,
               const std::string& refusal) {
  for (const char* table : {"import_member", "import_household", "import_asset"}) {
    tx.Run(
        std::string("DELETE FROM registry.") + table + " WHERE county_id = $1 AND import_id = $2",
        row.county, row.id);
  }
  tx.Run(
      "UPDATE registry.import SET state = $3, end_time = $4, refusal = $5"
      " WHERE county_id = $1 AND id = $2",
      row.county, row.id, static_cast<int>(state), now, refusal);
}

Result<Done> AddImportFaults(pg::Transaction& tx, const ImportRow& row,
                             const std::vector<RowFault>& faults, const TableHeader& header) {
  if (faults.empty()) return Done{};
  if (row.counts.faults > kMostImportFaults) return refusals::ImportTooBad(kMostImportFaults);
  std::vector<std::int64_t> lines;
  std::vector<int> positions, problems;
  std::vector<std::string> titles;
  for (const RowFault& fault : faults) {
    lines.push_back(fault.line);
    positions.push_back(fault.column);
    problems.push_back(static_cast<int>(fault.problem));
    titles.push_back(header.title(fault.column));
  }
  tx.Run(
      "INSERT INTO registry.import_fault"
      "  (county_id, import_id, line, position, problem, column_title)"
      " SELECT $1, $2, f.line, f.position, f.problem, left(f.title, 100)"
      " FROM unnest($3::bigint[], $4::integer[], $5::smallint[], $6::text[])"
      "   AS f (line, position, problem, title)"
      " ON CONFLICT DO NOTHING",
      row.county, row.id, pg::Array(lines), pg::Array(positions), pg::Array(problems),
      pg::Array(titles));
  return Done{};
}

std::vector<RowFault> LoadImportFaults(pg::Transaction& tx, const ImportRow& row) {
  std::vector<RowFault> faults;
  for (const auto& fault : tx.Run("SELECT line, position, problem FROM registry.import_fault"
                                  " WHERE county_id = $1 AND import_id = $2"
                                  " ORDER BY line, position, problem",
                                  row.county, row.id)) {
    faults.push_back({pg::Get<std::int64_t>(fault, "line"), pg::Get<int>(fault, "position"),
                      static_cast<RowProblem>(pg::Get<int>(fault, "problem"))});
  }
  return faults;
}

v1::Import ReadImport(pg::Transaction& tx, CountyId county, ImportId id) {
  auto message =
      pg::ReadOne<v1::Import>(tx.Run(std::string(kSelectImport) + " AND i.id = $2", county, id));
  pg::ReadAll(tx.Run("SELECT line, position, column_title AS column, problem"
                     " FROM registry.import_fault WHERE county_id = $1 AND import_id = $2"
                     " ORDER BY line, position, problem LIMIT 100",
                     county, id),
              message.value().mutable_faults());
  return *std::move(message);
}

google::protobuf::RepeatedPtrField<v1::Import> ListImportsIn(pg::Transaction& tx, CountyId county,
                                                             const std::vector<std::string>& within,
                                                             const std::optional<Uuid>& after,
                                                             int limit) {
  pg::ListStatement statement(kImports, county);
  statement.Within(within);
  statement.After(after);
  google::protobuf::RepeatedPtrField<v1::Import> imports;
  pg::ReadAll(statement.Run(tx, kSelectImport, limit), &imports);
  return imports;
}

}  // namespace qianmo::registry
