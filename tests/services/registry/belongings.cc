#include "services/registry/belongings.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

template <class Reply>
Reply Ensure(const Answer<Reply>& answer) {
  if (!answer.ok()) throw std::runtime_error(answer.reason() + answer.status.error_message());
  return answer.reply;
}

template <class Request>
Request NewRequest() {
  Request request;
  request.set_parent(kCountyName);
  request.set_request_id(NewRequestId());
  return request;
}

}  // namespace

v1::Asset Belongings::Have(const v1::Collective& keeper, const std::string& display_name,
                           std::int64_t quantity_e3, std::int64_t book_value_fen) {
  auto request = NewMachine(display_name, keeper.org_path());
  request.mutable_asset()->set_quantity_e3(quantity_e3);
  request.mutable_asset()->set_book_value_fen(book_value_fen);
  return Ensure(Ask(county_.Clerk(keeper), &Assets::CreateAsset, request));
}

v1::Parcel Belongings::HaveField(const v1::Collective& keeper, const std::string& asset) {
  auto request = NewField(Square(20 * ++fields_, 1'000), keeper.org_path());
  request.mutable_parcel()->set_asset(asset);
  return Ensure(Ask(county_.Clerk(keeper), &Parcels::CreateParcel, request));
}

v1::UnitChange Belongings::ProposeIssue(const v1::Collective& collective, const std::string& holder,
                                        std::int64_t units, v1::UnitKind kind) {
  auto request = NewRequest<v1::IssueUnitsRequest>();
  request.set_parent(collective.name());
  request.set_holder(holder);
  request.set_kind(kind);
  request.set_units(units);
  request.set_ground("会议决议");
  *request.mutable_effective_date() = Day("2021-01-01");
  return Ensure(Ask(county_.Clerk(collective), &v1::UnitsService::Stub::IssueUnits, request));
}

void Belongings::Issue(const v1::Collective& collective, const v1::Household& household,
                       std::int64_t units, v1::UnitKind kind) {
  const auto change = ProposeIssue(collective, household.name(), units, kind);
  Ensure(Ask(County::Officer(rpc::v1::ROLE_TOWNSHIP_APPROVER, "/7/"),
             &v1::UnitsService::Stub::ConfirmUnitChange,
             Named<v1::ConfirmUnitChangeRequest>(change.name())));
}

void Belongings::IssueOwn(const v1::Collective& collective, std::int64_t units) {
  v1::Household itself;
  itself.set_name(collective.name());
  Issue(collective, itself, units, v1::UNIT_KIND_COLLECTIVE);
}

v1::CountSession Belongings::HaveCount(const v1::Collective& collective) {
  auto request = NewRequest<v1::StartCountRequest>();
  request.set_collective(collective.name());
  request.set_display_name("2026年清产核资");
  *request.mutable_count_date() = Day("2026-11-20");
  return Ensure(Ask(county_.Clerk(collective), &Counts::StartCount, request));
}

v1::RecoveryCase Belongings::HaveRecovery(const v1::Collective& collective,
                                          const v1::Asset& asset) {
  const auto clerk = county_.Clerk(collective);
  auto request = NewRequest<v1::OpenRecoveryRequest>();
  request.set_asset(asset.name());
  request.set_occupant("张三");
  request.set_area_mu_e3(3'000);
  *request.mutable_step_date() = Day("2026-11-01");
  request.set_evidence(county_.archive().Bring(clerk, "evidence of " + asset.name()));
  return Ensure(Ask(clerk, &Recoveries::OpenRecovery, request));
}

Answer<v1::VoterRoll> Belongings::Freeze(const v1::Collective& collective,
                                         const std::string& meeting_date) {
  v1::FreezeVoterRollRequest request;
  request.set_collective(collective.name());
  request.set_request_id(NewRequestId());
  request.set_meeting_id(NewRequestId());
  *request.mutable_meeting_date() = Day(meeting_date);
  request.set_title("成员大会");
  return Ask(county_.Clerk(collective), &VoterRolls::FreezeVoterRoll, request);
}

v1::Asset Belongings::Look(const v1::Asset& asset) {
  return Ensure(
      Ask(county_.officer(), &Assets::GetAsset, Named<v1::GetAssetRequest>(asset.name())));
}

v1::Parcel Belongings::Look(const v1::Parcel& parcel) {
  return Ensure(
      Ask(county_.officer(), &Parcels::GetParcel, Named<v1::GetParcelRequest>(parcel.name())));
}

std::int64_t Belongings::UnitsOf(const v1::Collective& collective, v1::UnitKind kind) {
  return std::stoll(county_.archive().Query(
      "SELECT coalesce(sum(units), 0) FROM registry.unit_holding WHERE collective_id = '" +
      IdOf(collective.name()) + "' AND kind = " + std::to_string(kind)));
}

Answer<v1::CollectiveChange> Belongings::Merge(const std::vector<v1::Collective>& sources,
                                               const v1::ChangePart& part) {
  auto request = NewRequest<v1::ProposeMergeRequest>();
  for (const auto& source : sources) request.add_sources(source.name());
  *request.mutable_part() = part;
  request.set_reason("县政府批复〔2026〕9号");
  return Ask(county_.officer(), &Changes::ProposeMerge, request);
}

Answer<v1::CollectiveChange> Belongings::Split(const v1::Collective& source,
                                               const std::vector<v1::ChangePart>& parts) {
  auto request = NewRequest<v1::ProposeSplitRequest>();
  request.set_source(source.name());
  for (const auto& part : parts) *request.add_parts() = part;
  request.set_reason("县政府批复〔2026〕10号");
  return Ask(county_.officer(), &Changes::ProposeSplit, request);
}

Answer<v1::CollectiveChange> Belongings::Confirm(const v1::CollectiveChange& change) {
  return Ask(county_.approver(), &Changes::ConfirmCollectiveChange,
             Named<v1::ConfirmCollectiveChangeRequest>(change.name()));
}

std::vector<v1::Collective> Belongings::PartsOf(const v1::CollectiveChange& change) {
  std::vector<v1::Collective> parts;
  for (const auto& part : change.parts()) {
    v1::Collective collective;
    collective.set_name(part.collective());
    parts.push_back(county_.Get(collective));
  }
  return parts;
}

std::string Belongings::Totals() {
  return county_.archive().Query(
      "SELECT concat_ws(' ',"
      " 'units', (SELECT string_agg(kind || ':' || units, ',' ORDER BY kind) FROM"
      "   (SELECT kind, sum(units) AS units FROM registry.unit_holding GROUP BY kind) u),"
      " 'frozen', (SELECT sum(frozen) FROM registry.unit_holding),"
      " 'outstanding', (SELECT sum(outstanding) FROM registry.unit_total),"
      " 'assets', (SELECT concat_ws('/', count(*), sum(quantity_e3), sum(book_value_fen))"
      "   FROM registry.asset),"
      " 'parts', (SELECT string_agg(whole::text, ',') FROM (SELECT DISTINCT"
      "   round(sum(numerator::numeric / denominator), 6) AS whole FROM registry.asset_owner"
      "   GROUP BY asset_id) o),"
      " 'parcels', (SELECT concat_ws('/', count(*), sum(declared_area_e3), sum(area_e2))"
      "   FROM registry.parcel),"
      " 'people', (SELECT count(*) FROM registry.household),"
      "   (SELECT count(*) FROM registry.member WHERE state = 1))");
}

void Belongings::ExpectNothingIsAstray() {
  for (const std::string table : {"household", "member", "asset", "parcel"}) {
    EXPECT_EQ(county_.archive().Query("SELECT count(*) FROM registry." + table +
                                      " t JOIN registry.collective c ON c.id = t.collective_id"
                                      " WHERE c.org_path <> t.org_path OR c.state <> 1"),
              "0")
        << table;
  }
  EXPECT_EQ(county_.archive().Query(
                "SELECT count(*) FROM registry.unit_holding u"
                " JOIN registry.collective c ON c.id = u.collective_id"
                " LEFT JOIN registry.household h ON h.id = u.household_id"
                " WHERE u.units > 0 AND (c.state <> 1 OR h.collective_id <> u.collective_id)"),
            "0");
  EXPECT_EQ(county_.archive().Query("SELECT count(*) FROM registry.parcel p"
                                    " JOIN registry.asset a ON a.id = p.asset_id"
                                    " WHERE a.collective_id <> p.collective_id"),
            "0");
  EXPECT_EQ(county_.archive().Query(
                "SELECT count(*) FROM registry.unit_holding h WHERE (h.units, h.frozen, h.pledged)"
                " IS DISTINCT FROM (SELECT (sum(e.units)::bigint, sum(e.frozen)::bigint,"
                "   sum(e.pledged)::bigint) FROM registry.unit_event e"
                "  WHERE e.collective_id = h.collective_id AND e.holder_id = h.holder_id"
                "   AND e.kind = h.kind)"),
            "0");
}

v1::ChangePart PartNamed(const std::string& display_name) {
  v1::ChangePart part;
  part.set_display_name(display_name);
  return part;
}

}  // namespace qianmo::registry
