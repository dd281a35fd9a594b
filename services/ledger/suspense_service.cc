#include "ledger/suspense_service.h"

#include "ledger/custody_callers.h"
#include "ledger/domain/custody_refusals.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

// Locked, with what hangs on it in the order of all: items, then holds.
Result<SuspenseRow> LockItemFor(rpc::Call& call, pg::Transaction& tx, SuspenseId id) {
  QM_TRY(MayTouchCustody(call));
  return LockSuspense(tx, call.county(), *call.keyring(), id);
}

Result<v1::SuspenseItem> ItemNow(const rpc::Call& call, pg::Transaction& tx, SuspenseId id) {
  return ReadSuspense(tx, call.county(), *call.keyring(), id);
}

// Whether somebody else has paid, who can be paid back.
bool IsOfOthers(const SuspenseRow& item, const HoldRow& hold) {
  return item.facts.payer_known && IsAccountNumber(item.payer.account_number) &&
         PayerNumber(item.payer.account_number) != PayerNumber(hold.own_account.account_number);
}

// As a payee: banks mask numbers, and cut them into groups.
Result<Payee> PayerOf(const SuspenseRow& item, const std::string& bank_code,
                      const std::string& bank_name) {
  v1::Payee payer;
  payer.set_name(item.payer.name);
  payer.set_account_number(item.payer.account_number);
  payer.set_bank_code(bank_code);
  payer.set_bank_name(bank_name);
  return ParsePayee("payer", payer);
}

// The bank of somebody else who has paid: the deposit goes back there. Refuses PAYEE_UNREADABLE.
Result<Done> KeepPayer(rpc::Call& call, pg::Transaction& tx, const SuspenseRow& item,
                       const v1::ProposeSuspenseRequest& request) {
  QM_ASSIGN(const Payee payer, PayerOf(item, request.bank_code(), request.bank_name()));
  SavePayerBank(tx, call.county(), *call.keyring(), item.id, payer);
  return Done{};
}

// The item becomes the deposit of the hold.
Result<Done> ApplyTo(rpc::Call& call, pg::Transaction& tx, const SuspenseRow& item,
                     const HoldRow& hold) {
  QM_ASSIGN(CustodyWork work,
            CustodyWork::Begin(tx, call.county(), *call.keyring(), HandOf(call), call.now()));
  const VoucherId voucher = work.Move({.debit = CustodyAccount::kSuspense,
                                       .credit = CustodyAccount::kDeposits,
                                       .amount = item.facts.amount,
                                       .summary = "待查款项转保证金 " + hold.number.printed(),
                                       .credit_party = hold.party});
  QM_TRY(work.Post());
  const HoldFacts funded = Funded(hold.facts, item.facts.amount);
  SaveFunded(tx, call.county(),
             {{hold.id, funded.sums.held, item.account, item.entry, item.value_date}}, call.now());
  if (IsOfOthers(item, hold)) {
    SavePayer(tx, call.county(), *call.keyring(), hold.id, item.payer);
  }
  SaveSuspenseEnd(
      tx, call.county(), item.id,
      {.state = SuspenseState::kApplied, .ender = HandOf(call), .reason = "", .voucher = voucher},
      call.now());
  return Done{};
}

Result<Done> SendBack(rpc::Call& call, pg::Transaction& tx, const SuspenseRow& item,
                      const std::string& reason) {
  QM_ASSIGN(CustodyWork work,
            CustodyWork::Begin(tx, call.county(), *call.keyring(), HandOf(call), call.now()));
  const VoucherId voucher = work.Move({.debit = CustodyAccount::kSuspense,
                                       .credit = CustodyAccount::kInTransit,
                                       .amount = item.facts.amount,
                                       .summary = "退回待查款项"});
  QM_ASSIGN(const PaymentId payment, work.Pay({.kind = PaymentKind::kSuspenseReturn,
                                               .from = item.account,
                                               .payee = item.payer,
                                               .amount = item.facts.amount,
                                               .remittance = "退回款项",
                                               .source = item.id.uuid}));
  QM_TRY(work.Post());
  SaveSuspenseEnd(tx, call.county(), item.id,
                  {.state = SuspenseState::kReturned,
                   .ender = HandOf(call),
                   .reason = reason,
                   .voucher = voucher,
                   .payment = payment},
                  call.now());
  return Done{};
}

}  // namespace

Result<v1::SuspenseItem> SuspenseService::GetSuspenseItem(
    rpc::Call& call, const v1::GetSuspenseItemRequest& request) {
  QM_ASSIGN(const SuspenseId id, SuspenseAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::SuspenseItem> {
    QM_TRY(MayTouchCustody(call));
    return ItemNow(call, tx, id);
  });
}

Result<v1::ListSuspenseResponse> SuspenseService::ListSuspense(
    rpc::Call& call, const v1::ListSuspenseRequest& request) {
  QM_ASSIGN(const CountyId county, rpc::ParentAtHome(call, request.parent()));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListSuspenseResponse> {
    QM_TRY(MayTouchCustody(call));
    v1::ListSuspenseResponse response;
    *response.mutable_suspense_items() =
        ListSuspenseItems(tx, county, *call.keyring(), request.state(), page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_suspense_items()));
    return response;
  });
}

Result<v1::SuspenseItem> SuspenseService::ProposeSuspense(
    rpc::Call& call, const v1::ProposeSuspenseRequest& request) {
  QM_ASSIGN(const SuspenseId id, SuspenseAtHome(call, request.name()));
  QM_ASSIGN(const HoldId hold_id, HoldAtHome(call, request.hold(), "hold"));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::SuspenseItem> {
    QM_ASSIGN(const SuspenseRow item, LockItemFor(call, tx, id));
    QM_ASSIGN(const HoldRow hold, FindHold(tx, call.county(), *call.keyring(), hold_id));
    QM_TRY(DecidePropose(item.facts, hold.facts));
    if (IsOfOthers(item, hold)) QM_TRY(KeepPayer(call, tx, item, request));
    SaveProposed(tx, call.county(), id, hold_id, reason, HandOf(call));
    return ItemNow(call, tx, id);
  });
}

Result<v1::SuspenseItem> SuspenseService::ApplySuspense(rpc::Call& call,
                                                        const v1::ApplySuspenseRequest& request) {
  QM_ASSIGN(const SuspenseId id, SuspenseAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::SuspenseItem> {
    QM_ASSIGN(const SuspenseRow item, LockItemFor(call, tx, id));
    QM_TRY(DecideDecline(item.facts));
    QM_ASSIGN(const HoldRow hold,
              LockHold(tx, call.county(), *call.keyring(), item.proposed.value()));
    QM_TRY(DecideApply(item.facts, hold.facts, rpc::PersonOf(call)));
    QM_TRY(ApplyTo(call, tx, item, hold));
    return ItemNow(call, tx, id);
  });
}

Result<v1::SuspenseItem> SuspenseService::DeclineSuspense(
    rpc::Call& call, const v1::DeclineSuspenseRequest& request) {
  QM_ASSIGN(const SuspenseId id, SuspenseAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::SuspenseItem> {
    QM_ASSIGN(const SuspenseRow item, LockItemFor(call, tx, id));
    QM_TRY(DecideDecline(item.facts));
    SaveDeclined(tx, call.county(), id);
    return ItemNow(call, tx, id);
  });
}

Result<v1::SuspenseItem> SuspenseService::ReturnSuspense(rpc::Call& call,
                                                         const v1::ReturnSuspenseRequest& request) {
  QM_ASSIGN(const SuspenseId id, SuspenseAtHome(call, request.name()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  QM_ASSIGN(const std::string bank_name, WordsIf("bank_name", request.bank_name()));
  if (bank_name.empty() && request.bank_code().empty()) {
    return refusals::PayeeUnreadable("bank_name");
  }
  return call.Write([&](pg::Transaction& tx) -> Result<v1::SuspenseItem> {
    QM_ASSIGN(SuspenseRow item, LockItemFor(call, tx, id));
    QM_TRY(DecideReturn(item.facts));
    QM_ASSIGN(item.payer, PayerOf(item, request.bank_code(), bank_name));
    QM_TRY(SendBack(call, tx, item, reason));
    return ItemNow(call, tx, id);
  });
}

}  // namespace qianmo::ledger
