#include "registry/household_loading_store.h"

#include <algorithm>
#include <map>
#include <vector>

#include "pg/row.h"
#include "registry/unit_issues_store.h"

namespace qianmo::registry {
namespace {

constexpr std::size_t kBooksAtOnce = 20;

void LoadKeys(pg::Transaction& tx, const ImportRow& row) {
  tx.Run(
      "INSERT INTO registry.personal_key (county_id, kind, key_index, owner_id, active)"
      " SELECT m.county_id, 1, k.key_index, m.id, true FROM registry.import_member m"
      "  CROSS JOIN LATERAL unnest(m.id_number_keys) AS k (key_index)"
      "  WHERE m.county_id = $1 AND m.import_id = $2"
      " UNION ALL"
      " SELECT m.county_id, 2, k.key_index, m.id, true FROM registry.import_member m"
      "  CROSS JOIN LATERAL unnest(m.phone_keys) AS k (key_index)"
      "  WHERE m.county_id = $1 AND m.import_id = $2"
      " UNION ALL"
      " SELECT h.county_id, 3, k.key_index, h.id, true FROM registry.import_household h"
      "  CROSS JOIN LATERAL unnest(h.bank_account_keys) AS k (key_index)"
      "  WHERE h.county_id = $1 AND h.import_id = $2 AND h.standing = 1",
      row.county, row.id);
}

void LoadMembers(pg::Transaction& tx, const ImportRow& row, Time now) {
  tx.Run(
      "INSERT INTO registry.member (county_id, id, household_id, collective_id, org_path, state,"
      "  name, search_terms, relation, capacity, id_number_sealed, phone_sealed,"
      "  birth_date_sealed, create_time, version)"
      " SELECT county_id, id, household_id, collective_id, org_path, 1, name, search_terms,"
      "  relation, 1, ready_id_number, ready_phone, ready_birth_date, $3, 1"
      " FROM registry.import_member WHERE county_id = $1 AND import_id = $2",
      row.county, row.id, now);
  ForgetPlans(tx);
  // An event of a member has the member's id: it is the first.
  tx.Run(
      "INSERT INTO registry.member_event (county_id, member_id, effective_date, id, kind, reason,"
      "  note, household_id, collective_id, record_time, account_id)"
      " SELECT county_id, id, $3, id, 1, 1, '', household_id, collective_id, $4, $5"
      " FROM registry.import_member WHERE county_id = $1 AND import_id = $2",
      row.county, row.id, row.effective_date, now, row.maker);
}

std::vector<Uuid> CollectivesWithUnits(pg::Transaction& tx, const ImportRow& row) {
  std::vector<Uuid> collectives;
  for (const auto& found : tx.Run("SELECT DISTINCT collective_id FROM registry.import_household"
                                  " WHERE county_id = $1 AND import_id = $2 AND standing = 1"
                                  " ORDER BY collective_id",
                                  row.county, row.id)) {
    collectives.push_back(pg::Get<Uuid>(found, "collective_id"));
  }
  return collectives;
}

using IssuesByCollective = std::map<Uuid, std::vector<UnitIssue>>;

IssuesByCollective IssuesIn(pg::Transaction& tx, const ImportRow& row,
                            const std::vector<Uuid>& collectives) {
  IssuesByCollective issues;
  for (const auto& found :
       tx.Run("SELECT h.collective_id, h.id, u.kind, u.units FROM registry.import_household h"
              "  CROSS JOIN LATERAL unnest(h.units) WITH ORDINALITY AS u (units, kind)"
              " WHERE h.county_id = $1 AND h.import_id = $2 AND h.collective_id = ANY ($3::uuid[])"
              "  AND h.standing = 1 AND u.units > 0",
              row.county, row.id, pg::Array(collectives))) {
    issues[pg::Get<Uuid>(found, "collective_id")].push_back(
        {.to = {pg::Get<Uuid>(found, "id"), static_cast<UnitKind>(pg::Get<int>(found, "kind"))},
         .units = Units(pg::Get<std::int64_t>(found, "units")),
         .effective_date = row.effective_date});
  }
  return issues;
}

}  // namespace

std::int64_t CountStaleHouseholds(pg::Transaction& tx, const ImportRow& row) {
  tx.Run(
      "SELECT c.id FROM registry.collective c WHERE c.county_id = $1"
      "  AND c.id IN (SELECT h.collective_id FROM registry.import_household h"
      "   WHERE h.county_id = $1 AND h.import_id = $2 AND h.standing = 1)"
      " ORDER BY c.id FOR SHARE",
      row.county, row.id);
  const auto rows = tx.Run(
      "SELECT count(DISTINCT s.id) AS households FROM ("
      " SELECT h.id FROM registry.import_household h JOIN registry.collective c"
      "   ON c.county_id = h.county_id AND c.id = h.collective_id"
      "  WHERE h.county_id = $1 AND h.import_id = $2 AND h.standing = 1"
      "   AND (c.state <> 1 OR c.org_path <> h.org_path)"
      " UNION ALL"
      " SELECT h.id FROM registry.import_household h JOIN registry.household o"
      "   ON o.county_id = h.county_id AND o.number_giver_id = h.collective_id"
      "    AND o.number = h.number"
      "  WHERE h.county_id = $1 AND h.import_id = $2 AND h.standing = 1"
      " UNION ALL"
      " SELECT m.household_id FROM registry.import_member m"
      "  CROSS JOIN LATERAL unnest(m.id_number_keys) AS k (key_index)"
      "  JOIN registry.personal_key p ON p.county_id = m.county_id AND p.kind = 1"
      "   AND p.key_index = k.key_index AND p.active"
      "  WHERE m.county_id = $1 AND m.import_id = $2) s",
      row.county, row.id);
  return pg::Get<std::int64_t>(rows[0], "households");
}

void LoadReadyHouseholds(pg::Transaction& tx, const ImportRow& row, Time now) {
  tx.Run(
      "INSERT INTO registry.household (county_id, id, collective_id, org_path, number,"
      "  number_giver_id, state, address, bank_name, account_holder, bank_account_sealed,"
      "  create_time, version)"
      " SELECT county_id, id, collective_id, org_path, number, collective_id, 1, address,"
      "  bank_name, account_holder, ready_bank_account, $3, 1"
      " FROM registry.import_household"
      " WHERE county_id = $1 AND import_id = $2 AND standing = 1",
      row.county, row.id, now);
  ForgetPlans(tx);
  LoadMembers(tx, row, now);
  LoadKeys(tx, row);
}

void LoadReadyUnits(pg::Transaction& tx, const ImportRow& row, Time now) {
  const UnitIssueGround why{.ground = row.ground,
                            .proposer = {row.maker, row.maker_person},
                            .confirmer = {row.checker.value(), row.checker_person.value()}};
  // In the order of the ids, as everybody who locks two books; some at a time, for the memory.
  const auto collectives = CollectivesWithUnits(tx, row);
  for (std::size_t i = 0; i < collectives.size(); i += kBooksAtOnce) {
    const auto begin = collectives.begin() + static_cast<std::ptrdiff_t>(i);
    const auto end =
        begin + static_cast<std::ptrdiff_t>(std::min(kBooksAtOnce, collectives.size() - i));
    for (const auto& [collective, issues] : IssuesIn(tx, row, {begin, end})) {
      PostUnitIssues(tx, LockUnitBook(tx, row.county, collective), issues, why, now);
    }
  }
}

}  // namespace qianmo::registry
