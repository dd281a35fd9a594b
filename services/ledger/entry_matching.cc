#include "ledger/entry_matching.h"

#include <algorithm>
#include <map>

#include "ledger/credit_store.h"
#include "ledger/transfer_store.h"

namespace qianmo::ledger {
namespace {

std::string ReasonOf(const ReportOutcome& outcome) {
  switch (outcome.fate) {
    case ReportFate::kUnknownPayment:
      return "UNKNOWN_PAYMENT";
    case ReportFate::kAgainstEarlier:
      return "AGAINST_EARLIER";
    case ReportFate::kOtherAmount:
      return "OTHER_AMOUNT";
    case ReportFate::kOtherPayee:
      return "OTHER_PAYEE";
    case ReportFate::kNotPosted:
      return outcome.refusal;
    case ReportFate::kChanged:
    case ReportFate::kKnown:
      break;
  }
  return "BOOKED_TWICE";
}

class EntryMatching {
 public:
  EntryMatching(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                const BankAccountRow& account, BooksKind kind, Time now)
      : tx_(tx), county_(county), ring_(ring), account_(account), kind_(kind), now_(now) {}

  MatchedSome Run(std::int64_t most) {
    entries_ = LockNewEntries(tx_, county_, ring_, account_.id, most);
    for (BankEntryRow& entry : entries_) {
      entry.facts.custody = kind_ == BooksKind::kCustody;
      entry.facts.names_us = ParseEndToEndId(entry.end_to_end_id).has_value();
    }
    MatchCustody();  // holds are locked before balances, and money comes before it is paid out
    MatchReports();
    MatchTransfers();
    MatchByPayee();
    MatchCustody();  // what came under a number of somebody else's
    for (const BankEntryRow* entry : On(Route::kLook)) {
      Look(*entry, std::string(WhyToLook(entry->facts)));
    }
    SetMatched(tx_, county_, matches_);
    SetToLook(tx_, county_, looks_);
    for (const auto& [file, contradictions] : contradictions_) {
      InsertContradictions(tx_, county_, account_.id, file, contradictions, now_);
    }
    return {.entries = static_cast<std::int64_t>(entries_.size()),
            .matched = static_cast<std::int64_t>(matches_.size()),
            .odd = static_cast<std::int64_t>(looks_.size())};
  }

 private:
  struct Reported {
    BankEntryRow* entry;
    AttemptReport report;
  };

  std::vector<BankEntryRow*> On(Route route) {
    std::vector<BankEntryRow*> found;
    for (BankEntryRow& entry : entries_) {
      if (!done_.contains(entry.id) && RouteOf(entry.facts) == route) found.push_back(&entry);
    }
    return found;
  }

  void Look(const BankEntryRow& entry, const std::string& reason) {
    if (done_.insert(entry.id).second) looks_.push_back({entry.id, reason});
  }

  AttemptReport ReportOf(const BankEntryRow& entry, BankReport report) const {
    return {.end_to_end_id = entry.end_to_end_id,
            .report = report,
            .day = entry.booking_date,
            .amount = entry.amount,
            .payee_account =
                report == BankReport::kPaid ? WholeAccount(entry.party.account) : std::string(),
            .reason_code = entry.return_code,
            .bank_reference = entry.reference};
  }

  // Bookings that have a number of ours; those that only seem to go another way.
  void MatchReports() {
    std::vector<Reported> all;
    for (const auto& [route, report] : {std::pair(Route::kPayment, BankReport::kPaid),
                                        std::pair(Route::kReturn, BankReport::kReturned)}) {
      for (BankEntryRow* entry : On(route)) all.push_back({entry, ReportOf(*entry, report)});
    }
    Take(all);
  }

  void Take(const std::vector<Reported>& all) {
    std::vector<AttemptReport> reports;
    for (const Reported& one : all) reports.push_back(one.report);
    const auto outcomes = TakeReports(tx_, county_, ring_, account_, reports, now_);
    std::vector<VoucherId> vouchers;
    for (const ReportOutcome& outcome : outcomes) {
      if (outcome.voucher) vouchers.push_back(*outcome.voucher);
    }
    std::set<VoucherId> taken = TakenVouchers(tx_, county_, account_.code, vouchers);
    for (std::size_t i = 0; i < all.size(); ++i) {
      BankEntryRow& entry = *all[i].entry;
      const ReportOutcome& outcome = outcomes[i];
      if (outcome.fate == ReportFate::kUnknownPayment) {
        entry.facts.names_us = false;  // a number of somebody else's
        continue;
      }
      const bool fits = !IsContradiction(outcome.fate) && outcome.voucher &&
                        taken.insert(*outcome.voucher).second;
      if (fits) {
        done_.insert(entry.id);
        const bool is_payment = entry.facts.side == BankSide::kDebit;
        matches_.push_back({.entry = entry.id,
                            .by = is_payment ? MatchedBy::kPayment : MatchedBy::kReturn,
                            .voucher = *outcome.voucher,
                            .attempt = outcome.attempt});
        continue;
      }
      Look(entry, ReasonOf(outcome));
      Contradict(entry, all[i].report, outcome);
    }
  }

  void Contradict(const BankEntryRow& entry, const AttemptReport& report,
                  const ReportOutcome& outcome) {
    const ReportFate fate =
        IsContradiction(outcome.fate) ? outcome.fate : ReportFate::kAgainstEarlier;
    contradictions_[entry.file].push_back({.fate = fate,
                                           .end_to_end_id = report.end_to_end_id,
                                           .payment = outcome.payment,
                                           .told = ReasonOf(outcome),
                                           .line = entry.line});
  }

  // What the centre paid to a village is in its books by then, or will be.
  void MatchTransfers() {
    if (kind_ == BooksKind::kCustody) return;
    std::set<AttemptId> ids;
    std::set<Fen> amounts;
    std::vector<BankEntryRow*> named, unnamed;
    for (BankEntryRow& entry : entries_) {
      if (done_.contains(entry.id)) continue;
      if (const auto id = ParseEndToEndId(entry.end_to_end_id)) {
        ids.insert(*id);
        named.push_back(&entry);
      } else if (entry.facts.side == BankSide::kCredit && !entry.facts.reversal) {
        amounts.insert(entry.amount);
        unnamed.push_back(&entry);
      }
    }
    const auto transfers = TransfersTo(tx_, county_, ring_, account_, ids, amounts);
    if (transfers.empty()) return;
    for (const BankEntryRow* entry : named) {
      const auto transfer = std::ranges::find(
          transfers, ParseEndToEndId(entry->end_to_end_id).value(), &Transfer::attempt);
      if (transfer != transfers.end()) MatchTransfer(*entry, *transfer);
    }
    MatchByPayer(unnamed, transfers);
  }

  void MatchByPayer(const std::vector<BankEntryRow*>& credits,
                    const std::vector<Transfer>& transfers) {
    std::vector<OpenItem> open_credits, open_transfers;
    for (const BankEntryRow* entry : credits) {
      open_credits.push_back({entry->amount, entry->party.name, WholeAccount(entry->party.account),
                              entry->booking_date});
    }
    std::vector<const Transfer*> free;
    for (const Transfer& transfer : transfers) {
      if (IsHere(transfer) || !IsExpected(transfer)) continue;
      free.push_back(&transfer);
      open_transfers.push_back(OpenOf(transfer));
    }
    std::set<AttemptId> come;
    for (const auto& [credit, transfer] : PairByPayee(open_credits, open_transfers)) {
      MatchTransfer(*credits[credit], *free[transfer]);
      come.insert(free[transfer]->attempt);
    }
    // Nobody knows which transfer it is; that it is one of them must not be booked again.
    for (std::size_t i = 0; i < credits.size(); ++i) {
      const bool fits = std::ranges::any_of(transfers, [&](const Transfer& transfer) {
        return transfer.state != AttemptState::kRejected && !IsHere(transfer) &&
               !come.contains(transfer.attempt) && CanBeOf(open_credits[i], OpenOf(transfer));
      });
      if (fits) Look(*credits[i], kTransferUnderWay);
    }
  }

  bool IsHere(const Transfer& transfer) const {
    return transfer.voucher && taken_.contains(*transfer.voucher);
  }
  // One that went back mostly never came; one that was paid before attempts had their mirrors may
  // have been found long ago.
  static bool IsExpected(const Transfer& transfer) {
    if (transfer.state == AttemptState::kPaid) return transfer.voucher.has_value();
    return transfer.state != AttemptState::kRejected && transfer.state != AttemptState::kReturned;
  }
  static OpenItem OpenOf(const Transfer& transfer) {
    return {transfer.amount, transfer.payer_name, transfer.payer_account, transfer.sent};
  }

  void MatchTransfer(const BankEntryRow& entry, const Transfer& transfer) {
    const bool comes = entry.facts.side == BankSide::kCredit;
    const auto voucher = comes ? transfer.voucher : transfer.back_voucher;
    if (entry.amount != transfer.amount) return Look(entry, "OTHER_AMOUNT");
    if (!voucher) return Look(entry, kTransferUnderWay);
    const bool is_free = taken_.insert(*voucher).second &&
                         TakenVouchers(tx_, county_, account_.code, {*voucher}).empty();
    if (!is_free) return Look(entry, "BOOKED_TWICE");
    done_.insert(entry.id);
    matches_.push_back({.entry = entry.id,
                        .by = MatchedBy::kTransfer,
                        .voucher = *voucher,
                        .attempt = transfer.attempt});
  }

  // Debits without our number: banks do not always repeat it.
  void MatchByPayee() {
    const auto debits = On(Route::kSearch);
    std::set<Fen> amounts;
    std::vector<OpenItem> open_debits, open_attempts;
    for (const BankEntryRow* entry : debits) {
      amounts.insert(entry->amount);
      open_debits.push_back(
          {entry->amount, entry->party.name, entry->party.account, entry->booking_date});
    }
    const auto attempts = UndecidedAttempts(tx_, county_, ring_, account_.id, amounts);
    for (const UndecidedAttempt& attempt : attempts) {
      open_attempts.push_back(
          {attempt.amount, attempt.payee.name, attempt.payee.account_number, attempt.sent});
    }
    std::vector<Reported> all;
    for (const auto& [debit, attempt] : PairByPayee(open_debits, open_attempts)) {
      AttemptReport report = ReportOf(*debits[debit], BankReport::kPaid);
      report.end_to_end_id = EndToEndId(attempts[attempt].id);
      all.push_back({debits[debit], std::move(report)});
    }
    Take(all);
    for (const BankEntryRow* entry : On(Route::kSearch)) {
      Look(*entry, std::string(WhyToLook(entry->facts)));
    }
  }

  void MatchCustody() {
    std::vector<Credit> credits;
    for (const BankEntryRow* entry : On(Route::kCustody)) {
      credits.push_back({.entry = entry->id.uuid,
                         .account = account_.id,
                         .bank_code = account_.code,
                         .sub_account = entry->sub_account,
                         .amount = entry->amount,
                         .payer_name = entry->party.name,
                         .payer_account = entry->party.account,
                         .value_date = std::min(entry->value_date, entry->booking_date),
                         .end_to_end = entry->end_to_end_id});
    }
    if (credits.empty()) return;
    for (const CreditOutcome& outcome : TakeCredits(tx_, county_, ring_, credits, now_)) {
      const BankEntryId id{outcome.entry};
      done_.insert(id);
      if (outcome.refusal) {
        looks_.push_back({id, outcome.refusal->reason});
      } else {
        matches_.push_back({.entry = id, .by = MatchedBy::kCustody, .voucher = outcome.voucher});
      }
    }
  }

  pg::Transaction& tx_;
  const CountyId county_;
  const crypto::Keyring& ring_;
  const BankAccountRow& account_;
  const BooksKind kind_;
  const Time now_;
  std::vector<BankEntryRow> entries_;
  std::set<BankEntryId> done_;
  std::set<VoucherId> taken_;  // of transfers, by these entries
  std::vector<EntryMatch> matches_;
  std::vector<EntryToLook> looks_;
  std::map<BankFileId, std::vector<NewContradiction>> contradictions_;
};

}  // namespace

MatchedSome MatchSome(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                      const BankAccountRow& account, BooksKind kind, std::int64_t most, Time now) {
  return EntryMatching(tx, county, ring, account, kind, now).Run(most);
}

}  // namespace qianmo::ledger
