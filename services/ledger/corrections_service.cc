#include "ledger/corrections_service.h"

#include <stdexcept>

#include "ledger/bank_callers.h"
#include "ledger/bank_entry_read_store.h"
#include "ledger/bankfile/payout_check.h"
#include "ledger/correction_store.h"
#include "ledger/custody_callers.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/domain/custody_refusals.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

constexpr char kSaidByHand[] = "MANUAL";  // in the place of the bank's reason

Result<CorrectionId> CorrectionAtHome(rpc::Call& call, const std::string& name) {
  return rpc::IdAtHome<CorrectionTag>(call, "counties/*/paymentCorrections/*", name, "name");
}

// What the bank cannot write is no correction.
Result<Done> CheckWritable(const BankAccountRow& account, const Payee& payee) {
  QM_ASSIGN(const bankfile::Profile profile, ProfileOf(account));
  const bankfile::PayoutItem item{.end_to_end_id = "1",
                                  .amount = Fen(1),
                                  .payee = {.name = payee.name,
                                            .account = payee.account_number,
                                            .bank_code = payee.bank_code,
                                            .bank_name = payee.bank_name},
                                  .remittance = ""};
  for (const bankfile::ItemFault& fault : bankfile::FaultsOf(profile.payout, {item})) {
    return fault.refusal;
  }
  return Done{};
}

// A payment from an open account that the caller may touch, of which this can be said.
struct CorrectablePayment {
  BankAccountRow account;
  LastAttempt attempt;
};
Result<CorrectablePayment> LockCorrectable(rpc::Call& call, pg::Transaction& tx, PaymentId id,
                                           CorrectionKind kind) {
  QM_ASSIGN(const BankAccountId account, AccountOfPayment(tx, call.county(), id));
  QM_ASSIGN(TouchedAccount touched, TouchOpenAccount(call, tx, account));
  QM_ASSIGN(LastAttempt attempt, LockLastAttempt(tx, call.county(), *call.keyring(), id));
  QM_TRY(CheckCorrection(kind, attempt.stand));
  const PaymentStops stops = StopsOf(tx, call.county(), {id});
  if (stops.in_correction) return refusals::CorrectionOpen(stops.name);
  return CorrectablePayment{std::move(touched.account), std::move(attempt)};
}

// A village's money goes to an account of the village's own books; which of them it is.
Result<std::optional<AccountCode>> MirrorDebit(rpc::Call& call, pg::Transaction& tx,
                                               const LastAttempt& attempt, const Payee& payee) {
  if (!attempt.mirror) return std::optional<AccountCode>();
  const auto account = FindBankAccountNumbered(tx, call.county(), *call.keyring(), *attempt.mirror,
                                               payee.account_number);
  if (!account) return refusals::PayeeUnreadable("payee.account_number");
  return std::optional(account->code);
}

Result<Done> CheckNotBooked(rpc::Call& call, pg::Transaction& tx, const LastAttempt& attempt) {
  const auto booking = BookingOf(tx, call.county(), attempt);
  if (booking) return refusals::PaymentBooked(*booking);
  return Done{};
}

BankReport ReportFor(CorrectionKind kind) {
  switch (kind) {
    case CorrectionKind::kPaid:
      return BankReport::kPaid;
    case CorrectionKind::kReturned:
      return BankReport::kReturned;
    case CorrectionKind::kNotExecuted:
    case CorrectionKind::kPayee:
      break;
  }
  return BankReport::kRejected;
}

// The payment becomes what was said of it.
Result<ReportOutcome> TakeSaid(rpc::Call& call, pg::Transaction& tx, const BankAccountRow& account,
                               const CorrectionRow& correction, Date day) {
  const std::vector<ReportOutcome> outcomes =
      TakeReports(tx, call.county(), *call.keyring(), account,
                  {{.end_to_end_id = EndToEndId(correction.attempt),
                    .report = ReportFor(correction.kind),
                    .day = day,
                    .reason_code = kSaidByHand,
                    .reason = correction.reason,
                    .by_hand = true,
                    .fee = correction.fee,
                    .fee_account = correction.fee_account}},
                  call.now());
  const ReportOutcome& outcome = outcomes.front();
  if (outcome.fate == ReportFate::kNotPosted) return refusals::NotPosted(outcome.refusal);
  if (outcome.fate != ReportFate::kChanged) throw std::logic_error("a correction changes nothing");
  return outcome;
}

Result<Done> TakeBooking(rpc::Call& call, pg::Transaction& tx, const BankAccountRow& account,
                         const CorrectionRow& correction) {
  QM_ASSIGN(const EntryToMatch entry, LockEntry(tx, call.county(), correction.entry.value()));
  QM_ASSIGN(const ReportOutcome outcome,
            TakeSaid(call, tx, account, correction, entry.booking_date));
  const bool is_paid = correction.kind == CorrectionKind::kPaid;
  SetMatched(tx, call.county(),
             {{.entry = entry.id,
               .by = is_paid ? MatchedBy::kPayment : MatchedBy::kReturn,
               .voucher = outcome.voucher.value(),
               .attempt = correction.attempt}});
  CloseBooked(tx, call.county(), account.id, rpc::AccountOf(call), call.now());
  return Done{};
}

Result<Done> TakePayee(rpc::Call& call, pg::Transaction& tx, const CorrectionRow& correction,
                       const LastAttempt& attempt, const std::string& typed_number) {
  const Payee& payee = correction.payee.value();
  if (PayerNumber(typed_number) != payee.account_number) return refusals::PayeeDiffers();
  QM_ASSIGN(const auto mirror_debit, MirrorDebit(call, tx, attempt, payee));
  SavePayee(tx, call.county(), *call.keyring(), correction.payment, payee, mirror_debit);
  return Done{};
}

// Approved, it is carried out.
Result<Done> CarryOut(rpc::Call& call, pg::Transaction& tx, const BankAccountRow& account,
                      const CorrectionRow& correction, const LastAttempt& attempt,
                      const std::string& typed_number) {
  switch (correction.kind) {
    case CorrectionKind::kPayee:
      return TakePayee(call, tx, correction, attempt, typed_number);
    case CorrectionKind::kNotExecuted:
      QM_TRY(CheckNotBooked(call, tx, attempt));
      QM_TRY(TakeSaid(call, tx, account, correction, BeijingDate(call.now())));
      return Done{};
    case CorrectionKind::kPaid:
    case CorrectionKind::kReturned:
      break;
  }
  return TakeBooking(call, tx, account, correction);
}

// Locked, with the booking that it names, of an account that the caller may touch.
struct TouchedCorrection {
  CorrectionRow correction;
  BankAccountRow account;
};
Result<TouchedCorrection> TouchCorrection(rpc::Call& call, pg::Transaction& tx, CorrectionId id) {
  QM_ASSIGN(const BankAccountId account, AccountOfCorrection(tx, call.county(), id));
  QM_ASSIGN(TouchedAccount touched, TouchAccount(call, tx, account));
  QM_ASSIGN(CorrectionRow correction, LockCorrection(tx, call.county(), *call.keyring(), id));
  // Bookings are locked before payments, as an import does.
  if (correction.entry) QM_TRY(LockEntry(tx, call.county(), *correction.entry));
  return TouchedCorrection{std::move(correction), std::move(touched.account)};
}

}  // namespace

Result<v1::PaymentCorrection> CorrectionsService::CorrectPayee(
    rpc::Call& call, const v1::CorrectPayeeRequest& request) {
  QM_ASSIGN(const PaymentId id, PaymentAtHome(call, request.name()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  QM_ASSIGN(const Payee payee, ParsePayee("payee", request.payee()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::PaymentCorrection> {
    QM_ASSIGN(const CorrectablePayment payment,
              LockCorrectable(call, tx, id, CorrectionKind::kPayee));
    QM_TRY(CheckWritable(payment.account, payee));
    QM_TRY(MirrorDebit(call, tx, payment.attempt, payee));
    const NewCorrection correction{.id = CorrectionId::Make(call.now()),
                                   .kind = CorrectionKind::kPayee,
                                   .reason = reason,
                                   .payee = payee,
                                   .maker = HandOf(call)};
    InsertCorrection(tx, call.county(), *call.keyring(), payment.attempt, correction, call.now());
    return ReadCorrection(tx, call.county(), *call.keyring(), correction.id);
  });
}

Result<v1::PaymentCorrection> CorrectionsService::DeclareNotExecuted(
    rpc::Call& call, const v1::DeclareNotExecutedRequest& request) {
  QM_ASSIGN(const PaymentId id, PaymentAtHome(call, request.name()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::PaymentCorrection> {
    QM_ASSIGN(const CorrectablePayment payment,
              LockCorrectable(call, tx, id, CorrectionKind::kNotExecuted));
    QM_TRY(CheckNotBooked(call, tx, payment.attempt));
    const NewCorrection correction{.id = CorrectionId::Make(call.now()),
                                   .kind = CorrectionKind::kNotExecuted,
                                   .reason = reason,
                                   .maker = HandOf(call)};
    InsertCorrection(tx, call.county(), *call.keyring(), payment.attempt, correction, call.now());
    return ReadCorrection(tx, call.county(), *call.keyring(), correction.id);
  });
}

Result<v1::PaymentCorrection> CorrectionsService::ApproveCorrection(
    rpc::Call& call, const v1::ApproveCorrectionRequest& request) {
  QM_ASSIGN(const CorrectionId id, CorrectionAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::PaymentCorrection> {
    QM_ASSIGN(const TouchedCorrection touched, TouchCorrection(call, tx, id));
    const CorrectionRow& correction = touched.correction;
    QM_TRY(DecideApproveCorrection(correction.facts, rpc::PersonOf(call)));
    QM_ASSIGN(const LastAttempt attempt,
              LockLastAttempt(tx, call.county(), *call.keyring(), correction.payment));
    if (attempt.id != correction.attempt) return refusals::CorrectionStale();
    QM_TRY(CheckCorrection(correction.kind, attempt.stand));
    QM_TRY(
        CarryOut(call, tx, touched.account, correction, attempt, request.payee_account_number()));
    SetCorrectionEnd(tx, call.county(), id, CorrectionState::kApproved, HandOf(call), call.now());
    return ReadCorrection(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::PaymentCorrection> CorrectionsService::DeclineCorrection(
    rpc::Call& call, const v1::DeclineCorrectionRequest& request) {
  QM_ASSIGN(const CorrectionId id, CorrectionAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::PaymentCorrection> {
    QM_ASSIGN(const TouchedCorrection touched, TouchCorrection(call, tx, id));
    QM_TRY(DecideDeclineCorrection(touched.correction.facts));
    if (touched.correction.entry) SetUnmatched(tx, call.county(), *touched.correction.entry);
    SetCorrectionEnd(tx, call.county(), id, CorrectionState::kDeclined, HandOf(call), call.now());
    return ReadCorrection(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::PaymentCorrection> CorrectionsService::GetCorrection(
    rpc::Call& call, const v1::GetCorrectionRequest& request) {
  QM_ASSIGN(const CorrectionId id, CorrectionAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::PaymentCorrection> {
    QM_ASSIGN(const BankAccountId account, AccountOfCorrection(tx, call.county(), id));
    QM_TRY(TouchAccount(call, tx, account));
    return ReadCorrection(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::ListCorrectionsResponse> CorrectionsService::ListCorrections(
    rpc::Call& call, const v1::ListCorrectionsRequest& request) {
  QM_ASSIGN(const BankAccountId account, BankAccountAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListCorrectionsResponse> {
    QM_TRY(TouchAccount(call, tx, account));
    v1::ListCorrectionsResponse response;
    *response.mutable_corrections() = ListCorrectionsOf(tx, call.county(), *call.keyring(),
                                                        {.account = account,
                                                         .waiting_only = request.waiting_only(),
                                                         .after = page.after,
                                                         .limit = page.limit()});
    response.set_next_page_token(rpc::CutPage(page, response.mutable_corrections()));
    return response;
  });
}

}  // namespace qianmo::ledger
