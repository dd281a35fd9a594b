#include "qianmoctl/demo_books.h"

#include <stdexcept>

#include "ledger/posting_store.h"
#include "qianmoctl/demo_dice.h"
#include "qianmoctl/demo_places.h"

namespace qianmo::ctl {
namespace {

using ledger::AccountCode;
using ledger::BooksId;
using ledger::BooksKind;
using ledger::Month;
using ledger::PostCommand;
using ledger::Side;
using ledger::VoucherDraft;
using ledger::VoucherId;
using ledger::VoucherLine;

constexpr std::uint32_t kBooksSeed = 1978;

ledger::Hand HandOf(const DemoActor& actor) { return {actor.account, actor.person}; }

VoucherLine LineOf(Side side, const char* account, Fen amount) {
  return {.side = side, .account = AccountCode::Parse(account).value(), .amount = amount};
}

// The vouchers of one village, in the order in which they were written.
class DemoYear {
 public:
  DemoYear(BooksId books, const DemoActor& maker, Dice* dice, Time now)
      : books_(books), maker_(maker), dice_(dice), now_(now) {}

  void Open(Date day) {
    const Fen bank(dice_->Between(200, 900) * 10'000'00),
        houses(dice_->Between(80, 300) * 10'000'00);
    Write(day, "年初余额",
          {LineOf(Side::kDebit, "101", Fen(8'600'00)), LineOf(Side::kDebit, "102", bank),
           LineOf(Side::kDebit, "151", houses),
           LineOf(Side::kCredit, "301", Fen(8'600'00) + bank + houses)});
    rent_ = Fen(dice_->Between(8, 30) * 1'000'00);
  }

  void Live(Month month) {
    const Date first = month.first_day();
    Write(first + std::chrono::days(4), "应收商铺租金",
          {LineOf(Side::kDebit, "112", rent_), LineOf(Side::kCredit, "501", rent_)});
    Write(first + std::chrono::days(11), "收到商铺租金",
          {LineOf(Side::kDebit, "102", rent_), LineOf(Side::kCredit, "112", rent_)});
    const Fen wages(dice_->Between(30, 60) * 100'00), light(dice_->Between(300, 900) * 100);
    Write(
        first + std::chrono::days(19), "管理人员报酬和电费",
        {LineOf(Side::kDebit, "513", wages + light), LineOf(Side::kCredit, "102", wages + light)});
    if (month.number() == 3) Subsidise(first + std::chrono::days(14));
    if (month.number() == 6) Mend(first + std::chrono::days(21));
  }

  void Buy(Date day) {
    Write(day, "购买办公用品",
          {LineOf(Side::kDebit, "513", Fen(386'50)), LineOf(Side::kCredit, "101", Fen(386'50))});
  }

  std::vector<PostCommand>& commands() { return commands_; }

 private:
  void Subsidise(Date day) {
    const Fen amount(dice_->Between(3, 12) * 10'000'00);
    Write(day, "收到高标准农田管护补助",
          {LineOf(Side::kDebit, "102", amount), LineOf(Side::kCredit, "503", amount)});
  }
  void Mend(Date day) {
    const Fen amount(dice_->Between(12, 48) * 1'000'00);
    Write(day, "修理灌溉渠",
          {LineOf(Side::kDebit, "514", amount), LineOf(Side::kCredit, "102", amount)});
  }
  void Write(Date day, const std::string& summary, std::vector<VoucherLine> lines) {
    const auto marked = ledger::MarkIncome(ledger::Chart::kCollective, &lines);
    if (!marked) throw std::logic_error("the demo names an account that is not there");
    commands_.push_back({{VoucherDraft{.id = VoucherId::Make(now_),
                                       .books = books_,
                                       .date = day,
                                       .summary = summary,
                                       .attachments = 1,
                                       .lines = std::move(lines),
                                       .maker = HandOf(maker_)}}});
  }

  const BooksId books_;
  const DemoActor maker_;
  Dice* dice_;
  const Time now_;
  Fen rent_;
  std::vector<PostCommand> commands_;
};

// Written by the one, approved by the other.
void PostApproved(pg::Transaction& tx, const std::vector<PostCommand>& commands,
                  const DemoActor& approver, Time now) {
  for (const PostCommand& command : commands) {
    ledger::InsertDraft(tx, kDemoCounty, command.vouchers.front(), now);
  }
  const auto results = ledger::PostCommands(tx, kDemoCounty, commands, now);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (!results[i]) throw std::logic_error("the demo's books: " + results[i].refusal().message);
    ledger::SetPosted(tx, kDemoCounty, commands[i].vouchers.front().id, results[i]->front(),
                      HandOf(approver), now);
  }
}

BooksId Open(pg::Transaction& tx, const OrgPath& path, BooksKind kind, const std::string& name,
             Month first, Time now) {
  const ledger::NewBooks books{.id = BooksId::Make(now),
                               .org_path = path,
                               .kind = kind,
                               .display_name = name,
                               .first_month = first};
  if (!ledger::InsertBooks(tx, kDemoCounty, books, now)) {
    throw std::logic_error("the demo's books are there already");
  }
  return books.id;
}

// All but the last month that is over.
void CloseMonths(pg::Transaction& tx, BooksId books, Month first, Month today,
                 const DemoActor& agent, Time now) {
  Month open = first;
  for (; open.next() < today; open = open.next()) {
    ledger::AddPeriodEvent(tx, kDemoCounty, books,
                           {ledger::PeriodAct::kClosed, open, "", agent.account}, now);
  }
  ledger::SaveTerms(tx, kDemoCounty, books,
                    {.first_month = first, .open_month = open, .carried_year = first.year() - 1});
}

std::vector<DemoPlace> VillagesOfTheFirstTownship() {
  std::vector<DemoPlace> villages;
  for (const DemoPlace& place : DemoPlaces()) {
    const bool below = DemoPlaces().front().org_path.Contains(place.org_path);
    if (below && place.org_path.level() == OrgLevel::kVillage) villages.push_back(place);
  }
  return villages;
}

}  // namespace

void KeepDemoBooks(pg::Transaction& tx, const DemoKeepers& keepers, Time now) {
  const Month today(BeijingDate(now));
  const Month first = Month::Of(today.year(), 1);
  Dice dice(kBooksSeed);
  std::vector<PostCommand> commands;
  std::vector<BooksId> all;
  for (const DemoPlace& village : VillagesOfTheFirstTownship()) {
    const BooksId books = Open(tx, village.org_path, BooksKind::kCollective,
                               village.name + "股份经济合作社", first, now);
    all.push_back(books);
    DemoYear year(books, keepers.agent, &dice, now);
    year.Open(first.first_day());
    for (Month month = first; month < today; month = month.next()) year.Live(month);
    for (PostCommand& command : year.commands()) commands.push_back(std::move(command));
  }
  PostApproved(tx, commands, keepers.approver, now);
  for (const BooksId books : all) CloseMonths(tx, books, first, today, keepers.agent, now);
  DemoYear waiting(all.front(), keepers.clerk, &dice, now);
  waiting.Buy(BeijingDate(now));
  ledger::InsertDraft(tx, kDemoCounty, waiting.commands().front().vouchers.front(), now);
  Open(tx, OrgPath::Of(kDemoCounty), BooksKind::kCustody, "演示县农村产权交易中心托管账", first,
       now);
}

bool HasDemoBooks(pg::Transaction& tx) {
  return !tx.Run("SELECT id FROM ledger.books WHERE county_id = $1 LIMIT 1", kDemoCounty).empty();
}

}  // namespace qianmo::ctl
