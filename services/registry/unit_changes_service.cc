#include "registry/unit_changes_service.h"

#include "registry/domain/unit_heirs.h"
#include "registry/domain/unit_refusals.h"
#include "registry/unit_callers.h"
#include "registry/unit_posting.h"

namespace qianmo::registry {
namespace {

constexpr char kUnitChangePattern[] = "counties/*/unitChanges/*";

Result<UnitKind> ParseUnitKind(v1::UnitKind kind) {
  if (!v1::UnitKind_IsValid(kind)) return Refusal::InvalidField("kind", "is no kind of units");
  return static_cast<UnitKind>(kind);
}

// What all proposals say alike; the sides are still missing.
template <class Request>
Result<UnitChangeRow> ParseProposal(rpc::Call& call, UnitAct act, const Request& request) {
  UnitChangeRow change{.county = call.county(),
                       .id = Uuid::Make(call.now()),
                       .collective = {},
                       .facts = {.act = act},
                       .ground = request.ground()};
  QM_ASSIGN(change.collective,
            UnitIdAtHome(call, "counties/*/collectives/*", request.parent(), "parent"));
  QM_ASSIGN(change.facts.kind, ParseUnitKind(request.kind()));
  if constexpr (requires { request.units(); }) change.facts.units = Units(request.units());
  QM_ASSIGN(
      change.facts.effective_date,
      ParseUnitDate("effective_date", request.has_effective_date(), request.effective_date()));
  return change;
}

// Under the lock of the book, so that what is refused now need not be proposed.
Result<Done> InsertProposal(pg::Transaction& tx, rpc::Call& call, const UnitBook& book,
                            UnitChangeRow change) {
  const UnitActor actor = UnitActorOf(call);
  change.facts.proposer_person = actor.person;
  QM_TRY(CheckSides(change.facts, change.collective));
  QM_TRY(CheckPosting(tx, book, change, call.now()));
  InsertUnitChange(tx, change, actor, call.now());
  return Done{};
}

Result<v1::UnitChange> Propose(rpc::Call& call, const UnitChangeRow& change,
                               const std::optional<Uuid>& household = {}) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::UnitChange> {
    QM_TRY(TouchUnitPlace(tx, call, change.collective, household));
    const UnitBook book = LockUnitBook(tx, call.county(), change.collective);
    QM_TRY(InsertProposal(tx, call, book, change));
    return ReadUnitChange(tx, call.county(), change.id);
  });
}

// Everything that happens to the units of one holder.
template <class Request>
Result<v1::UnitChange> ProposeFor(rpc::Call& call, UnitAct act, const Request& request) {
  QM_ASSIGN(UnitChangeRow change, ParseProposal(call, act, request));
  QM_ASSIGN(const Uuid holder, UnitHolderAtHome(call, request.holder(), "holder"));
  (act == UnitAct::kIssue ? change.facts.sides.taker : change.facts.sides.giver) = holder;
  return Propose(call, change);
}

// Finds the change and locks its book, and gives the change as it is under the lock.
struct HeldChange {
  UnitBook book;
  UnitChangeRow change;
};
Result<HeldChange> HoldChange(pg::Transaction& tx, rpc::Call& call, const std::string& name,
                              bool (*by_household)(const UnitChangeFacts&)) {
  QM_ASSIGN(const Uuid id, UnitIdAtHome(call, kUnitChangePattern, name, "name"));
  QM_ASSIGN(const UnitChangeRow seen, TouchUnitChange(tx, call, id, by_household));
  UnitBook book = LockUnitBook(tx, call.county(), seen.collective);
  return HeldChange{std::move(book), FindUnitChange(tx, call.county(), id).value()};
}

bool IsTransfer(const UnitChangeFacts& facts) { return facts.act == UnitAct::kTransfer; }
bool IsNothingForHouseholds(const UnitChangeFacts&) { return false; }

Result<std::vector<UnitHeir>> ParseHeirs(rpc::Call& call, const v1::InheritUnitsRequest& request) {
  std::vector<UnitHeir> heirs;
  for (const auto& heir : request.heirs()) {
    QM_ASSIGN(const Uuid household, UnitHolderAtHome(call, heir.household(), "heirs.household"));
    QM_ASSIGN(const Fraction share,
              Fraction::Make(heir.share().numerator(), heir.share().denominator()));
    heirs.push_back({household, share, heir.without_vote()});
  }
  return heirs;
}

// One change for each heir, out of what is free from the day of the inheritance on.
Result<v1::InheritUnitsResponse> DivideEstate(pg::Transaction& tx, rpc::Call& call,
                                              const UnitBook& book, const UnitChangeRow& estate,
                                              const std::vector<UnitHeir>& heirs) {
  const Date today = BeijingDate(call.now());
  QM_ASSIGN(const Date day, EffectiveDateOf(estate.facts, today));
  const auto history = LoadUnitHistory(tx, book, {*estate.facts.sides.giver, estate.facts.kind});
  QM_ASSIGN(const auto parts, SplitAmongHeirs(FreeFrom(history, day), heirs, book.charter));
  v1::InheritUnitsResponse response;
  for (std::size_t i = 0; i < heirs.size(); ++i) {
    UnitChangeRow change = estate;
    change.id = Uuid::Make(call.now());
    change.facts.units = parts[i];
    change.facts.sides.taker = heirs[i].household;
    change.without_vote = heirs[i].without_vote;
    QM_TRY(InsertProposal(tx, call, book, change));
    *response.add_unit_changes() = ReadUnitChange(tx, call.county(), change.id);
  }
  return response;
}

Result<UnitCharter> ParseCharter(const v1::UnitCharter& given) {
  UnitCharter charter{.heirs_without_vote = given.heirs_without_vote()};
  QM_ASSIGN(charter.transfer_cap,
            Fraction::Make(given.transfer_cap().numerator(), given.transfer_cap().denominator()));
  if (given.house_fen_per_share() != 0) {
    charter.house_fen_per_share = Fen(given.house_fen_per_share());
  }
  QM_TRY(CheckCharter(charter));
  return charter;
}

}  // namespace

Result<v1::UnitCharter> UnitChangesService::SetUnitCharter(
    rpc::Call& call, const v1::SetUnitCharterRequest& request) {
  const std::string& name = request.charter().name();
  const std::string parent = name.substr(0, name.rfind('/'));
  QM_ASSIGN(const Uuid collective,
            UnitIdAtHome(call, "counties/*/collectives/*", parent, "charter.name"));
  QM_ASSIGN(const UnitCharter charter, ParseCharter(request.charter()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::UnitCharter> {
    QM_TRY(TouchUnitPlace(tx, call, collective));
    const UnitBook book = LockUnitBook(tx, call.county(), collective);
    if (book.ended) return refusals::UnitBookClosed();
    SaveUnitCharter(tx, book, charter, request.charter().ground());
    return ReadUnitCharter(tx, call.county(), collective);
  });
}

Result<v1::UnitChange> UnitChangesService::IssueUnits(rpc::Call& call,
                                                      const v1::IssueUnitsRequest& request) {
  return ProposeFor(call, UnitAct::kIssue, request);
}

Result<v1::UnitChange> UnitChangesService::BuyBackUnits(rpc::Call& call,
                                                        const v1::BuyBackUnitsRequest& request) {
  return ProposeFor(call, UnitAct::kBuyBack, request);
}

Result<v1::UnitChange> UnitChangesService::FreezeUnits(rpc::Call& call,
                                                       const v1::FreezeUnitsRequest& request) {
  return ProposeFor(call, UnitAct::kFreeze, request);
}

Result<v1::UnitChange> UnitChangesService::UnfreezeUnits(rpc::Call& call,
                                                         const v1::UnfreezeUnitsRequest& request) {
  return ProposeFor(call, UnitAct::kUnfreeze, request);
}

Result<v1::UnitChange> UnitChangesService::PledgeUnits(rpc::Call& call,
                                                       const v1::PledgeUnitsRequest& request) {
  return ProposeFor(call, UnitAct::kPledge, request);
}

Result<v1::UnitChange> UnitChangesService::ReleasePledge(rpc::Call& call,
                                                         const v1::ReleasePledgeRequest& request) {
  return ProposeFor(call, UnitAct::kRelease, request);
}

Result<v1::UnitChange> UnitChangesService::ProposeTransfer(
    rpc::Call& call, const v1::ProposeTransferRequest& request) {
  QM_ASSIGN(UnitChangeRow change, ParseProposal(call, UnitAct::kTransfer, request));
  QM_ASSIGN(const Uuid giver, UnitHolderAtHome(call, request.giver(), "giver"));
  QM_ASSIGN(const Uuid taker, UnitHolderAtHome(call, request.taker(), "taker"));
  change.facts.sides = {giver, taker};
  // The head of the household says so by proposing.
  if (call.caller().household_id() == giver.ToString()) {
    change.facts.giver_person = UnitActorOf(call).person;
  }
  return Propose(call, change, giver);
}

Result<v1::InheritUnitsResponse> UnitChangesService::InheritUnits(
    rpc::Call& call, const v1::InheritUnitsRequest& request) {
  QM_ASSIGN(UnitChangeRow estate, ParseProposal(call, UnitAct::kInherit, request));
  QM_ASSIGN(estate.facts.sides.giver, UnitHolderAtHome(call, request.giver(), "giver"));
  QM_ASSIGN(const auto heirs, ParseHeirs(call, request));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::InheritUnitsResponse> {
    QM_TRY(TouchUnitPlace(tx, call, estate.collective));
    const UnitBook book = LockUnitBook(tx, call.county(), estate.collective);
    QM_TRY(CheckHolders(tx, book, estate.facts.sides));
    return DivideEstate(tx, call, book, estate, heirs);
  });
}

Result<v1::UnitChange> UnitChangesService::ConfirmTransfer(
    rpc::Call& call, const v1::ConfirmTransferRequest& request) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::UnitChange> {
    QM_ASSIGN(HeldChange held, HoldChange(tx, call, request.name(), IsTransfer));
    const UnitActor actor = UnitActorOf(call);
    const auto& giver = held.change.facts.sides.giver;
    const bool gives = giver && giver->ToString() == call.caller().household_id();
    QM_ASSIGN(held.change.facts,
              DecideTransferSide(held.change.facts, gives ? UnitSide::kGiver : UnitSide::kTaker,
                                 actor.person));
    SaveUnitSides(tx, held.change, call.now());
    if (BothConfirmed(held.change.facts)) {
      QM_TRY(PostUnitChange(tx, held.book, held.change, actor, call.now()));
    }
    return ReadUnitChange(tx, call.county(), held.change.id);
  });
}

Result<v1::UnitChange> UnitChangesService::ConfirmUnitChange(
    rpc::Call& call, const v1::ConfirmUnitChangeRequest& request) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::UnitChange> {
    QM_ASSIGN(const HeldChange held, HoldChange(tx, call, request.name(), IsNothingForHouseholds));
    const UnitActor actor = UnitActorOf(call);
    QM_TRY(DecideApprove(held.change.facts, actor.person));
    QM_TRY(PostUnitChange(tx, held.book, held.change, actor, call.now()));
    return ReadUnitChange(tx, call.county(), held.change.id);
  });
}

Result<v1::UnitChange> UnitChangesService::CancelUnitChange(
    rpc::Call& call, const v1::CancelUnitChangeRequest& request) {
  return call.Write([&](pg::Transaction& tx) -> Result<v1::UnitChange> {
    QM_ASSIGN(const HeldChange held, HoldChange(tx, call, request.name(), IsTransfer));
    QM_TRY(DecideCancel(held.change.facts));
    EndUnitChange(tx, held.change, UnitActorOf(call), call.now());
    return ReadUnitChange(tx, call.county(), held.change.id);
  });
}

}  // namespace qianmo::registry
