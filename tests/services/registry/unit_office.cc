#include "services/registry/unit_office.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "base/time_text.h"

namespace qianmo::registry {

UnitOffice::UnitOffice()
    : clerk_(Officer(rpc::v1::ROLE_VILLAGE_CLERK, PathOf(kUnitVillage))),
      approver_(Officer(rpc::v1::ROLE_TOWNSHIP_APPROVER, PathOf(kUnitTownship))) {
  AddCollective(kUnitTownship, "", "青石镇");
  AddCollective(kUnitVillage, kUnitTownship, "青石村股份经济合作社");
  AddCollective(kUnitSister, kUnitTownship, "白水村股份经济合作社");
  AddCollective(kUnitFarTownship, "", "远山镇");
  AddCollective(kUnitFarVillage, kUnitFarTownship, "远山村股份经济合作社");
}

std::string UnitOffice::PathOf(const std::string& collective) {
  if (collective == kUnitTownship || collective == kUnitFarTownship) {
    return "/7/" + collective + "/";
  }
  const bool far = collective == kUnitFarVillage;
  return "/7/" + (far ? kUnitFarTownship : kUnitTownship) + "/" + collective + "/";
}

rpc::v1::Caller UnitOffice::Officer(rpc::v1::Role role, const std::string& org_path) {
  rpc::v1::Caller caller = Archive::Person(role);
  caller.mutable_roles(0)->set_org_path(org_path);
  return caller;
}

rpc::v1::Caller UnitOffice::Head(const std::string& household) {
  rpc::v1::Caller caller = Officer(rpc::v1::ROLE_HOUSEHOLD_HEAD, PathOf(kUnitVillage));
  caller.set_household_id(household);
  return caller;
}

void UnitOffice::AddCollective(const std::string& id, const std::string& parent,
                               const std::string& name) {
  archive_.database().Execute(
      "INSERT INTO registry.collective (county_id, id, parent_id, org_path, level, state, form,"
      "  book_type, name, search_terms, create_time, version) VALUES (7, '" +
      id + "', nullif('" + parent + "', '')::uuid, '" + PathOf(id) + "', " +
      (parent.empty() ? "2" : "3") + ", 1, 1, 1, '" + name + "', '{}', '2026-01-01T00:00:00Z', 1)");
}

std::string UnitOffice::Household(const std::string& collective, const std::string& head) {
  const std::string id = NewRequestId();
  const std::string number = std::to_string(++households_);
  archive_.database().Execute(
      "INSERT INTO registry.household (county_id, id, collective_id, org_path, number,"
      "  number_giver_id, state, address, bank_name, account_holder, create_time, version)"
      " VALUES (7, '" +
      id + "', '" + collective + "', '" + PathOf(collective) + "', '" + number + "', '" +
      collective + "', 1, '', '', '', '2026-01-01T00:00:00Z', 1)");
  archive_.database().Execute(
      "INSERT INTO registry.member (county_id, id, household_id, collective_id, org_path, state,"
      "  name, search_terms, relation, capacity, create_time, version)"
      " VALUES (7, '" +
      NewRequestId() + "', '" + id + "', '" + collective + "', '" + PathOf(collective) + "', 1, '" +
      head + "', '{}', 1, 1, '2026-01-01T00:00:00Z', 1)");
  return id;
}

v1::UnitChange UnitOffice::Issue(const std::string& household, std::int64_t units,
                                 const std::string& day, v1::UnitKind kind,
                                 const std::string& collective) {
  const bool own = kind == v1::UNIT_KIND_COLLECTIVE;
  auto request = AboutUnits<v1::IssueUnitsRequest>(
      own ? CollectiveName(collective) : HouseholdName(household), units, day, collective);
  request.set_kind(kind);
  const auto clerk = Officer(rpc::v1::ROLE_VILLAGE_CLERK, PathOf(collective));
  const auto proposed = Ask(clerk, &UnitStub::IssueUnits, request);
  if (!proposed.ok()) throw std::runtime_error(proposed.status.error_message());
  const auto done = Confirm(proposed.reply);
  if (!done.ok()) throw std::runtime_error(done.status.error_message());
  return done.reply;
}

Answer<v1::UnitChange> UnitOffice::Confirm(const v1::UnitChange& change) {
  return Ask(approver_, &UnitStub::ConfirmUnitChange,
             Named<v1::ConfirmUnitChangeRequest>(change.name()));
}

Answer<v1::UnitChange> UnitOffice::Transfer(const std::string& giver, const std::string& taker,
                                            std::int64_t units, const std::string& day,
                                            v1::UnitKind kind) {
  v1::ProposeTransferRequest request;
  request.set_parent(CollectiveName(kUnitVillage));
  request.set_request_id(NewRequestId());
  request.set_giver(HouseholdName(giver));
  request.set_taker(HouseholdName(taker));
  request.set_kind(kind);
  request.set_units(units);
  request.set_ground("赠与");
  if (!day.empty()) *request.mutable_effective_date() = DayOf(day);
  return Ask(Head(giver), &UnitStub::ProposeTransfer, request);
}

Answer<v1::UnitChange> UnitOffice::Agree(const v1::UnitChange& change,
                                         const rpc::v1::Caller& head) {
  return Ask(head, &UnitStub::ConfirmTransfer, Named<v1::ConfirmTransferRequest>(change.name()));
}

Answer<v1::UnitChange> UnitOffice::Give(const std::string& giver, const std::string& taker,
                                        std::int64_t units, const std::string& day) {
  auto proposed = Transfer(giver, taker, units, day);
  return proposed.ok() ? Agree(proposed.reply, Head(taker)) : proposed;
}

Answer<v1::GetRollResponse> UnitOffice::Roll(const std::string& day,
                                             const std::string& collective) {
  v1::GetRollRequest request;
  request.set_parent(CollectiveName(collective));
  request.set_page_size(200);
  if (!day.empty()) *request.mutable_as_of_date() = DayOf(day);
  return Ask(Officer(rpc::v1::ROLE_AUDITOR, "/7/"), &UnitStub::GetRoll, request);
}

std::map<std::string, std::int64_t> UnitOffice::MembersOf(const v1::GetRollResponse& roll) {
  std::map<std::string, std::int64_t> members;
  for (const auto& line : roll.lines()) {
    for (const auto& holding : line.holdings()) {
      if (holding.kind() != v1::UNIT_KIND_MEMBER) continue;
      members[line.holder().substr(line.holder().rfind('/') + 1)] = holding.units();
    }
  }
  return members;
}

void UnitOffice::ExpectBooksAreRight() {
  // Holdings are the sums of their events.
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.unit_holding h WHERE"
                           "  (h.units, h.frozen, h.pledged) IS DISTINCT FROM"
                           "  (SELECT (sum(e.units)::bigint, sum(e.frozen)::bigint,"
                           "    sum(e.pledged)::bigint) FROM registry.unit_event e"
                           "   WHERE e.county_id = h.county_id AND e.kind = h.kind"
                           "    AND e.collective_id = h.collective_id"
                           "    AND e.holder_id = h.holder_id)"),
            "0");
  // What is held of a kind is what is outstanding of it.
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.unit_total t WHERE t.outstanding <>"
                           "  (SELECT coalesce(sum(h.units), 0) FROM registry.unit_holding h"
                           "   WHERE h.county_id = t.county_id AND h.kind = t.kind"
                           "    AND h.collective_id = t.collective_id)"),
            "0");
  // No day and no instant has less than nothing: looked at after every event.
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.unit_event k JOIN registry.unit_event d"
                           "  USING (county_id, collective_id, holder_id, kind) CROSS JOIN LATERAL"
                           "  (SELECT sum(units) AS u, sum(frozen) AS f, sum(pledged) AS p"
                           "   FROM registry.unit_event e WHERE e.county_id = k.county_id"
                           "    AND e.collective_id = k.collective_id AND e.holder_id = k.holder_id"
                           "    AND e.kind = k.kind AND e.record_time <= k.record_time"
                           "    AND e.effective_date <= d.effective_date) s"
                           " WHERE u < 0 OR f < 0 OR p < 0 OR f > u OR p > u"),
            "0");
}

google::type::Date DayOf(const std::string& iso) {
  const std::chrono::year_month_day day(ParseIsoDate(iso).value());
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(static_cast<int>(static_cast<unsigned>(day.month())));
  date.set_day(static_cast<int>(static_cast<unsigned>(day.day())));
  return date;
}

}  // namespace qianmo::registry
