#include "ledger/vouchers_service.h"

#include <algorithm>

#include "ledger/callers.h"
#include "ledger/domain/carry.h"
#include "ledger/domain/refusals.h"
#include "ledger/posting_store.h"
#include "ledger/spread_store.h"
#include "rpc/page.h"

namespace qianmo::ledger {
namespace {

Result<Done> CheckAccounts(pg::Transaction& tx, CountyId county, const BooksRow& books,
                           const std::vector<VoucherLine>& lines) {
  const SubAccounts sub_accounts = SubAccountsOf(tx, county, books.id);
  for (const VoucherLine& line : lines) {
    QM_TRY(CheckPostable(books.chart(), sub_accounts, line.account));
  }
  return Done{};
}

// A new one, in books that are held and that the caller may touch.
Result<v1::Voucher> WriteDown(rpc::Call& call, pg::Transaction& tx, const BooksRow& books,
                              const VoucherDraft& draft) {
  QM_TRY(CheckVoucherDate(books.terms, draft.date, BeijingDate(call.now())));
  QM_TRY(CheckGoesOn(books.terms, draft.date));
  QM_TRY(CheckAccounts(tx, call.county(), books, draft.lines));
  QM_TRY(CheckWrittenByHand(call, tx, books, draft.lines));
  InsertDraft(tx, call.county(), draft, call.now());
  return ReadVoucher(tx, call.county(), draft.id);
}

// A voucher that is locked, in books that are held, so that no month of theirs closes meanwhile.
// What ends a year locks them: nobody posts to them in between.
struct HeldVoucher {
  VoucherRow voucher;
  BooksRow books;
};
Result<HeldVoucher> HoldBoth(rpc::Call& call, pg::Transaction& tx, VoucherId id) {
  QM_ASSIGN(const VoucherPlace place, PlaceOfVoucher(tx, call.county(), id));
  auto held = place.carries_year ? LockBooks(tx, call.county(), place.books)
                                 : HoldBooks(tx, call.county(), place.books);
  QM_ASSIGN(BooksRow books, std::move(held));
  QM_TRY(MayTouchBooks(call, books));
  QM_ASSIGN(VoucherRow voucher, LockVoucher(tx, call.county(), id));
  return HeldVoucher{std::move(voucher), std::move(books)};
}

// Everybody who approves has a limit but the township, and the centre in its own books.
bool HasLimit(const rpc::Call& call, const BooksRow& books) {
  if (books.kind == BooksKind::kCustody) return false;
  return std::ranges::none_of(call.caller().roles(), [&](const auto& held) {
    return held.role() == rpc::v1::ROLE_TOWNSHIP_APPROVER &&
           books.org_path.text().starts_with(held.org_path());
  });
}

// The year that the voucher ends must still be what the voucher says.
Result<Done> CheckCarry(rpc::Call& call, pg::Transaction& tx, const HeldVoucher& held) {
  const VoucherDraft& draft = held.voucher.draft;
  QM_TRY(DecideCarryYear(held.books.terms, *draft.carries_year, BeijingDate(call.now())));
  if (CarryLines(BalancesOf(tx, call.county(), held.books.id)) != draft.lines) {
    return refusals::CarryStale();
  }
  return Done{};
}

std::vector<VoucherLine> Reversed(std::vector<VoucherLine> lines) {
  for (VoucherLine& line : lines) line.side = Opposite(line.side);
  return lines;
}

}  // namespace

Result<v1::Voucher> VouchersService::DraftVoucher(rpc::Call& call,
                                                  const v1::DraftVoucherRequest& request) {
  QM_ASSIGN(const BooksId books_id, BooksAtHome(call, request.parent(), "parent"));
  const v1::Voucher& wanted = request.voucher();
  VoucherDraft draft{.id = VoucherId::Make(call.now()),
                     .books = books_id,
                     .attachments = wanted.attachments(),
                     .maker = HandOf(call)};
  QM_ASSIGN(draft.date, rpc::ParseDay("voucher.date", wanted.date()));
  QM_ASSIGN(draft.summary, ParseWords("voucher.summary", wanted.summary()));
  QM_ASSIGN(draft.lines, ParseLines("voucher.lines", wanted.lines()));
  QM_TRY(Decompose(draft.lines));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Voucher> {
    QM_ASSIGN(const BooksRow books, HoldBooks(tx, call.county(), books_id));
    QM_TRY(MayTouchBooks(call, books));
    QM_TRY(MarkIncome(books.chart(), &draft.lines));
    return WriteDown(call, tx, books, draft);
  });
}

Result<v1::Voucher> VouchersService::CarryYear(rpc::Call& call,
                                               const v1::CarryYearRequest& request) {
  QM_ASSIGN(const BooksId books_id, BooksAtHome(call, request.parent(), "parent"));
  const int year = request.year();
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Voucher> {
    QM_ASSIGN(const BooksRow books, LockBooks(tx, call.county(), books_id));
    QM_TRY(MayTouchBooks(call, books));
    QM_TRY(DecideCarryYear(books.terms, year, BeijingDate(call.now())));
    VoucherDraft draft{.id = VoucherId::Make(call.now()),
                       .books = books_id,
                       .date = Month::Of(year, 12).last_day(),
                       .summary = "结转" + std::to_string(year) + "年收益",
                       .lines = CarryLines(BalancesOf(tx, call.county(), books_id)),
                       .carries_year = year,
                       .maker = HandOf(call)};
    if (draft.lines.empty()) return refusals::NothingToCarry(year);
    QM_TRY(Decompose(draft.lines));
    return WriteDown(call, tx, books, draft);
  });
}

Result<v1::Voucher> VouchersService::ApproveVoucher(rpc::Call& call,
                                                    const v1::ApproveVoucherRequest& request) {
  QM_ASSIGN(const VoucherId id, VoucherAtHome(call, request.name()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Voucher> {
    QM_ASSIGN(const HeldVoucher held, HoldBoth(call, tx, id));
    const VoucherDraft& draft = held.voucher.draft;
    const BooksTerms& terms = held.books.terms;
    QM_TRY(DecideApprove(held.voucher.facts, rpc::PersonOf(call), HasLimit(call, held.books)));
    if (draft.carries_year) QM_TRY(CheckCarry(call, tx, held));
    QM_ASSIGN(const Numbers numbers, PostAlone(tx, call.county(), {{draft}}, call.now()));
    SetPosted(tx, call.county(), id, numbers.front(), HandOf(call), call.now());
    if (draft.carries_year) {
      BooksTerms carried = terms;
      carried.carried_year = *draft.carries_year;
      SaveTerms(tx, call.county(), held.books.id, carried);
    }
    return ReadVoucher(tx, call.county(), id);
  });
}

Result<v1::Voucher> VouchersService::RejectVoucher(rpc::Call& call,
                                                   const v1::RejectVoucherRequest& request) {
  QM_ASSIGN(const VoucherId id, VoucherAtHome(call, request.name()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Voucher> {
    QM_ASSIGN(const HeldVoucher held, HoldBoth(call, tx, id));
    QM_TRY(DecideReject(held.voucher.facts));
    SetRejected(tx, call.county(), id, reason, HandOf(call), call.now());
    return ReadVoucher(tx, call.county(), id);
  });
}

Result<v1::Voucher> VouchersService::ReverseVoucher(rpc::Call& call,
                                                    const v1::ReverseVoucherRequest& request) {
  QM_ASSIGN(const VoucherId id, VoucherAtHome(call, request.name()));
  QM_ASSIGN(const Date day, rpc::ParseDay("date", request.date()));
  QM_ASSIGN(const std::string reason, ParseWords("reason", request.reason()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Voucher> {
    QM_ASSIGN(const HeldVoucher held, HoldBoth(call, tx, id));
    QM_TRY(DecideReverse(held.voucher.facts));
    QM_TRY(CheckNoIncomeOf(tx, call.county(), id));
    return WriteDown(call, tx, held.books,
                     {.id = VoucherId::Make(call.now()),
                      .books = held.books.id,
                      .date = day,
                      .summary = "冲销：" + reason,
                      .lines = Reversed(held.voucher.draft.lines),
                      .reverses = id,
                      .maker = HandOf(call)});
  });
}

Result<v1::Voucher> VouchersService::GetVoucher(rpc::Call& call,
                                                const v1::GetVoucherRequest& request) {
  QM_ASSIGN(const VoucherId id, VoucherAtHome(call, request.name()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Voucher> {
    QM_ASSIGN(const VoucherPlace place, PlaceOfVoucher(tx, call.county(), id));
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), place.books));
    QM_TRY(MayTouchBooks(call, books));
    return ReadVoucher(tx, call.county(), id);
  });
}

Result<v1::ListVouchersResponse> VouchersService::ListVouchers(
    rpc::Call& call, const v1::ListVouchersRequest& request) {
  QM_ASSIGN(const BooksId books_id, BooksAtHome(call, request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListVouchersResponse> {
    QM_ASSIGN(const BooksRow books, FindBooks(tx, call.county(), books_id));
    QM_TRY(MayTouchBooks(call, books));
    v1::ListVouchersResponse response;
    *response.mutable_vouchers() =
        ListVouchersOf(tx, call.county(), books_id, request.state(), page.after, page.limit());
    response.set_next_page_token(rpc::CutPage(page, response.mutable_vouchers()));
    return response;
  });
}

}  // namespace qianmo::ledger
