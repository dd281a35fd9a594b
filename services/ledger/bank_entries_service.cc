#include "ledger/bank_entries_service.h"

#include <algorithm>

#include "ledger/bank_callers.h"
#include "ledger/bank_entry_read_store.h"
#include "ledger/domain/bank_refusals.h"
#include "ledger/domain/refusals.h"
#include "ledger/statement_store.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

constexpr int kMostDifferenceLines = 500;

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
  if (!TakenVouchers(tx, call.county(), {id}).empty()) return refusals::VoucherTaken();
  return id;
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
    if (request.voucher().empty()) {
      QM_ASSIGN(const VoucherId draft, DraftFor(call, tx, touched, lines, summary));
      SetDrafted(tx, call.county(), id, draft);
    } else {
      QM_ASSIGN(const VoucherId posted, PointAt(call, tx, touched, request.voucher()));
      SetPointed(tx, call.county(), id, posted);
    }
    return ReadBankEntry(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::BankEntry> BankEntriesService::UnmatchBankEntry(
    rpc::Call& call, const v1::UnmatchBankEntryRequest& request) {
  QM_ASSIGN(const BankEntryId id, EntryAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::BankEntry> {
    QM_ASSIGN(const TouchedEntry touched, TouchEntry(call, tx, id));
    if (!touched.entry.voucher) return refusals::BankEntryNotMatched();
    if (touched.entry.by != MatchedBy::kVoucher) return refusals::BankEntrySettled();
    // Its voucher waits, and another one beside it would book it twice: reject that first.
    if (touched.entry.state == v1::BankEntry::STATE_DRAFTED) return refusals::BankEntryMatched();
    SetUnmatched(tx, call.county(), id);
    return ReadBankEntry(tx, call.county(), *call.keyring(), id);
  });
}

Result<v1::DayDifference> BankEntriesService::GetDayDifference(
    rpc::Call& call, const v1::GetDayDifferenceRequest& request) {
  QM_ASSIGN(const BankAccountId id, BankAccountAtHome(call, request.name(), "name"));
  QM_ASSIGN(const Date day, rpc::ParseDay("day", request.day()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::DayDifference> {
    QM_ASSIGN(const TouchedAccount touched, TouchAccount(call, tx, id));
    const auto covered = LastStatementDay(tx, call.county(), id, day);
    if (!covered) return refusals::NoBankStatement();
    const auto spans = SpansOf(tx, call.county(), id);
    const auto nets = NetsOf(tx, call.county(), id);
    const BankChain chain = ChainOf(spans, nets);
    const DifferenceQuery query{touched.account, chain.first_day, day, kMostDifferenceLines};
    const DifferenceLines vouchers = VouchersNotAtBank(tx, call.county(), query);
    const DifferenceLines entries = EntriesNotInBooks(tx, call.county(), query);
    const Fen books =
        BalanceOn(tx, call.county(), touched.account.books, touched.account.code, day);
    const Fen bank = StatedBalance(chain, spans, nets, day);
    v1::DayDifference difference;
    difference.set_bank_account(request.name());
    *difference.mutable_day() = rpc::ToProto(day);
    difference.set_books_fen(books.count());
    difference.set_bank_fen(bank.count());
    *difference.mutable_statement_day() = rpc::ToProto(*covered);
    Fen explained = vouchers.sum + entries.sum - chain.opening;
    if (chain.opening != Fen()) {
      AddLine(&difference, v1::DayDifferenceLine::KIND_OPENING, chain.first_day, -chain.opening,
              "期初余额");
    }
    for (const Jump& jump : chain.jumps) {
      if (jump.day > day) continue;
      explained -= jump.amount;
      AddLine(&difference, v1::DayDifferenceLine::KIND_JUMP, jump.day, -jump.amount,
              "对账单不连续");
    }
    AddLines(&difference, vouchers);
    AddLines(&difference, entries);
    difference.set_unexplained_fen((books - bank - explained).count());
    return difference;
  });
}

}  // namespace qianmo::ledger
