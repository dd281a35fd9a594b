#include "ledger/bank_entries_service.h"

#include <algorithm>

#include "ledger/bank_callers.h"
#include "ledger/bank_entry_read_store.h"
#include "ledger/correction_store.h"
#include "ledger/day_sheet.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/domain/refusals.h"
#include "ledger/entry_matching.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

constexpr int kMostDifferenceLines = 500;
constexpr std::int64_t kLookAtAgain = 1000;

Result<BankEntryId> EntryAtHome(rpc::Call& call, const std::string& name) {
  return rpc::IdAtHome<BankEntryTag>(call, "counties/*/bankEntries/*", name, "name");
}

// A booking that is locked, of an account that the caller may touch.
struct TouchedEntry {
  EntryToMatch entry;
  BankAccountRow account;
  BooksRow books;
};
Result<TouchedEntry> TouchEntry(rpc::Call& call, pg::Transaction& tx, BankEntryId id) {
  QM_ASSIGN(const BankAccountId account_id, AccountOfEntry(tx, call.county(), id));
  QM_ASSIGN(TouchedAccount touched, TouchAccount(call, tx, account_id));
  QM_ASSIGN(EntryToMatch entry, LockEntry(tx, call.county(), id));
  QM_ASSIGN(BooksRow books, HoldBooks(tx, call.county(), touched.account.books));
  return TouchedEntry{std::move(entry), std::move(touched.account), std::move(books)};
}

// What the booking does to the account in the books.
Fen MovedAtBank(const EntryToMatch& entry) {
  return entry.side == BankSide::kCredit ? entry.amount : -entry.amount;
}

// A posted voucher that says the same of the account, and of no other booking.
Result<VoucherId> PointAt(rpc::Call& call, pg::Transaction& tx, const TouchedEntry& touched,
                          const std::string& name) {
  QM_ASSIGN(const VoucherId id, VoucherAtHome(call, name));
  QM_ASSIGN(const VoucherRow voucher, LockVoucher(tx, call.county(), id));
  if (voucher.draft.books != touched.books.id) return refusals::VoucherNotFound();
  if (voucher.facts.state != VoucherState::kPosted) return refusals::VoucherNotPosted();
  if (voucher.facts.is_reversed) return refusals::VoucherReversed();
  const Fen wanted = MovedAtBank(touched.entry);
  const Fen found = MovedBy(tx, call.county(), id, touched.books.id, touched.account.code);
  if (found != wanted) return refusals::VoucherOfOtherAmount(wanted, found);
  const auto taken = TakenVouchers(tx, call.county(), touched.account.code, {id});
  if (!taken.empty()) return refusals::VoucherTaken();
  return id;
}

// The account that bears what the bank took besides, if it took anything.
Result<std::optional<AccountCode>> FeeAccount(rpc::Call& call, pg::Transaction& tx,
                                              const TouchedEntry& touched, Fen fee,
                                              const std::string& text) {
  if (fee == Fen() && text.empty()) return std::optional<AccountCode>();
  if (fee == Fen() || text.empty()) return refusals::FeeAccountUnfit();
  QM_ASSIGN(const AccountCode code, ParseCode("fee_account", text));
  // A fee is gone, and no money that is somewhere else.
  const bool is_money = code.text().starts_with("101") || code.text().starts_with("102");
  if (is_money) return refusals::FeeAccountUnfit();
  QM_TRY(CheckWrittenByHand(call, tx, touched.books,
                            {{.side = Side::kDebit, .account = code, .amount = fee}}));
  QM_TRY(CheckPostable(touched.books.chart(), SubAccountsOf(tx, call.county(), touched.books.id),
                       code));
  return std::optional(code);
}

// A correction to be approved: the booking made the payment, or brought it back.
Result<Done> ProposePayment(rpc::Call& call, pg::Transaction& tx, const TouchedEntry& touched,
                            const v1::MatchBankEntryRequest& request, const std::string& reason) {
  const EntryToMatch& entry = touched.entry;
  const bool is_debit = entry.side == BankSide::kDebit;
  if (is_debit && entry.reversal) return refusals::BankEntryNoPayment();
  QM_ASSIGN(const PaymentId id, PaymentAtHome(call, request.payment(), "payment"));
  QM_ASSIGN(const LastAttempt attempt, LockLastAttempt(tx, call.county(), *call.keyring(), id));
  if (attempt.account != touched.account.id) return refusals::PaymentNotFound();
  const CorrectionKind kind = is_debit ? CorrectionKind::kPaid : CorrectionKind::kReturned;
  QM_TRY(CheckCorrection(kind, attempt.stand));
  const PaymentStops stops = StopsOf(tx, call.county(), {id});
  if (stops.in_correction) return refusals::CorrectionOpen(stops.name);
  NewCorrection correction{.id = CorrectionId::Make(call.now()),
                           .kind = kind,
                           .reason = reason,
                           .entry = entry.id,
                           .maker = HandOf(call)};
  QM_ASSIGN(correction.fee, FeeOf(kind, attempt.amount, entry.amount));
  QM_ASSIGN(correction.fee_account,
            FeeAccount(call, tx, touched, correction.fee, request.fee_account()));
  InsertCorrection(tx, call.county(), *call.keyring(), attempt, correction, call.now());
  SetProposed(tx, call.county(), entry.id, is_debit ? MatchedBy::kPayment : MatchedBy::kReturn,
              attempt.id);
  return Done{};
}

// A voucher to be approved: the lines that are given, and the account's own.
Result<VoucherId> DraftFor(rpc::Call& call, pg::Transaction& tx, const TouchedEntry& touched,
                           std::vector<VoucherLine> lines, const std::string& summary) {
  const Side side = touched.entry.side == BankSide::kCredit ? Side::kDebit : Side::kCredit;
  lines.push_back({.side = side, .account = touched.account.code, .amount = touched.entry.amount});
  QM_TRY(MarkIncome(touched.books.chart(), &lines));
  QM_TRY(CheckWrittenByHand(call, tx, touched.books, lines));
  QM_TRY(Decompose(lines));
  const Date today = BeijingDate(call.now());
  VoucherDraft draft{.id = VoucherId::Make(call.now()),
                     .books = touched.books.id,
                     .date = PostingDay(touched.books.terms, touched.entry.booking_date, today),
                     .summary = summary,
                     .lines = std::move(lines),
                     .maker = HandOf(call)};
  QM_TRY(CheckVoucherDate(touched.books.terms, draft.date, today));
  const SubAccounts sub_accounts = SubAccountsOf(tx, call.county(), touched.books.id);
  for (const VoucherLine& line : draft.lines) {
    QM_TRY(CheckPostable(touched.books.chart(), sub_accounts, line.account));
  }
  InsertDraft(tx, call.county(), draft, call.now());
  return draft.id;
}

void AddLine(v1::DayDifference* difference, v1::DayDifferenceLine::Kind kind, Date day, Fen amount,
             const std::string& summary) {
  v1::DayDifferenceLine& line = *difference->add_lines();
  line.set_kind(kind);
  *line.mutable_day() = rpc::ToProto(day);
  line.set_amount_fen(amount.count());
  line.set_summary(summary);
}

void AddLines(v1::DayDifference* difference, DifferenceLines found) {
  for (v1::DayDifferenceLine& line : found.lines) *difference->add_lines() = std::move(line);
  difference->set_cut(difference->cut() || found.cut);
}

}  // namespace

Result<v1::BankEntry> BankEntriesService::GetBankEntry(rpc::Call& call,
                                                       const v1::GetBankEntryRequest& request) {
  QM_ASSIGN(const BankEntryId id, EntryAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::BankEntry> {
    QM_ASSIGN(const BankAccountId account, AccountOfEntry(tx, call.county(), id));
    QM_TRY(TouchAccount(call, tx, account));
    return ReadBankEntry(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::ListBankEntriesResponse> BankEntriesService::ListBankEntries(
    rpc::Call& call, const v1::ListBankEntriesRequest& request) {
  QM_ASSIGN(const BankAccountId account, BankAccountAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListBankEntriesResponse> {
    QM_TRY(TouchAccount(call, tx, account));
    v1::ListBankEntriesResponse response;
    *response.mutable_bank_entries() =
        ListBankEntriesOf(tx, call.county(), *call.keyring(),
                          {.account = account,
                           .unmatched_only = request.unmatched_only(),
                           .after = page.after,
                           .limit = page.limit()});
    response.set_next_page_token(rpc::CutPage(page, response.mutable_bank_entries()));
    return response;
  });
}

Result<v1::BankEntry> BankEntriesService::MatchBankEntry(rpc::Call& call,
                                                         const v1::MatchBankEntryRequest& request) {
  QM_ASSIGN(const BankEntryId id, EntryAtHome(call, request.name()));
  QM_ASSIGN(std::vector<VoucherLine> lines, ParseLines("lines", request.lines()));
  std::string summary;
  if (request.voucher().empty()) {
    QM_ASSIGN(summary, ParseWords("summary", request.summary()));
  }
  return call.Write([&](pg::Transaction& tx) -> Result<v1::BankEntry> {
    QM_ASSIGN(const TouchedEntry touched, TouchEntry(call, tx, id));
    if (touched.entry.state != v1::BankEntry::STATE_UNMATCHED) return refusals::BankEntryMatched();
    if (!request.voucher().empty()) {
      QM_ASSIGN(const VoucherId posted, PointAt(call, tx, touched, request.voucher()));
      SetPointed(tx, call.county(), id, posted);
    } else if (!request.payment().empty()) {
      QM_TRY(ProposePayment(call, tx, touched, request, summary));
    } else {
      // What the centre paid is booked by itself, and would be so twice.
      if (touched.entry.reason == kTransferUnderWay) return refusals::TransferUnderWay();
      QM_ASSIGN(const VoucherId draft, DraftFor(call, tx, touched, lines, summary));
      SetDrafted(tx, call.county(), id, draft);
    }
    return ReadBankEntry(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::BankEntry> BankEntriesService::UnmatchBankEntry(
    rpc::Call& call, const v1::UnmatchBankEntryRequest& request) {
  QM_ASSIGN(const BankEntryId id, EntryAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::BankEntry> {
    QM_ASSIGN(const BankAccountId account, AccountOfEntry(tx, call.county(), id));
    QM_ASSIGN(const TouchedAccount home, TouchAccount(call, tx, account));
    HoldCheckpoints(tx, call.county(), home.account.books);
    QM_ASSIGN(const TouchedEntry touched, TouchEntry(call, tx, id));
    const auto by = touched.entry.by;
    // What is about to say it waits, and another one beside it would book it twice: reject or
    // decline that first.
    if (touched.entry.state == v1::BankEntry::STATE_DRAFTED) return refusals::BankEntryMatched();
    if (!touched.entry.voucher) return refusals::BankEntryNotMatched();
    const bool is_pointed = by == MatchedBy::kVoucher || by == MatchedBy::kTransfer;
    if (!is_pointed) return refusals::BankEntrySettled();
    SetUnmatched(tx, call.county(), id);
    DropCheckpoints(tx, call.county(), home.account.books, touched.entry.booking_date);
    return ReadBankEntry(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::LookAgainResponse> BankEntriesService::LookAgain(rpc::Call& call,
                                                            const v1::LookAgainRequest& request) {
  QM_ASSIGN(const BankAccountId id, BankAccountAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(0, request.page_token()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::LookAgainResponse> {
    // An import that is at work on the account goes first.
    QM_ASSIGN(const BankAccountRow account,
              LockBankAccount(tx, call.county(), *call.keyring(), id));
    QM_ASSIGN(const TouchedAccount touched, TouchOpenAccount(call, tx, id));
    const PutBack back = PutBackUnmatched(tx, call.county(), id, page.after, kLookAtAgain);
    // With them those that an import, which was given up, has left behind.
    const MatchedSome some = MatchSome(tx, call.county(), *call.keyring(), account,
                                       touched.books.kind, kLookAtAgain, call.now());
    v1::LookAgainResponse response;
    response.set_looked_at(some.entries);
    response.set_matched(some.matched);
    CloseBooked(tx, call.county(), id, rpc::AccountOf(call), call.now());
    if (back.entries == kLookAtAgain || some.entries == kLookAtAgain) {
      const Uuid last = back.last ? back.last->uuid : page.after.value_or(Uuid());
      response.set_next_page_token(rpc::PageTokenAfter("bankEntries/" + last.ToString()));
    }
    return response;
  });
}

Result<v1::DayDifference> BankEntriesService::GetDayDifference(
    rpc::Call& call, const v1::GetDayDifferenceRequest& request) {
  QM_ASSIGN(const BankAccountId id, BankAccountAtHome(call, request.name(), "name"));
  QM_ASSIGN(const Date day, rpc::ParseDay("day", request.day()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::DayDifference> {
    QM_ASSIGN(const TouchedAccount touched, TouchAccount(call, tx, id));
    const auto sheet = SheetOf(tx, call.county(), touched.account, day, kMostDifferenceLines);
    if (!sheet) return refusals::NoBankStatement();
    v1::DayDifference difference;
    difference.set_bank_account(request.name());
    *difference.mutable_day() = rpc::ToProto(day);
    difference.set_books_fen(sheet->books.count());
    difference.set_bank_fen(sheet->bank.count());
    *difference.mutable_statement_day() = rpc::ToProto(sheet->covered);
    if (sheet->opening != Fen()) {
      AddLine(&difference, v1::DayDifferenceLine::KIND_OPENING, sheet->first_day, -sheet->opening,
              "期初余额");
    }
    for (const Jump& jump : sheet->jumps) {
      AddLine(&difference, v1::DayDifferenceLine::KIND_JUMP, jump.day, -jump.amount,
              "对账单不连续");
    }
    AddLines(&difference, sheet->vouchers);
    AddLines(&difference, sheet->entries);
    difference.set_unexplained_fen(sheet->unexplained().count());
    return difference;
  });
}

}  // namespace qianmo::ledger
