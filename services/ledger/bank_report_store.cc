#include "ledger/bank_report_store.h"

#include <algorithm>
#include <map>
#include <set>

#include "ledger/posting_store.h"
#include "pg/row.h"

namespace qianmo::ledger {
namespace {

// An attempt and its payment, locked.
struct LockedAttempt {
  AttemptId id;
  PaymentId payment;
  AttemptState state;
  Fen amount;
  std::string payee_account;
  std::string remittance;
  AccountCode settles;
  std::optional<Mirror> mirror;
  std::optional<Uuid> party;
  std::optional<Uuid> contract;
  std::optional<VoucherId> paid_voucher;
  std::optional<VoucherId> returned_voucher;
  std::optional<VoucherId> mirror_voucher;
  std::optional<VoucherId> mirror_back_voucher;
  // Of the last report that changed it.
  std::string reason_code;
  std::string reason;
  std::string bank_reference;
};
using Attempts = std::map<AttemptId, LockedAttempt>;

AccountCode CodeIn(const pqxx::row& row, const char* column) {
  const auto code = AccountCode::Parse(pg::Get<std::string>(row, column));
  if (!code) throw pg::Trouble("a stored account code does not parse");
  return *code;
}

std::optional<Mirror> MirrorIn(const pqxx::row& row) {
  const auto books = pg::Get<std::optional<BooksId>>(row, "mirror_books_id");
  if (!books) return std::nullopt;
  return Mirror{*books, CodeIn(row, "mirror_debit"), CodeIn(row, "mirror_credit")};
}

LockedAttempt AttemptIn(const pqxx::row& row, CountyId county, const crypto::Keyring& ring) {
  const auto payment = pg::Get<PaymentId>(row, "payment_id");
  return {
      .id = pg::Get<AttemptId>(row, "id"),
      .payment = payment,
      .state = static_cast<AttemptState>(pg::Get<int>(row, "state")),
      .amount = Fen(pg::Get<std::int64_t>(row, "amount_fen")),
      .payee_account =
          OpenPayee(ring, county, payment, pg::Get<pg::Bytes>(row, "payee_sealed")).account_number,
      .remittance = pg::Get<std::string>(row, "remittance"),
      .settles = CodeIn(row, "settles"),
      .mirror = MirrorIn(row),
      .party = pg::Get<std::optional<Uuid>>(row, "party_id"),
      .contract = pg::Get<std::optional<Uuid>>(row, "contract_id"),
      .paid_voucher = pg::Get<std::optional<VoucherId>>(row, "paid_voucher_id"),
      .returned_voucher = pg::Get<std::optional<VoucherId>>(row, "returned_voucher_id"),
      .mirror_voucher = pg::Get<std::optional<VoucherId>>(row, "mirror_voucher_id"),
      .mirror_back_voucher = pg::Get<std::optional<VoucherId>>(row, "mirror_back_voucher_id"),
      .reason_code = pg::Get<std::string>(row, "reason_code"),
      .reason = pg::Get<std::string>(row, "reason"),
      .bank_reference = pg::Get<std::string>(row, "bank_reference")};
}

Attempts LockAttempts(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                      BankAccountId account, const std::vector<AttemptReport>& reports) {
  std::set<AttemptId> ids;
  for (const AttemptReport& report : reports) {
    if (const auto id = ParseEndToEndId(report.end_to_end_id)) ids.insert(*id);
  }
  Attempts attempts;
  if (ids.empty()) return attempts;
  for (const auto& row :
       tx.Run("SELECT a.id, a.payment_id, a.state, a.paid_voucher_id, a.returned_voucher_id,"
              "  a.mirror_voucher_id, a.mirror_back_voucher_id, a.reason_code, a.reason, "
              "a.bank_reference, p.amount_fen, p.payee_sealed,"
              "  p.remittance, p.settles, p.mirror_books_id, p.mirror_debit, p.mirror_credit,"
              "  p.party_id, p.contract_id"
              " FROM ledger.payment_attempt a JOIN ledger.payment p"
              "  ON p.county_id = a.county_id AND p.id = a.payment_id"
              " WHERE a.county_id = $1 AND a.id = ANY ($2::uuid[]) AND p.bank_account_id = $3"
              " ORDER BY a.payment_id, a.id FOR UPDATE OF p, a",
              county, pg::Array(ids), account)) {
    LockedAttempt attempt = AttemptIn(row, county, ring);
    attempts.emplace(attempt.id, std::move(attempt));
  }
  return attempts;
}

// What a report makes of an attempt, before the books are asked.
struct Verdict {
  ReportOutcome outcome;
  ReportDecision decision = {.state = AttemptState::kQueued};
  LockedAttempt* attempt = nullptr;
};

ReportFate FateOf(const LockedAttempt& attempt, const AttemptReport& report,
                  const ReportDecision& decision) {
  if (report.amount && *report.amount != attempt.amount) return ReportFate::kOtherAmount;
  if (!report.payee_account.empty() && report.payee_account != attempt.payee_account) {
    return ReportFate::kOtherPayee;
  }
  if (decision.contradicts) return ReportFate::kAgainstEarlier;
  return decision.state == attempt.state ? ReportFate::kKnown : ReportFate::kChanged;
}

Verdict Judge(Attempts* attempts, const AttemptReport& report) {
  const auto id = ParseEndToEndId(report.end_to_end_id);
  const auto found = id ? attempts->find(*id) : attempts->end();
  if (found == attempts->end()) return {.outcome = {.fate = ReportFate::kUnknownPayment}};
  LockedAttempt& attempt = found->second;
  const ReportDecision decision = report.by_hand ? DecideByHand(attempt.state, report.report)
                                                 : DecideReport(attempt.state, report.report);
  return {.outcome = {.fate = FateOf(attempt, report, decision),
                      .payment = attempt.payment,
                      .attempt = attempt.id},
          .decision = decision,
          .attempt = &attempt};
}

// The months of the books that payments are posted to.
using HeldBooks = std::map<BooksId, BooksRow>;

HeldBooks HoldBooksOf(pg::Transaction& tx, CountyId county, const BankAccountRow& account,
                      const Attempts& attempts) {
  std::set<BooksId> ids = {account.books};
  for (const auto& [id, attempt] : attempts) {
    if (attempt.mirror) ids.insert(attempt.mirror->books);
  }
  return HoldSeveralBooks(tx, county, ids);
}

// The payment's amount from one account to another; what the bank took besides is a debit of its
// own, and its account moves by so much more or less.
struct Entry {
  BooksId books;
  AccountCode debit;
  AccountCode credit;
  Fen debited;
  Fen credited;
};

VoucherDraft DraftOf(const LockedAttempt& attempt, const Entry& entry, const AttemptReport& report,
                     const std::string& summary, Time now) {
  const auto line = [&](Side side, const AccountCode& code, Fen amount) {
    return VoucherLine{.side = side,
                       .account = code,
                       .party = attempt.party,
                       .amount = amount,
                       .purpose = {.contract = attempt.contract}};
  };
  VoucherDraft draft{.id = VoucherId::Make(now),
                     .books = entry.books,
                     .date = report.day,
                     .summary = summary + attempt.remittance,
                     .lines = {line(Side::kDebit, entry.debit, entry.debited),
                               line(Side::kCredit, entry.credit, entry.credited)},
                     .origin = Origin::kRule};
  if (entry.debited != entry.credited) {
    draft.lines.push_back(line(Side::kDebit, report.fee_account.value(), report.fee));
    draft.lines.back().party.reset();
  }
  return draft;
}

// The vouchers of a report.
struct Posted {
  std::optional<VoucherId> paid = {};
  std::optional<VoucherId> returned = {};
  std::optional<VoucherId> mirror = {};
  std::optional<VoucherId> mirror_back = {};
};

class Postings {
 public:
  Postings(const BankAccountRow& account, const HeldBooks& books, Time now)
      : account_(account), books_(books), now_(now) {}

  // What is posted for a decision; the ids of its vouchers are told.
  PostCommand CommandOf(const Verdict& verdict, const AttemptReport& report, Posted* posted) const {
    const LockedAttempt& attempt = *verdict.attempt;
    const Fen amount = attempt.amount;
    PostCommand command;
    const auto add = [&](const Entry& entry, const std::string& summary) {
      return Add(entry, attempt, report, summary, &command);
    };
    if (verdict.decision.pays) {
      posted->paid = add(
          {account_.books, attempt.settles, account_.code, amount, amount + report.fee}, "付款：");
      if (const auto& mirror = attempt.mirror) {
        posted->mirror =
            add({mirror->books, mirror->debit, mirror->credit, amount, amount}, "到账：");
      }
    }
    if (verdict.decision.takes_back) {
      posted->returned = add(
          {account_.books, account_.code, attempt.settles, amount - report.fee, amount}, "退汇：");
      if (const auto& mirror = attempt.mirror) {
        posted->mirror_back =
            add({mirror->books, mirror->credit, mirror->debit, amount, amount}, "退汇：");
      }
    }
    return command;
  }

 private:
  VoucherId Add(const Entry& entry, const LockedAttempt& attempt, const AttemptReport& report,
                const std::string& summary, PostCommand* command) const {
    VoucherDraft draft = DraftOf(attempt, entry, report, summary, now_);
    const auto held = books_.find(entry.books);
    if (held != books_.end()) {
      draft.date = PostingDay(held->second.terms, report.day, BeijingDate(now_));
    }
    command->vouchers.push_back(std::move(draft));
    return command->vouchers.back().id;
  }

  const BankAccountRow& account_;
  const HeldBooks& books_;
  const Time now_;
};

void SaveAttempts(pg::Transaction& tx, CountyId county, const std::vector<LockedAttempt*>& changed,
                  Time now) {
  std::vector<AttemptId> ids;
  std::vector<PaymentId> payments;
  std::vector<int> states;
  std::vector<std::string> codes, reasons, references;
  std::vector<std::optional<VoucherId>> paid, returned, mirrors, mirrors_back;
  for (const LockedAttempt* attempt : changed) {
    ids.push_back(attempt->id);
    payments.push_back(attempt->payment);
    states.push_back(static_cast<int>(attempt->state));
    codes.push_back(attempt->reason_code);
    reasons.push_back(attempt->reason);
    references.push_back(attempt->bank_reference);
    paid.push_back(attempt->paid_voucher);
    returned.push_back(attempt->returned_voucher);
    mirrors.push_back(attempt->mirror_voucher);
    mirrors_back.push_back(attempt->mirror_back_voucher);
  }
  tx.Run(
      "UPDATE ledger.payment_attempt a SET state = n.state, reason_code = n.reason_code,"
      "  reason = n.reason, bank_reference = n.bank_reference, paid_voucher_id = n.paid,"
      "  returned_voucher_id = n.returned, mirror_voucher_id = n.mirror,"
      "  mirror_back_voucher_id = n.mirror_back, update_time = $2"
      " FROM unnest($3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::uuid[],"
      "  $9::uuid[], $10::uuid[], $11::uuid[]) AS n (id, state, reason_code, reason,"
      "  bank_reference, paid, returned, mirror, mirror_back)"
      " WHERE a.county_id = $1 AND a.id = n.id",
      county, now, pg::Array(ids), pg::Array(states), pg::Array(codes), pg::Array(reasons),
      pg::Array(references), pg::Array(paid), pg::Array(returned), pg::Array(mirrors),
      pg::Array(mirrors_back));
  // A payment is where its last attempt is.
  tx.Run(
      "UPDATE ledger.payment p SET state = n.state,"
      "  paid_time = CASE WHEN n.state = 4 THEN $2::timestamptz END"
      " FROM unnest($3::uuid[], $4::uuid[], $5::smallint[]) AS n (id, attempt_id, state)"
      " JOIN ledger.payment_attempt a ON a.county_id = $1 AND a.id = n.attempt_id"
      " WHERE p.county_id = $1 AND p.id = n.id AND p.attempts = a.number",
      county, now, pg::Array(payments), pg::Array(ids), pg::Array(states));
}

void Settle(const AttemptReport& report, const ReportDecision& decision, const Posted& posted,
            LockedAttempt* attempt) {
  attempt->state = decision.state;
  attempt->reason_code = report.reason_code;
  attempt->reason = report.reason;
  if (!report.bank_reference.empty()) attempt->bank_reference = report.bank_reference;
  if (posted.paid) attempt->paid_voucher = posted.paid;
  if (posted.returned) attempt->returned_voucher = posted.returned;
  if (posted.mirror) attempt->mirror_voucher = posted.mirror;
  if (posted.mirror_back) attempt->mirror_back_voucher = posted.mirror_back;
}

// What says in the books what was reported.
std::optional<VoucherId> VoucherOf(const LockedAttempt& attempt, BankReport report) {
  if (report == BankReport::kReturned) return attempt.returned_voucher;
  return report == BankReport::kPaid ? attempt.paid_voucher : std::nullopt;
}

// Reports of which no two are about the same attempt.
using Round = std::vector<std::size_t>;

std::vector<Round> RoundsOf(const std::vector<AttemptReport>& reports) {
  std::map<std::string, std::size_t> times;
  std::vector<Round> rounds;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto id = ParseEndToEndId(reports[i].end_to_end_id);
    const std::size_t round = times[id ? id->ToString() : reports[i].end_to_end_id]++;
    if (rounds.size() <= round) rounds.resize(round + 1);
    rounds[round].push_back(i);
  }
  return rounds;
}

class Reports {
 public:
  Reports(pg::Transaction& tx, CountyId county, const BankAccountRow& account, Attempts* attempts,
          Time now)
      : tx_(tx),
        county_(county),
        attempts_(attempts),
        books_(HoldBooksOf(tx, county, account, *attempts)),
        postings_(account, books_, now),
        now_(now) {}

  void Take(const std::vector<AttemptReport>& reports, const Round& round,
            std::vector<ReportOutcome>* outcomes) {
    std::vector<Pending> pending;
    std::vector<PostCommand> commands;
    std::vector<LockedAttempt*> changed;
    for (const std::size_t at : round) {
      Verdict verdict = Judge(attempts_, reports[at]);
      if (verdict.outcome.fate != ReportFate::kChanged) {
        if (verdict.attempt != nullptr && verdict.outcome.fate == ReportFate::kKnown) {
          verdict.outcome.voucher = VoucherOf(*verdict.attempt, reports[at].report);
        }
        outcomes->at(at) = std::move(verdict.outcome);
        continue;
      }
      Pending one{.at = at, .verdict = std::move(verdict)};
      PostCommand command = postings_.CommandOf(one.verdict, reports[at], &one.posted);
      one.posts = !command.vouchers.empty();
      if (one.posts) commands.push_back(std::move(command));
      pending.push_back(std::move(one));
    }
    const auto posted = PostCommands(tx_, county_, std::move(commands), now_);
    std::size_t next = 0;
    for (Pending& one : pending) {
      ReportOutcome& outcome = outcomes->at(one.at);
      outcome = one.verdict.outcome;
      const Result<Numbers>* numbers = one.posts ? &posted[next++] : nullptr;
      if (numbers != nullptr && !*numbers) {
        outcome.fate = ReportFate::kNotPosted;
        outcome.refusal = numbers->refusal().reason;
        continue;
      }
      Settle(reports[one.at], one.verdict.decision, one.posted, one.verdict.attempt);
      outcome.voucher = VoucherOf(*one.verdict.attempt, reports[one.at].report);
      changed.push_back(one.verdict.attempt);
    }
    if (!changed.empty()) SaveAttempts(tx_, county_, changed, now_);
  }

 private:
  struct Pending {
    std::size_t at;
    Verdict verdict;
    Posted posted = {};
    bool posts = false;
  };

  pg::Transaction& tx_;
  const CountyId county_;
  Attempts* attempts_;
  const HeldBooks books_;
  const Postings postings_;
  const Time now_;
};

}  // namespace

std::optional<AttemptId> ParseEndToEndId(std::string_view text) {
  constexpr std::size_t kDigits = 32;
  if (text.size() != kDigits) return std::nullopt;
  std::string dashed(text);
  for (const std::size_t at : {20, 16, 12, 8}) dashed.insert(at, 1, '-');
  return AttemptId::Parse(dashed);
}

std::string EndToEndId(AttemptId id) {
  std::string digits = id.ToString();
  std::erase(digits, '-');
  return digits;
}

std::vector<ReportOutcome> TakeReports(pg::Transaction& tx, CountyId county,
                                       const crypto::Keyring& ring, const BankAccountRow& account,
                                       const std::vector<AttemptReport>& reports, Time now) {
  Attempts attempts = LockAttempts(tx, county, ring, account.id, reports);
  std::vector<ReportOutcome> outcomes(reports.size(), {.fate = ReportFate::kUnknownPayment});
  if (attempts.empty()) return outcomes;
  Reports taken(tx, county, account, &attempts, now);
  for (const Round& round : RoundsOf(reports)) taken.Take(reports, round, &outcomes);
  return outcomes;
}

}  // namespace qianmo::ledger
