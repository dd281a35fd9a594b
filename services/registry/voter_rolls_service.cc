#include "registry/voter_rolls_service.h"

#include "base/encoding.h"
#include "crypto/digest.h"
#include "registry/callers.h"
#include "registry/collective_store.h"
#include "registry/domain/household_refusals.h"
#include "registry/voter_roll_store.h"
#include "rpc/page.h"

namespace qianmo::registry {
namespace {

constexpr char kVoterRollPattern[] = "counties/*/voterRolls/*";

// One line a voter, so that whoever has the list can compute it again.
std::string SumOf(const std::vector<Elector>& voters) {
  std::string lines;
  for (const Elector& voter : voters) {
    lines += voter.member.ToString() + " " + voter.household.ToString() + "\n";
  }
  return std::string(AsText(crypto::Sha256(lines)));
}

Result<v1::VoterRoll> RequireRoll(rpc::Call& call, pg::Transaction& tx, VoterRollId id) {
  auto roll = ReadVoterRoll(tx, call.county(), id);
  if (!roll) return refusals::VoterRollNotFound();
  QM_TRY(call.MayTouch({.county = call.county(), .org_path = roll->org_path()}));
  return *std::move(roll);
}

}  // namespace

Result<v1::VoterRoll> VoterRollsService::FreezeVoterRoll(
    rpc::Call& call, const v1::FreezeVoterRollRequest& request) {
  QM_ASSIGN(const auto collective_id, IdAtHome<CollectiveTag>(call, "counties/*/collectives/*",
                                                              request.collective(), "collective"));
  QM_ASSIGN(const Date meeting_date, ParseDay("meeting_date", request.meeting_date()));
  const Uuid meeting = Uuid::Parse(request.meeting_id()).value();
  return call.Write([&](pg::Transaction& tx) -> Result<v1::VoterRoll> {
    const CountyId county = call.county();
    QM_ASSIGN(const CollectiveRow collective, HoldCollective(tx, county, collective_id));
    QM_TRY(call.MayTouch({.county = county, .org_path = collective.facts.org_path.text()}));
    QM_TRY(CheckActive(collective.facts));
    QM_TRY(CheckMeetingDay(meeting_date, BeijingDate(call.now())));
    if (MeetingHasRoll(tx, county, meeting)) return refusals::VoterRollFrozen();
    NewVoterRoll roll{.id = VoterRollId::Make(call.now()),
                      .collective = collective_id,
                      .org_path = collective.facts.org_path,
                      .meeting = meeting,
                      .meeting_date = meeting_date,
                      .title = request.title(),
                      .voters = ElectorsOf(tx, *call.room().keyring.Current(), county,
                                           collective.facts.org_path, meeting_date),
                      .sha256 = {},
                      .account = AccountOf(call)};
    if (roll.voters.empty()) return refusals::VoterRollEmpty();
    roll.sha256 = SumOf(roll.voters);
    InsertVoterRoll(tx, county, roll, call.now());
    return ReadVoterRoll(tx, county, roll.id).value();
  });
}

Result<v1::VoterRoll> VoterRollsService::GetVoterRoll(rpc::Call& call,
                                                      const v1::GetVoterRollRequest& request) {
  QM_ASSIGN(const auto id, IdAtHome<VoterRollTag>(call, kVoterRollPattern, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) { return RequireRoll(call, tx, id); });
}

Result<v1::ListVoterRollsResponse> VoterRollsService::ListVoterRolls(
    rpc::Call& call, const v1::ListVoterRollsRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<CollectiveTag>(call, "counties/*/collectives/*", request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListVoterRollsResponse> {
    QM_ASSIGN(const CollectiveRow row, FindCollective(tx, call.county(), id));
    QM_TRY(call.MayTouch({.county = call.county(), .org_path = row.facts.org_path.text()}));
    v1::ListVoterRollsResponse response;
    *response.mutable_voter_rolls() =
        registry::ListVoterRolls(tx, call.county(), id, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_voter_rolls()));
    return response;
  });
}

Result<v1::ListVotersResponse> VoterRollsService::ListVoters(rpc::Call& call,
                                                             const v1::ListVotersRequest& request) {
  QM_ASSIGN(const auto id,
            IdAtHome<VoterRollTag>(call, kVoterRollPattern, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListVotersResponse> {
    QM_TRY(RequireRoll(call, tx, id));
    v1::ListVotersResponse response;
    *response.mutable_voters() =
        registry::ListVoters(tx, call.county(), id, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_voters()));
    return response;
  });
}

}  // namespace qianmo::registry
