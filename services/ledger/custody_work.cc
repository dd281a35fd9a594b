#include "ledger/custody_work.h"

#include <utility>

namespace qianmo::ledger {

Result<CustodyWork> CustodyWork::Begin(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring,
                                       const std::optional<Hand>& maker, Time now) {
  QM_ASSIGN(const BooksRow books, HoldCustodyBooks(tx, county));
  return CustodyWork(tx, county, ring, books.id, maker, now);
}

VoucherId CustodyWork::Add(BooksId books, const std::string& summary,
                           std::vector<VoucherLine> lines) {
  const VoucherId id = VoucherId::Make(now_);
  command_.vouchers.push_back({.id = id,
                               .books = books,
                               .date = BeijingDate(now_),
                               .summary = summary,
                               .lines = std::move(lines),
                               .origin = Origin::kRule,
                               .maker = maker_});
  return id;
}

VoucherId CustodyWork::Move(const CustodyMove& move) {
  return Add(books_, move.summary,
             {{.side = Side::kDebit,
               .account = CodeOf(move.debit),
               .party = move.debit_party,
               .amount = move.amount,
               .purpose = move.purpose},
              {.side = Side::kCredit,
               .account = CodeOf(move.credit),
               .party = move.credit_party,
               .amount = move.amount,
               .purpose = move.purpose}});
}

VoucherId CustodyWork::Claim(const VillageClaim& claim) {
  return Add(claim.books, claim.summary,
             {{.side = Side::kDebit,
               .account = claim.receivable,
               .party = centre(),
               .amount = claim.amount,
               .purpose = claim.purpose},
              {.side = Side::kCredit,
               .account = claim.credit,
               .party = claim.party,
               .amount = claim.amount,
               .purpose = claim.purpose}});
}

Result<PaymentId> CustodyWork::Pay(const Outgoing& outgoing) {
  BankAccountId from = outgoing.from;
  QM_ASSIGN(const BankAccountRow account, FindBankAccount(tx_, county_, ring_, from));
  if (account.closed) {
    QM_ASSIGN(const BankAccountRow other, FindBankAccountOf(tx_, county_, ring_, books_));
    from = other.id;
  }
  payments_.push_back({.id = PaymentId::Make(now_),
                       .kind = outgoing.kind,
                       .from = from,
                       .payee = outgoing.payee,
                       .amount = outgoing.amount,
                       .remittance = outgoing.remittance,
                       .source = outgoing.source,
                       .settles = CodeOf(CustodyAccount::kInTransit),
                       .mirror = outgoing.mirror,
                       .party = outgoing.party,
                       .contract = outgoing.contract,
                       .due = now_});
  return payments_.back().id;
}

Result<Done> CustodyWork::PayInterest(const HoldRow& hold) {
  Fen sum;
  for (const ShareRow& share : UnpaidSharesOf(tx_, county_, hold.id)) {
    QM_ASSIGN(const PaymentId payment, Pay({.kind = PaymentKind::kInterest,
                                            .from = hold.account.value(),
                                            .payee = hold.own_account,
                                            .amount = share.amount,
                                            .remittance = "保证金利息 " + hold.number.printed(),
                                            .source = share.id.uuid,
                                            .party = hold.party}));
    shares_.push_back(share.id);
    share_payments_.push_back(payment);
    sum += share.amount;
  }
  if (sum == Fen()) return Done{};
  Move({.debit = CustodyAccount::kInterest,
        .credit = CustodyAccount::kInTransit,
        .amount = sum,
        .summary = "支付保证金利息 " + hold.number.printed(),
        .credit_party = hold.party});
  return Done{};
}

Result<std::optional<PaymentId>> CustodyWork::PayVillage(const TransferRow& transfer) {
  const auto account = FindBankAccountOf(tx_, county_, ring_, transfer.books);
  if (!account) return std::optional<PaymentId>();
  const Purpose purpose{.contract = transfer.contract};
  Move({.debit = CustodyAccount::kPayable,
        .credit = CustodyAccount::kInTransit,
        .amount = transfer.amount,
        .summary = "向村集体付款 " + transfer.number.printed(),
        .debit_party = transfer.books.uuid,
        .credit_party = centre(),
        .purpose = purpose});
  QM_ASSIGN(const PaymentId payment,
            Pay({.kind = PaymentKind::kVillageTransfer,
                 .from = transfer.account,
                 .payee = {.name = transfer.books_name,
                           .account_number = account->number,
                           .bank_code = account->bank_code,
                           .bank_name = account->bank_name},
                 .amount = transfer.amount,
                 .remittance = "竞买保证金转付 " + transfer.number.printed(),
                 .source = transfer.part.uuid,
                 .mirror = Mirror{transfer.books, account->code, transfer.receivable},
                 .party = centre(),
                 .contract = transfer.contract}));
  return std::optional(payment);
}

Result<VoucherId> CustodyWork::TakeBack(VoucherId voucher) {
  QM_ASSIGN(const VoucherRow said, LockVoucher(tx_, county_, voucher));
  std::vector<VoucherLine> lines = said.draft.lines;
  for (VoucherLine& line : lines) line.side = Opposite(line.side);
  const VoucherId id = Add(said.draft.books, "冲销：" + said.draft.summary, std::move(lines));
  command_.vouchers.back().reverses = voucher;
  return id;
}

void CustodyWork::KeepFromVillage(const TransferRow& transfer) {
  Move({.debit = CustodyAccount::kInTransit,
        .credit = CustodyAccount::kPayable,
        .amount = transfer.amount,
        .summary = "撤回向村集体付款 " + transfer.number.printed(),
        .debit_party = centre(),
        .credit_party = transfer.books.uuid,
        .purpose = {.contract = transfer.contract}});
}

Result<Done> CustodyWork::Post() {
  QM_TRY(PostAlone(tx_, county_, std::move(command_), now_));
  InsertPayments(tx_, county_, ring_, payments_, now_);
  SetSharePayments(tx_, county_, shares_, share_payments_);
  return Done{};
}

}  // namespace qianmo::ledger
