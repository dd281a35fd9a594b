#include "registry/unit_issues_store.h"

#include <map>

namespace qianmo::registry {
namespace {

// What is inserted as changes, column by column.
struct IssueColumns {
  std::vector<Uuid> ids, takers;
  std::vector<int> kinds;
  std::vector<std::int64_t> units;
  std::vector<Date> days;
};

IssueColumns ColumnsOfIssues(const std::vector<UnitIssue>& issues, Time now) {
  IssueColumns all;
  for (const UnitIssue& issue : issues) {
    all.ids.push_back(Uuid::Make(now));
    all.takers.push_back(issue.to.holder);
    all.kinds.push_back(static_cast<int>(issue.to.kind));
    all.units.push_back(issue.units.count());
    all.days.push_back(issue.effective_date);
  }
  return all;
}

void InsertDoneIssues(pg::Transaction& tx, const UnitBook& book, const IssueColumns& all,
                      const UnitIssueGround& why, Time record_time, Time now) {
  tx.Run(
      "INSERT INTO registry.unit_change (county_id, id, collective_id, act, kind, units, taker_id,"
      "  effective_date, without_vote, ground, state, proposer_id, proposer_person, propose_time,"
      "  ender_id, ender_person, end_time, record_time)"
      " SELECT $1, i.id, $2, 1, i.kind, i.units, i.taker_id, i.day, false, $8, 2, $9, $10, $13,"
      "  $11, $12, $13, $14"
      " FROM unnest($3::uuid[], $4::uuid[], $5::smallint[], $6::bigint[], $7::date[])"
      "  AS i (id, taker_id, kind, units, day)",
      book.county, book.collective, pg::Array(all.ids), pg::Array(all.takers), pg::Array(all.kinds),
      pg::Array(all.units), pg::Array(all.days), why.ground, why.proposer.account,
      why.proposer.person, why.confirmer.account, why.confirmer.person, now, record_time);
}

}  // namespace

void PostUnitIssues(pg::Transaction& tx, const UnitBook& book, const std::vector<UnitIssue>& issues,
                    const UnitIssueGround& why, Time now) {
  const Time record_time = book.NextRecordTime(now);
  const IssueColumns all = ColumnsOfIssues(issues, now);
  InsertDoneIssues(tx, book, all, why, record_time, now);
  std::vector<UnitEventRow> events;
  std::map<UnitKind, Units> totals;
  for (std::size_t i = 0; i < issues.size(); ++i) {
    const UnitIssue& issue = issues[i];
    totals[issue.to.kind] += issue.units;
    events.push_back({.of = issue.to,
                      .act = UnitAct::kIssue,
                      .entry = {issue.effective_date, record_time, {.held = issue.units}},
                      .change = all.ids[i],
                      .account = why.confirmer.account});
  }
  AppendUnitEvents(tx, book, events, now);
  for (const auto& [kind, units] : totals) AddToUnitTotal(tx, book, kind, {.issued = units});
  SetLastRecordTime(tx, book, record_time);
}

}  // namespace qianmo::registry
