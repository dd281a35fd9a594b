#include "ledger/payments_service.h"

#include "ledger/bank_callers.h"
#include "ledger/correction_store.h"
#include "ledger/domain/bank_refusals.h"
#include "rpc/page.h"

namespace qianmo::ledger {

Result<v1::Payment> PaymentsService::GetPayment(rpc::Call& call,
                                                const v1::GetPaymentRequest& request) {
  QM_ASSIGN(const PaymentId id, PaymentAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Payment> {
    QM_ASSIGN(const BankAccountId account, AccountOfPayment(tx, call.county(), id));
    QM_TRY(TouchAccount(call, tx, account));
    return ReadPayment(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::ListPaymentsResponse> PaymentsService::ListPayments(
    rpc::Call& call, const v1::ListPaymentsRequest& request) {
  QM_ASSIGN(const BankAccountId account, BankAccountAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListPaymentsResponse> {
    QM_TRY(TouchAccount(call, tx, account));
    v1::ListPaymentsResponse response;
    *response.mutable_payments() = ListPaymentsOf(
        tx, call.county(), *call.keyring(),
        {.account = account, .state = request.state(), .after = page.after, .limit = page.limit()});
    response.set_next_page_token(rpc::CutPage(page, response.mutable_payments()));
    return response;
  });
}

Result<v1::Payment> PaymentsService::RetryPayment(rpc::Call& call,
                                                  const v1::RetryPaymentRequest& request) {
  QM_ASSIGN(const PaymentId id, PaymentAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Payment> {
    QM_ASSIGN(const BankAccountId account, AccountOfPayment(tx, call.county(), id));
    QM_TRY(TouchOpenAccount(call, tx, account));
    QM_ASSIGN(const PaymentRow payment, LockPayment(tx, call.county(), id));
    QM_TRY(DecideRetry(payment.state, StopsOf(tx, call.county(), {id})));
    AddAttempt(tx, call.county(), payment, call.now());
    return ReadPayment(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::ListContradictionsResponse> PaymentsService::ListContradictions(
    rpc::Call& call, const v1::ListContradictionsRequest& request) {
  QM_ASSIGN(const BankAccountId account, BankAccountAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListContradictionsResponse> {
    QM_TRY(TouchAccount(call, tx, account));
    v1::ListContradictionsResponse response;
    *response.mutable_contradictions() = ListContradictionsOf(
        tx, call.county(), account, request.closed_too(), page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_contradictions()));
    return response;
  });
}

Result<v1::Contradiction> PaymentsService::CloseContradiction(
    rpc::Call& call, const v1::CloseContradictionRequest& request) {
  QM_ASSIGN(const auto id, rpc::IdAtHome<ContradictionTag>(call, "counties/*/contradictions/*",
                                                           request.name(), "name"));
  QM_ASSIGN(const std::string outcome, ParseWords("outcome", request.outcome()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Contradiction> {
    QM_ASSIGN(const ContradictionRow row, LockContradiction(tx, call.county(), id));
    QM_TRY(TouchAccount(call, tx, row.account));
    if (row.closed) return refusals::ContradictionClosed();
    ledger::CloseContradiction(tx, call.county(), id, outcome, rpc::AccountOf(call), call.now());
    return ReadContradiction(tx, call.county(), id);
  });
}

}  // namespace qianmo::ledger
