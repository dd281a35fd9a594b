#include "registry/area_code_store.h"

#include "pg/row.h"

namespace qianmo::registry {

DatedCodes AreaCodesOf(pg::Transaction& tx, CountyId county, CollectiveId id) {
  DatedCodes codes;
  for (const auto& row :
       tx.Run("SELECT code, start_date, end_date FROM registry.collective_area_code"
              " WHERE county_id = $1 AND collective_id = $2 ORDER BY start_date",
              county, id)) {
    codes.push_back({.code = pg::Get<std::string>(row, "code"),
                     .start_date = pg::Get<Date>(row, "start_date"),
                     .end_date = pg::Get<std::optional<Date>>(row, "end_date")});
  }
  return codes;
}

std::string CountyCode(pg::Transaction& tx, CountyId county) {
  return pg::Get<std::string>(
      tx.Run("SELECT code FROM house.county WHERE county_id = $1", county).at(0), "code");
}

std::optional<Date> YoungestCodeBelow(pg::Transaction& tx, CountyId county,
                                      const OrgPath& org_path) {
  const auto rows = tx.Run(
      "SELECT max(a.start_date) AS youngest FROM registry.collective_area_code a"
      " JOIN registry.collective c ON c.county_id = a.county_id AND c.id = a.collective_id"
      " WHERE a.county_id = $1 AND starts_with(c.org_path, $2) AND c.org_path <> $2",
      county, org_path.text());
  return pg::Get<std::optional<Date>>(rows[0], "youngest");
}

std::optional<CollectiveId> OwnerOfAreaCode(pg::Transaction& tx, CountyId county,
                                            const std::string& code, Date start_date,
                                            CollectiveId self) {
  const auto rows = tx.Run(
      "SELECT collective_id FROM registry.collective_area_code"
      " WHERE county_id = $1 AND code = $2 AND (end_date IS NULL OR end_date > $3)"
      "  AND collective_id <> $4 LIMIT 1",
      county, code, start_date, self);
  if (rows.empty()) return std::nullopt;
  return pg::Get<CollectiveId>(rows[0], "collective_id");
}

void HoldAreaCodes(pg::Transaction& tx, CountyId county) {
  tx.Run(
      "SELECT id FROM registry.collective WHERE county_id = $1 AND level = 2 AND state = 1"
      " ORDER BY id FOR UPDATE",
      county);
}

void EndAreaCodes(pg::Transaction& tx, CountyId county, const OrgPath& org_path, Date end_date) {
  tx.Run(
      "UPDATE registry.collective_area_code a SET end_date = greatest($3, a.start_date + 1)"
      " FROM registry.collective c"
      " WHERE a.county_id = $1 AND c.county_id = $1 AND c.id = a.collective_id"
      "  AND starts_with(c.org_path, $2) AND a.end_date IS NULL",
      county, org_path.text(), end_date);
}

void AddAreaCode(pg::Transaction& tx, CountyId county, CollectiveId id, const std::string& code,
                 Date start_date) {
  tx.Run(
      "INSERT INTO registry.collective_area_code (county_id, collective_id, start_date, code)"
      " VALUES ($1, $2, $3, $4)",
      county, id, start_date, code);
}

std::vector<Officer> OfficersOf(pg::Transaction& tx, CountyId county, CollectiveId id) {
  std::vector<Officer> officers;
  for (const auto& row :
       tx.Run("SELECT id, office, person_name, start_date, end_date"
              " FROM registry.collective_officer"
              " WHERE county_id = $1 AND collective_id = $2 ORDER BY start_date, id",
              county, id)) {
    officers.push_back({.id = pg::Get<OfficerId>(row, "id"),
                        .office = static_cast<Office>(pg::Get<int>(row, "office")),
                        .person_name = pg::Get<std::string>(row, "person_name"),
                        .start_date = pg::Get<Date>(row, "start_date"),
                        .end_date = pg::Get<std::optional<Date>>(row, "end_date")});
  }
  return officers;
}

void AddOfficer(pg::Transaction& tx, CountyId county, CollectiveId id, const Officer& officer,
                const Uuid& account, Time now) {
  tx.Run(
      "INSERT INTO registry.collective_officer (county_id, id, collective_id, office,"
      "  person_name, start_date, account_id, create_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      county, officer.id, id, static_cast<int>(officer.office), officer.person_name,
      officer.start_date, account, now);
}

void EndOffice(pg::Transaction& tx, CountyId county, OfficerId id, Date end_date) {
  tx.Run("UPDATE registry.collective_officer SET end_date = $3 WHERE county_id = $1 AND id = $2",
         county, id, end_date);
}

void EndOffices(pg::Transaction& tx, CountyId county, CollectiveId id, Date end_date) {
  tx.Run(
      "UPDATE registry.collective_officer SET end_date = greatest($3, start_date + 1)"
      " WHERE county_id = $1 AND collective_id = $2 AND end_date IS NULL",
      county, id, end_date);
}

}  // namespace qianmo::registry
