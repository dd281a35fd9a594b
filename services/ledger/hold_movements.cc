#include "ledger/hold_movements.h"

#include "ledger/domain/custody_refusals.h"

namespace qianmo::ledger {
namespace {

// The end of every resolution but its part: interest, the postings, the row.
Result<Done> Resolve(pg::Transaction& tx, CountyId county, CustodyWork* work, const HoldRow& hold,
                     const Resolution& resolution, Time now) {
  if (resolution.hold.state == HoldState::kResolved) QM_TRY(work->PayInterest(hold));
  QM_TRY(work->Post());
  SaveResolved(tx, county, hold.id, resolution.hold, now);
  return Done{};
}

// What a village gets of a part that is not written yet.
struct Owed {
  TransferRow transfer;
  VoucherId voucher;
  std::optional<PaymentId> payment;
};
Result<Owed> Owe(pg::Transaction& tx, CountyId county, CustodyWork* work, const HoldRow& hold,
                 PartId part, Fen amount, const VillageTerms& terms, Time now) {
  QM_ASSIGN(const BooksRow books, FindBooks(tx, county, terms.books));
  if (books.kind == BooksKind::kCustody) return refusals::BooksUnfit();
  QM_TRY(CheckGoesOn(books.terms, BeijingDate(now)));
  Owed owed{.transfer = {.id = TransferId::Make(now),
                         .part = part,
                         .books = terms.books,
                         .books_name = ReadBooks(tx, county, terms.books).display_name(),
                         .amount = amount,
                         .receivable = terms.receivable,
                         .contract = terms.purpose.contract,
                         .account = hold.account.value(),
                         .number = hold.number},
            .voucher = work->Claim({.books = terms.books,
                                    .receivable = terms.receivable,
                                    .credit = terms.credit,
                                    .amount = amount,
                                    .summary = "县农交中心代收保证金 " + hold.number.printed(),
                                    .party = hold.party,
                                    .purpose = terms.purpose}),
            .payment = {}};
  QM_ASSIGN(owed.payment, work->PayVillage(owed.transfer));
  return owed;
}

void WriteTransfer(pg::Transaction& tx, CountyId county, const Owed& owed) {
  const TransferRow& transfer = owed.transfer;
  InsertTransfer(tx, county,
                 {.id = transfer.id,
                  .part = transfer.part,
                  .books = transfer.books,
                  .amount = transfer.amount,
                  .receivable = transfer.receivable,
                  .contract = transfer.contract,
                  .voucher = owed.voucher});
  if (owed.payment) SetTransferPayment(tx, county, transfer.id, *owed.payment);
}

}  // namespace

Result<Done> Capture(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                     const HoldRow& hold, const Resolution& resolution, const VillageTerms& terms,
                     const Deed& deed) {
  QM_ASSIGN(CustodyWork work, CustodyWork::Begin(tx, county, ring, deed.hand, deed.now));
  const PartId part = PartId::Make(deed.now);
  const VoucherId voucher = work.Move({.debit = CustodyAccount::kDeposits,
                                       .credit = CustodyAccount::kPayable,
                                       .amount = resolution.amount,
                                       .summary = "保证金转付村集体 " + hold.number.printed(),
                                       .debit_party = hold.party,
                                       .credit_party = terms.books.uuid,
                                       .purpose = terms.purpose});
  QM_ASSIGN(const Owed owed,
            Owe(tx, county, &work, hold, part, resolution.amount, terms, deed.now));
  QM_TRY(Resolve(tx, county, &work, hold, resolution, deed.now));
  InsertPart(tx, county,
             {.id = part,
              .hold = hold.id,
              .kind = PartKind::kCapture,
              .amount = resolution.amount,
              .reason = deed.reason,
              .hand = deed.hand,
              .voucher = voucher},
             deed.now);
  WriteTransfer(tx, county, owed);
  return Done{};
}

Result<Done> Release(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                     const HoldRow& hold, const Resolution& resolution, const Deed& deed) {
  QM_ASSIGN(CustodyWork work, CustodyWork::Begin(tx, county, ring, deed.hand, deed.now));
  const PartId part = PartId::Make(deed.now);
  const VoucherId voucher = work.Move({.debit = CustodyAccount::kDeposits,
                                       .credit = CustodyAccount::kInTransit,
                                       .amount = resolution.amount,
                                       .summary = "退还保证金 " + hold.number.printed(),
                                       .debit_party = hold.party,
                                       .credit_party = hold.party});
  QM_ASSIGN(const PaymentId payment,
            work.Pay({.kind = PaymentKind::kDepositRefund,
                      .from = hold.account.value(),
                      .payee = hold.refunded_to(),
                      .amount = resolution.amount,
                      .remittance = "退还竞买保证金 " + hold.number.printed(),
                      .source = part.uuid,
                      .party = hold.party}));
  QM_TRY(Resolve(tx, county, &work, hold, resolution, deed.now));
  InsertPart(tx, county,
             {.id = part,
              .hold = hold.id,
              .kind = PartKind::kRelease,
              .amount = resolution.amount,
              .reason = deed.reason,
              .hand = deed.hand,
              .voucher = voucher,
              .payment = payment},
             deed.now);
  return Done{};
}

Result<Done> Forfeit(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                     const HoldRow& hold, const Resolution& resolution, const Deed& deed) {
  QM_ASSIGN(CustodyWork work, CustodyWork::Begin(tx, county, ring, deed.hand, deed.now));
  const VoucherId voucher = work.Move({.debit = CustodyAccount::kDeposits,
                                       .credit = CustodyAccount::kForfeited,
                                       .amount = resolution.amount,
                                       .summary = "罚没保证金 " + hold.number.printed(),
                                       .debit_party = hold.party,
                                       .credit_party = hold.party});
  QM_TRY(Resolve(tx, county, &work, hold, resolution, deed.now));
  InsertPart(tx, county,
             {.id = PartId::Make(deed.now),
              .hold = hold.id,
              .kind = PartKind::kForfeit,
              .amount = resolution.amount,
              .reason = deed.reason,
              .hand = deed.hand,
              .voucher = voucher},
             deed.now);
  return Done{};
}

Result<Done> Dispose(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                     const HoldRow& hold, PartId part, const Disposal& disposal,
                     const Payee& costs_payee, const VillageTerms& terms, const Deed& deed) {
  QM_ASSIGN(CustodyWork work, CustodyWork::Begin(tx, county, ring, deed.hand, deed.now));
  NewDisposal row{.part = part, .disposal = disposal, .reason = deed.reason, .hand = deed.hand};
  const auto move = [&](CustodyAccount credit, const Uuid& party, Fen amount,
                        const std::string& summary) {
    return work.Move({.debit = CustodyAccount::kForfeited,
                      .credit = credit,
                      .amount = amount,
                      .summary = summary + hold.number.printed(),
                      .debit_party = hold.party,
                      .credit_party = party});
  };
  if (disposal.costs > Fen()) {
    row.costs_voucher =
        move(CustodyAccount::kInTransit, hold.party, disposal.costs, "罚没保证金支付交易费用 ");
    QM_ASSIGN(row.costs_payment, work.Pay({.kind = PaymentKind::kForfeitCosts,
                                           .from = hold.account.value(),
                                           .payee = costs_payee,
                                           .amount = disposal.costs,
                                           .remittance = "交易费用 " + hold.number.printed(),
                                           .source = part.uuid,
                                           .party = hold.party}));
  }
  std::optional<Owed> owed;
  if (disposal.of_village() > Fen()) {
    row.village_voucher = move(CustodyAccount::kPayable, terms.books.uuid, disposal.of_village(),
                               "罚没保证金转付村集体 ");
    QM_ASSIGN(owed, Owe(tx, county, &work, hold, part, disposal.of_village(), terms, deed.now));
  }
  QM_TRY(work.Post());
  InsertDisposal(tx, county, row, deed.now);
  if (owed) WriteTransfer(tx, county, *owed);
  return Done{};
}

Result<Done> PayTransfer(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                         TransferId id, Time now) {
  const auto transfer = LockPayable(tx, county, id);
  if (!transfer) return Done{};
  QM_ASSIGN(CustodyWork work, CustodyWork::Begin(tx, county, ring, std::nullopt, now));
  QM_ASSIGN(const std::optional<PaymentId> payment, work.PayVillage(*transfer));
  QM_TRY(work.Post());
  if (payment) SetTransferPayment(tx, county, id, *payment);
  return Done{};
}

}  // namespace qianmo::ledger
