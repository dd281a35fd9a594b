#include "ledger/part_undos_service.h"

#include "ledger/custody_callers.h"
#include "ledger/part_undo_store.h"
#include "ledger/payment_withdrawal_store.h"
#include "ledger/spread_store.h"

namespace qianmo::ledger {
namespace {

// A part and its hold, locked for whoever may touch what the county has in custody.
struct LockedPart {
  HoldRow hold;
  PartRow part;
};
template <class Request>
Result<LockedPart> LockPartFor(rpc::Call& call, pg::Transaction& tx, HoldId id,
                               const Request& request) {
  QM_TRY(MayTouchCustody(call));
  QM_ASSIGN(HoldRow hold, LockHold(tx, call.county(), *call.keyring(), id));
  const auto part = Uuid::Parse(request.part());
  if (!part) return Refusal::InvalidField("part", "is no UUID");
  QM_ASSIGN(PartRow row, LockPart(tx, call.county(), hold, PartId{*part}));
  return LockedPart{std::move(hold), std::move(row)};
}

// In both books, and at the bank that has not seen it: the voucher in the custody books.
Result<VoucherId> TakePartBack(rpc::Call& call, pg::Transaction& tx, const LockedPart& locked) {
  const PartRow& part = locked.part;
  QM_ASSIGN(CustodyWork work,
            CustodyWork::Begin(tx, call.county(), *call.keyring(), HandOf(call), call.now()));
  if (part.payment) {
    work.KeepFromVillage(part.transfer.value());
    WithdrawPayment(tx, call.county(), *part.payment, "撤回转付", call.now());
  }
  if (part.claim) {
    QM_TRY(CheckNoIncomeOf(tx, call.county(), *part.claim));
    QM_TRY(work.TakeBack(*part.claim));
  }
  QM_ASSIGN(const VoucherId voucher, work.TakeBack(part.voucher));
  QM_TRY(work.Post());
  return voucher;
}

}  // namespace

Result<v1::Hold> PartUndosService::ProposePartUndo(rpc::Call& call,
                                                   const v1::ProposePartUndoRequest& request) {
  QM_ASSIGN(const HoldId id, HoldAtHome(call, request.name()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Hold> {
    QM_ASSIGN(const LockedPart locked, LockPartFor(call, tx, id, request));
    QM_TRY(DecideProposeUndo(locked.part.facts));
    InsertUndo(tx, call.county(), locked.part.id, reason, HandOf(call), call.now());
    return HoldFor(call, tx, id);
  });
}

Result<v1::Hold> PartUndosService::ApprovePartUndo(rpc::Call& call,
                                                   const v1::ApprovePartUndoRequest& request) {
  QM_ASSIGN(const HoldId id, HoldAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Hold> {
    QM_ASSIGN(const LockedPart locked, LockPartFor(call, tx, id, request));
    QM_ASSIGN(const HoldFacts after,
              DecideUndo(locked.hold.facts, locked.part.facts, rpc::PersonOf(call)));
    QM_ASSIGN(const VoucherId voucher, TakePartBack(call, tx, locked));
    SaveResolved(tx, call.county(), id, after, call.now());
    EndUndo(tx, call.county(), locked.part.id,
            {.state = UndoState::kDone, .decider = HandOf(call), .reason = "", .voucher = voucher},
            call.now());
    return HoldFor(call, tx, id);
  });
}

Result<v1::Hold> PartUndosService::DeclinePartUndo(rpc::Call& call,
                                                   const v1::DeclinePartUndoRequest& request) {
  QM_ASSIGN(const HoldId id, HoldAtHome(call, request.name()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Hold> {
    QM_ASSIGN(const LockedPart locked, LockPartFor(call, tx, id, request));
    QM_TRY(DecideDeclineUndo(locked.part.facts));
    EndUndo(tx, call.county(), locked.part.id,
            {.state = UndoState::kDeclined, .decider = HandOf(call), .reason = reason}, call.now());
    return HoldFor(call, tx, id);
  });
}

}  // namespace qianmo::ledger
