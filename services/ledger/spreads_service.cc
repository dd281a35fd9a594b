#include "ledger/spreads_service.h"

#include "ledger/callers.h"
#include "ledger/domain/refusals.h"
#include "ledger/domain/spread_refusals.h"
#include "ledger/spread_drafting.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

constexpr char kUsualIncome[] = "501";

struct SpreadWish {
  BooksId books;
  VoucherId voucher;
  int position;
  AccountCode income;
  Date first;
  Date last;
  SpreadMethod method;
};

Result<SpreadWish> ParseSpreadWish(rpc::Call& call, const v1::CreateSpreadRequest& request) {
  const v1::Spread& wanted = request.spread();
  QM_ASSIGN(const BooksId books, BooksAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const VoucherId voucher, rpc::IdAtHome<VoucherTag>(call, "counties/*/vouchers/*",
                                                               wanted.voucher(), "spread.voucher"));
  QM_ASSIGN(const Date first, rpc::ParseDay("spread.first_date", wanted.first_date()));
  QM_ASSIGN(const Date last, rpc::ParseDay("spread.last_date", wanted.last_date()));
  if (!v1::Spread::Method_IsValid(wanted.method())) {
    return Refusal::InvalidField("spread.method", "is no method");
  }
  const std::string& income = wanted.income_account();
  QM_ASSIGN(const AccountCode code,
            ParseCode("spread.income_account", income.empty() ? kUsualIncome : income));
  return SpreadWish{
      books, voucher, wanted.line(), code, first, last, static_cast<SpreadMethod>(wanted.method())};
}

// What is left of a line that can be spread, in books that are held.
Result<NewSpread> DecideSpread(rpc::Call& call, pg::Transaction& tx, const SpreadWish& wish) {
  QM_ASSIGN(const VoucherPlace place, PlaceOfVoucher(tx, call.county(), wish.voucher));
  if (place.books != wish.books) return refusals::VoucherNotFound();
  QM_ASSIGN(const VoucherRow voucher, LockVoucher(tx, call.county(), wish.voucher));
  QM_ASSIGN(const VoucherLine line,
            CheckSpreadLine(voucher.facts, voucher.draft.lines, wish.position));
  QM_TRY(CheckSpreadAccount(SubAccountsOf(tx, call.county(), wish.books), wish.income));
  const Fen left = line.amount - PostedOfLine(tx, call.county(), wish.voucher, wish.position);
  if (left <= Fen()) return refusals::SpreadVoucherUnfit();
  return NewSpread{.id = SpreadId::Make(call.now()),
                   .books = wish.books,
                   .voucher = wish.voucher,
                   .position = wish.position,
                   .line = line,
                   .income = wish.income,
                   .total = left,
                   .first = wish.first,
                   .last = wish.last,
                   .method = wish.method,
                   .creator = HandOf(call)};
}

Result<SpreadId> SpreadAtHome(rpc::Call& call, const std::string& name) {
  return rpc::IdAtHome<SpreadTag>(call, "counties/*/spreads/*", name, "name");
}

}  // namespace

Result<v1::Spread> SpreadsService::CreateSpread(rpc::Call& call,
                                                const v1::CreateSpreadRequest& request) {
  QM_ASSIGN(const SpreadWish wish, ParseSpreadWish(call, request));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Spread> {
    QM_ASSIGN(const BooksRow books, HoldBooks(tx, call.county(), wish.books));
    QM_TRY(MayTouchBooks(call, books));
    QM_ASSIGN(const NewSpread spread, DecideSpread(call, tx, wish));
    QM_ASSIGN(const auto parts, SpreadSchedule(spread.total, wish.first, wish.last, wish.method));
    QM_TRY(InsertSpread(tx, call.county(), spread, parts, call.now()));
    return ReadSpread(tx, call.county(), spread.id);
  });
}

Result<v1::Spread> SpreadsService::EndSpread(rpc::Call& call, const v1::EndSpreadRequest& request) {
  QM_ASSIGN(const SpreadId id, SpreadAtHome(call, request.name()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Spread> {
    QM_ASSIGN(const BooksId books_id, BooksOfSpread(tx, call.county(), id));
    QM_ASSIGN(const BooksRow books, HoldBooks(tx, call.county(), books_id));
    QM_TRY(MayTouchBooks(call, books));
    const SpreadStanding standing = LockSpread(tx, call.county(), id);
    if (standing.ended) return refusals::SpreadEnded();
    if (standing.part_waits) return refusals::SpreadPartWaits();
    ledger::EndSpread(tx, call.county(), id, reason, rpc::AccountOf(call), call.now());
    return ReadSpread(tx, call.county(), id);
  });
}

Result<v1::DraftDueSpreadsResponse> SpreadsService::DraftDueSpreads(
    rpc::Call& call, const v1::DraftDueSpreadsRequest& request) {
  QM_ASSIGN(const BooksId id, BooksAtHome(call, request.parent(), "parent"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::DraftDueSpreadsResponse> {
    QM_ASSIGN(const BooksRow books, HoldBooks(tx, call.county(), id));
    QM_TRY(MayTouchBooks(call, books));
    QM_ASSIGN(const DraftedParts drafted,
              DraftDueParts(tx, call.county(), books, HandOf(call), call.now()));
    v1::DraftDueSpreadsResponse response;
    for (const VoucherId voucher : drafted.vouchers) {
      *response.add_vouchers() = ReadVoucher(tx, call.county(), voucher);
    }
    for (const StuckPart& part : drafted.stuck) {
      auto& stuck = *response.add_stuck();
      stuck.set_spread("counties/" + std::to_string(call.county().number) + "/spreads/" +
                       part.spread.ToString());
      stuck.set_number(part.number);
      stuck.set_account(part.account.text());
    }
    response.set_more(drafted.vouchers.size() == kMostDraftedAtOnce);
    return response;
  });
}

Result<v1::Spread> SpreadsService::GetSpread(rpc::Call& call, const v1::GetSpreadRequest& request) {
  QM_ASSIGN(const SpreadId id, SpreadAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Spread> {
    QM_ASSIGN(const BooksId books_id, BooksOfSpread(tx, call.county(), id));
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), books_id));
    QM_TRY(MayTouchBooks(call, books));
    return ReadSpread(tx, call.county(), id);
  });
}

Result<v1::ListSpreadsResponse> SpreadsService::ListSpreads(rpc::Call& call,
                                                            const v1::ListSpreadsRequest& request) {
  QM_ASSIGN(const BooksId books_id, BooksAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListSpreadsResponse> {
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), books_id));
    QM_TRY(MayTouchBooks(call, books));
    v1::ListSpreadsResponse response;
    *response.mutable_spreads() =
        ListSpreadsOf(tx, call.county(), books_id, page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_spreads()));
    return response;
  });
}

}  // namespace qianmo::ledger
