#include <stdexcept>

#include "ledger/hold_movements.h"
#include "ledger/holds_service.h"
#include "ledger/install.h"
#include "ledger/interest_service.h"
#include "ledger/reseal_service.h"
#include "ledger/suspense_service.h"

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
  auto& interest = hosted.Keep(std::make_shared<InterestService>());
  rpc::Endpoint& interest_endpoint = OfferCustody(hosted, "InterestService");
  interest_endpoint.On("AllocateInterest", &interest, &InterestService::AllocateInterest);
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
  DoCustodyPieces(
      hosted, "villages that can be paid", [&room](pg::Transaction& tx, CountyId county) {
        return PayVillages(tx, county, *room.keyring.Current(), kRowsATurn, room.clock.Now());
      });
}

}  // namespace qianmo::ledger
