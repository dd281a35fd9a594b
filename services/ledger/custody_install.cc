#include <stdexcept>

#include "ledger/hold_movements.h"
#include "ledger/holds_service.h"
#include "ledger/install.h"
#include "ledger/interest_service.h"
#include "ledger/part_undos_service.h"
#include "ledger/reseal_service.h"
#include "ledger/suspense_service.h"
#include "ledger/village_paying.h"

namespace qianmo::ledger {
namespace {

constexpr std::chrono::seconds kCustodyEvery{60};
constexpr std::chrono::seconds kCustodyTime{10};
constexpr int kRowsATurn = 200;

rpc::Endpoint& OfferCustody(rpc::Hosted& hosted, const std::string& name) {
  return hosted.Offer(
      v1::Hold::descriptor()->file()->pool()->FindServiceByName("qianmo.ledger.v1." + name));
}

void OfferHolds(rpc::Hosted& hosted) {
  auto& holds = hosted.Keep(std::make_shared<HoldsService>());
  rpc::Endpoint& endpoint = OfferCustody(hosted, "HoldsService");
  endpoint.On("OpenHold", &holds, &HoldsService::OpenHold);
  endpoint.On("GetHold", &holds, &HoldsService::GetHold);
  endpoint.On("ListHolds", &holds, &HoldsService::ListHolds);
  endpoint.On("CaptureHold", &holds, &HoldsService::CaptureHold);
  endpoint.On("ReleaseHold", &holds, &HoldsService::ReleaseHold);
  endpoint.On("ForfeitHold", &holds, &HoldsService::ForfeitHold);
  OfferCustody(hosted, "ForfeitsService")
      .On("DisposeForfeit", &holds, &HoldsService::DisposeForfeit);
  auto& undos = hosted.Keep(std::make_shared<PartUndosService>());
  rpc::Endpoint& undos_endpoint = OfferCustody(hosted, "PartUndosService");
  undos_endpoint.On("ProposePartUndo", &undos, &PartUndosService::ProposePartUndo);
  undos_endpoint.On("ApprovePartUndo", &undos, &PartUndosService::ApprovePartUndo);
  undos_endpoint.On("DeclinePartUndo", &undos, &PartUndosService::DeclinePartUndo);
  rpc::Endpoint& releases = OfferCustody(hosted, "ReleasesService");
  releases.On("DueRelease", &holds, &HoldsService::DueRelease);
  releases.On("ListLateReleases", &holds, &HoldsService::ListLateReleases);
}

void OfferSuspense(rpc::Hosted& hosted) {
  auto& suspense = hosted.Keep(std::make_shared<SuspenseService>());
  rpc::Endpoint& endpoint = OfferCustody(hosted, "SuspenseService");
  endpoint.On("GetSuspenseItem", &suspense, &SuspenseService::GetSuspenseItem);
  endpoint.On("ListSuspense", &suspense, &SuspenseService::ListSuspense);
  endpoint.On("ProposeSuspense", &suspense, &SuspenseService::ProposeSuspense);
  endpoint.On("ApplySuspense", &suspense, &SuspenseService::ApplySuspense);
  endpoint.On("DeclineSuspense", &suspense, &SuspenseService::DeclineSuspense);
  endpoint.On("ReturnSuspense", &suspense, &SuspenseService::ReturnSuspense);
  auto& interest =
      hosted.Keep(std::make_shared<InterestService>(hosted.room(), hosted.operations()));
  rpc::Endpoint& interest_endpoint = OfferCustody(hosted, "InterestService");
  interest_endpoint.On("ProposeInterest", &interest, &InterestService::ProposeInterest);
  interest_endpoint.On("ApproveInterest", &interest, &InterestService::ApproveInterest);
  interest_endpoint.On("DeclineInterest", &interest, &InterestService::DeclineInterest);
  interest_endpoint.On("GetInterestRun", &interest, &InterestService::GetInterestRun);
  interest_endpoint.On("ListInterestRuns", &interest, &InterestService::ListInterestRuns);
  interest_endpoint.On("ListInterestShares", &interest, &InterestService::ListInterestShares);
}

void OfferKeys(rpc::Hosted& hosted) {
  auto& reseal = hosted.Keep(std::make_shared<ResealService>(hosted.room(), hosted.operations()));
  OfferCustody(hosted, "LedgerKeysService").On("StartReseal", &reseal, &ResealService::StartReseal);
}

// A piece of the work; how many rows it found.
using Piece = std::function<Result<int>(pg::Transaction&, CountyId)>;

void DoCustodyPieces(rpc::Hosted& hosted, const std::string& name, Piece piece) {
  hosted.chores().Every(kCustodyEvery, name,
                        [&room = hosted.room(), name, piece = std::move(piece)](CountyId county) {
                          const pg::TransactOptions options{
                              .deadline = std::chrono::steady_clock::now() + kCustodyTime};
                          const auto found =
                              pg::Transact(room.pool, options,
                                           [&](pg::Transaction& tx) { return piece(tx, county); });
                          if (!found)
                            throw std::runtime_error(name + ": " + found.refusal().reason);
                          return *found == kRowsATurn;
                        });
}

}  // namespace

void InstallCustody(rpc::Hosted& hosted) {
  OfferHolds(hosted);
  OfferSuspense(hosted);
  OfferKeys(hosted);
  const rpc::Room& room = hosted.room();
  DoCustodyPieces(hosted, "deposits that were not paid",
                  [&room](pg::Transaction& tx, CountyId county) -> Result<int> {
                    return ExpireHolds(tx, county, kRowsATurn, room.clock.Now());
                  });
  DoCustodyPieces(hosted, "deposits that are not back",
                  [&room](pg::Transaction& tx, CountyId county) -> Result<int> {
                    return JudgeReleases(tx, county, kRowsATurn, room.clock.Now());
                  });
  hosted.chores().Every(kCustodyEvery, "villages that can be paid", [&room](CountyId county) {
    PayVillages(room.pool, county, *room.keyring.Current(), room.clock.Now());
    return false;
  });
}

}  // namespace qianmo::ledger
