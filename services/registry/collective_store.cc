#include "registry/collective_store.h"

#include <stdexcept>

#include "base/search_terms.h"
#include "pg/list_statement.h"
#include "pg/reader.h"
#include "registry/domain/collective_refusals.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(OrgLevel::kTownship) == v1::Collective::LEVEL_TOWNSHIP);
static_assert(static_cast<int>(OrgLevel::kGroup) == v1::Collective::LEVEL_GROUP);
static_assert(static_cast<int>(CollectiveState::kEnded) == v1::Collective::STATE_ENDED);
static_assert(static_cast<int>(CollectiveForm::kOwn) == v1::COLLECTIVE_FORM_OWN);
static_assert(static_cast<int>(CollectiveForm::kCommittee) == v1::COLLECTIVE_FORM_COMMITTEE);
static_assert(static_cast<int>(CollectiveForm::kOffice) == v1::COLLECTIVE_FORM_OFFICE);
static_assert(static_cast<int>(BookType::kSeparate) == v1::BOOK_TYPE_SEPARATE);
static_assert(static_cast<int>(BookType::kNone) == v1::BOOK_TYPE_NONE);

constexpr pg::ListTable kCollectives = {
    .name = "registry.collective",
    .alias = "c",
    .columns = "org_path, level, state, name, search_terms, credit_code"};

constexpr char kSelectCollective[] = R"(
  SELECT 'counties/' || c.county_id || '/collectives/' || c.id AS name,
    'counties/' || c.county_id || '/collectives/' || c.parent_id AS parent_collective,
    c.level, c.org_path, c.state, c.form, c.book_type, c.name AS display_name, c.credit_code,
    (SELECT json_agg(json_build_object('code', a.code, 'start_date', a.start_date,
                                       'end_date', a.end_date) ORDER BY a.start_date)
       FROM registry.collective_area_code a
       WHERE a.county_id = c.county_id AND a.collective_id = c.id) AS area_codes,
    (SELECT json_agg(json_build_object('id', o.id, 'office', o.office,
         'person_name', o.person_name, 'start_date', o.start_date, 'end_date', o.end_date)
         ORDER BY o.start_date, o.id)
       FROM registry.collective_officer o
       WHERE o.county_id = c.county_id AND o.collective_id = c.id) AS officers,
    (SELECT json_agg('counties/' || s.county_id || '/collectives/' || s.successor_id
                     ORDER BY s.successor_id)
       FROM registry.collective_successor s
       WHERE s.county_id = c.county_id AND s.collective_id = c.id) AS successors,
    c.create_time, c.end_time, c.version AS etag
  FROM registry.collective c WHERE c.county_id = $1)";

constexpr char kCollectiveFacts[] =
    "SELECT id, parent_id, org_path, state, form, book_type, name, credit_code, version"
    " FROM registry.collective WHERE county_id = $1 AND id = $2";

Result<CollectiveRow> OneCollective(const pqxx::result& rows) {
  if (rows.empty()) return refusals::CollectiveNotFound();
  const auto& row = rows[0];
  auto path = OrgPath::Parse(pg::Get<std::string>(row, "org_path"));
  if (!path) throw std::runtime_error("a stored organisation path does not parse");
  return CollectiveRow{
      .facts = {.id = pg::Get<CollectiveId>(row, "id"),
                .parent = pg::Get<std::optional<CollectiveId>>(row, "parent_id"),
                .org_path = *std::move(path),
                .state = static_cast<CollectiveState>(pg::Get<int>(row, "state")),
                .form = static_cast<CollectiveForm>(pg::Get<int>(row, "form")),
                .book_type = static_cast<BookType>(pg::Get<int>(row, "book_type"))},
      .name = pg::Get<std::string>(row, "name"),
      .credit_code = pg::Get<std::optional<std::string>>(row, "credit_code").value_or(""),
      .version = pg::Get<std::int64_t>(row, "version")};
}

std::optional<std::string> CodeParam(const std::string& code) {
  return code.empty() ? std::nullopt : std::optional(code);
}

}  // namespace

Result<CollectiveRow> FindCollective(pg::Transaction& tx, CountyId county, CollectiveId id) {
  return OneCollective(tx.Run(kCollectiveFacts, county, id));
}

Result<CollectiveRow> HoldCollective(pg::Transaction& tx, CountyId county, CollectiveId id) {
  return OneCollective(tx.Run(std::string(kCollectiveFacts) + " FOR SHARE", county, id));
}

Result<CollectiveRow> LockCollective(pg::Transaction& tx, CountyId county, CollectiveId id) {
  return OneCollective(tx.Run(std::string(kCollectiveFacts) + " FOR NO KEY UPDATE", county, id));
}

v1::Collective ReadCollective(pg::Transaction& tx, CountyId county, CollectiveId id) {
  auto collective = pg::ReadOne<v1::Collective>(
      tx.Run(std::string(kSelectCollective) + " AND c.id = $2", county, id));
  if (!collective) throw std::runtime_error("a collective that was there is gone");
  return *std::move(collective);
}

std::string CollectiveName(CountyId county, CollectiveId id) {
  return "counties/" + std::to_string(county.number) + "/collectives/" + id.ToString();
}

google::protobuf::RepeatedPtrField<v1::Collective> ListCollectives(pg::Transaction& tx,
                                                                   const CollectiveQuery& query) {
  pg::ListStatement statement(kCollectives, query.county);
  statement.Within(query.within);
  if (!query.org_path.empty()) statement.Within({query.org_path});
  if (query.level) statement.Where("c.level = " + statement.Bind(*query.level));
  if (query.state) statement.Where("c.state = " + statement.Bind(*query.state));
  if (!query.text.empty()) statement.Where(statement.Matches("c.name", query.text));
  if (!query.credit_code.empty()) {
    statement.Where("c.credit_code = " + statement.Bind(query.credit_code));
  }
  if (!query.area_code.empty()) {
    const std::string code = statement.Bind(query.area_code);
    const std::string today = statement.Bind(query.today);
    statement.Where(
        "EXISTS (SELECT FROM registry.collective_area_code a WHERE a.county_id = $1"
        " AND a.collective_id = c.id AND a.code = " +
        code + " AND a.start_date <= " + today + "::date AND (a.end_date IS NULL OR " + today +
        "::date < a.end_date))");
  }
  statement.After(query.after);
  google::protobuf::RepeatedPtrField<v1::Collective> collectives;
  pg::ReadAll(statement.Run(tx, kSelectCollective, query.limit), &collectives);
  return collectives;
}

void InsertCollective(pg::Transaction& tx, CountyId county, const CollectiveRow& row, Time now) {
  tx.Run(
      "INSERT INTO registry.collective (county_id, id, parent_id, org_path, level, state, form,"
      "  book_type, name, search_terms, credit_code, create_time, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
      county, row.facts.id, row.facts.parent, row.facts.org_path.text(),
      static_cast<int>(row.facts.level()), static_cast<int>(row.facts.state),
      static_cast<int>(row.facts.form), static_cast<int>(row.facts.book_type), row.name,
      pg::Array(SearchTerms(row.name)), CodeParam(row.credit_code), now, row.version);
}

void SaveCollective(pg::Transaction& tx, CountyId county, const CollectiveRow& row) {
  tx.Run(
      "UPDATE registry.collective SET name = $3, search_terms = $4, form = $5, book_type = $6,"
      "  credit_code = $7, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, row.facts.id, row.name, pg::Array(SearchTerms(row.name)),
      static_cast<int>(row.facts.form), static_cast<int>(row.facts.book_type),
      CodeParam(row.credit_code));
}

bool CollectiveExists(pg::Transaction& tx, CountyId county, CollectiveId id) {
  return !tx.Run("SELECT id FROM registry.collective WHERE county_id = $1 AND id = $2", county, id)
              .empty();
}

std::optional<CollectiveId> OwnerOfCode(pg::Transaction& tx, CountyId county,
                                        const std::string& credit_code, CollectiveId self) {
  if (credit_code.empty()) return std::nullopt;
  const auto rows = tx.Run(
      "SELECT id FROM registry.collective"
      " WHERE county_id = $1 AND credit_code = $2 AND state = 1 AND id <> $3",
      county, credit_code, self);
  if (rows.empty()) return std::nullopt;
  return pg::Get<CollectiveId>(rows[0], "id");
}

void AddCollectiveEvent(pg::Transaction& tx, CountyId county, CollectiveId id,
                        const CollectiveEvent& event, Time now) {
  tx.Run(
      "INSERT INTO registry.collective_event (county_id, collective_id, id, kind, effective_date,"
      "  record_time, account_id, reason, change_id)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      county, id, Uuid::Make(now), static_cast<int>(event.kind), event.effective_date, now,
      event.account, event.reason, event.change);
}

google::protobuf::RepeatedPtrField<v1::CollectiveEvent> ListCollectiveEvents(
    pg::Transaction& tx, CountyId county, CollectiveId id, const std::optional<Uuid>& after,
    int limit) {
  google::protobuf::RepeatedPtrField<v1::CollectiveEvent> events;
  pg::ReadAll(
      tx.Run("SELECT 'counties/' || e.county_id || '/collectives/' || e.collective_id || '/events/'"
             "    || e.id AS name, e.kind, e.effective_date, e.record_time,"
             "  'counties/' || e.county_id || '/accounts/' || e.account_id AS account, e.reason,"
             "  'counties/' || e.county_id || '/collectiveChanges/' || e.change_id"
             "    AS collective_change"
             " FROM registry.collective_event e"
             " WHERE e.county_id = $1 AND e.collective_id = $2 AND ($3::uuid IS NULL OR e.id > $3)"
             " ORDER BY e.id LIMIT $4",
             county, id, after, limit),
      &events);
  return events;
}

}  // namespace qianmo::registry
