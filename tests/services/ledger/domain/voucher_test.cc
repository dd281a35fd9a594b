// From vouchers to rows that cannot be unbalanced, and back to the voucher that is printed.
#include "ledger/domain/voucher.h"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace qianmo::ledger {
namespace {

const Uuid kOneLease = Uuid::Parse("01900000-0000-7000-8000-000000000001").value();
const Uuid kOtherLease = Uuid::Parse("01900000-0000-7000-8000-000000000002").value();

VoucherLine Line(Side side, const char* account, std::int64_t fen,
                 std::optional<Uuid> contract = {}) {
  return {.side = side,
          .account = AccountCode::Parse(account).value(),
          .amount = Fen(fen),
          .purpose = {.contract = contract}};
}
VoucherLine Debit(const char* account, std::int64_t fen, std::optional<Uuid> contract = {}) {
  return Line(Side::kDebit, account, fen, contract);
}
VoucherLine Credit(const char* account, std::int64_t fen, std::optional<Uuid> contract = {}) {
  return Line(Side::kCredit, account, fen, contract);
}

std::string ReasonOf(const std::vector<VoucherLine>& lines) {
  const auto pairs = Decompose(lines);
  return pairs ? "" : pairs.refusal().reason;
}

TEST(Decompose, MakesOneRowOfTwoLines) {
  const auto pairs = Decompose({Debit("102", 300'00), Credit("112", 300'00, kOneLease)});
  ASSERT_TRUE(pairs);
  EXPECT_EQ(*pairs, (std::vector<EntryPair>{{0, 1, Fen(300'00), {.contract = kOneLease}}}))
      << "the row is for what one side names";
}

TEST(Decompose, GoesThroughBothSidesInTheirOrder) {
  const auto pairs =
      Decompose({Debit("511", 70), Debit("513", 50), Credit("101", 100), Credit("102", 20)});
  ASSERT_TRUE(pairs);
  EXPECT_EQ(*pairs, (std::vector<EntryPair>{
                        {0, 2, Fen(70), {}}, {1, 2, Fen(30), {}}, {1, 3, Fen(20), {}}}));
}

TEST(Decompose, PairsLinesForTheSamePurposeFirst) {
  const auto pairs = Decompose({Debit("112", 10, kOneLease), Debit("112", 20, kOtherLease),
                                Credit("501", 20, kOtherLease), Credit("501", 10, kOneLease)});
  ASSERT_TRUE(pairs);
  EXPECT_EQ(*pairs, (std::vector<EntryPair>{{0, 3, Fen(10), {.contract = kOneLease}},
                                            {1, 2, Fen(20), {.contract = kOtherLease}}}));
}

TEST(Decompose, NeverMovesMoneyToWhereItIs) {
  const auto same = Decompose({Debit("102", 7), Credit("102", 7)});
  ASSERT_FALSE(same);
  EXPECT_EQ(same.refusal().reason, "VOUCHER_LINES_CANCEL");
  EXPECT_EQ(same.refusal().fields.at(0).path, "voucher.lines[0].account");
  EXPECT_EQ(same.refusal().fields.at(1).path, "voucher.lines[1].account");
  EXPECT_EQ(ReasonOf({Debit("102", 7, kOneLease), Credit("102", 7)}), "VOUCHER_LINES_CANCEL")
      << "a row is for one purpose on both sides";
  EXPECT_EQ(ReasonOf({Debit("102", 9), Credit("102", 8), Credit("501", 1)}),
            "VOUCHER_LINES_CANCEL");
  auto theirs = Credit("211", 7);
  theirs.party = kOneLease;
  EXPECT_EQ(ReasonOf({Debit("211", 7), theirs}), "") << "from one to another";
  auto other_kind = Credit("501", 7);
  other_kind.income = IncomeKind::kExcluded;
  EXPECT_EQ(ReasonOf({Debit("501", 7), other_kind}), "") << "from one kind of income to another";
}

TEST(Decompose, PairsAnAccountOfBothSidesWithOthers) {
  const auto rent_less_fee =
      Decompose({Debit("102", 100), Debit("513", 30), Credit("102", 30), Credit("501", 100)});
  ASSERT_TRUE(rent_less_fee);
  EXPECT_EQ(*rent_less_fee, (std::vector<EntryPair>{{0, 3, Fen(100), {}}, {1, 2, Fen(30), {}}}));
  const auto tangled =
      Decompose({Debit("513", 30), Debit("102", 100), Credit("501", 100), Credit("102", 30)});
  ASSERT_TRUE(tangled) << "the first row leaves 102 to itself";
  EXPECT_EQ(*tangled, (std::vector<EntryPair>{
                          {1, 2, Fen(70), {}}, {1, 2, Fen(30), {}}, {0, 3, Fen(30), {}}}));
}

TEST(Decompose, RefusesWhatIsNoVoucher) {
  struct Case {
    const char* reason;
    std::vector<VoucherLine> lines;
  };
  const std::vector<VoucherLine> longest(kMostVoucherLines / 2, Debit("511", 1));
  std::vector<VoucherLine> long_one = longest;
  long_one.insert(long_one.end(), kMostVoucherLines / 2, Credit("101", 1));
  EXPECT_EQ(ReasonOf(long_one), "") << "as long as may be";
  std::vector<VoucherLine> too_long = long_one;
  too_long.push_back(Debit("511", 1));
  for (const Case& one : {Case{"VOUCHER_EMPTY", {}}, Case{"VOUCHER_UNBALANCED", {Debit("102", 1)}},
                          Case{"VOUCHER_UNBALANCED", {Debit("102", 2), Credit("501", 1)}},
                          Case{"VOUCHER_UNBALANCED", {Debit("102", 1), Debit("501", 1)}},
                          Case{"AMOUNT_NOT_POSITIVE", {Debit("102", 0), Credit("501", 0)}},
                          Case{"AMOUNT_NOT_POSITIVE", {Debit("102", -1), Credit("501", -1)}},
                          Case{"VOUCHER_TOO_LONG", too_long},
                          Case{"VOUCHER_PURPOSES_MIXED",
                               {Debit("102", 1, kOneLease), Credit("501", 1, kOtherLease)}}}) {
    EXPECT_EQ(ReasonOf(one.lines), one.reason);
  }
}

TEST(Decompose, SaysByHowMuchAVoucherIsUnbalanced) {
  const auto pairs = Decompose({Debit("102", 5), Credit("501", 7)});
  ASSERT_FALSE(pairs);
  EXPECT_EQ(pairs.refusal().metadata.at(0),
            std::pair(std::string("difference_fen"), std::string("-2")));
}

// Any debits, and credits cut at other places.
std::vector<VoucherLine> AnyVoucher() {
  const auto debits =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 1'000'000)));
  std::vector<VoucherLine> lines;
  std::int64_t total = 0;
  for (const int fen : debits) {
    lines.push_back(Debit("511", fen));
    total += fen;
  }
  while (total > 0) {
    const auto fen = *rc::gen::inRange<std::int64_t>(1, total + 1);
    lines.push_back(Credit("101", fen));
    total -= fen;
  }
  RC_PRE(lines.size() <= kMostVoucherLines);
  return lines;
}

RC_GTEST_PROP(Decompose, SpendsEveryLineExactlyInFewerRowsThanThereAreLines, ()) {
  const auto lines = AnyVoucher();
  const auto pairs = Decompose(lines);
  RC_ASSERT(pairs.ok());
  RC_ASSERT(pairs->size() < lines.size());
  std::map<std::size_t, Fen> spent;
  for (const EntryPair& pair : *pairs) {
    RC_ASSERT(pair.amount > Fen());
    RC_ASSERT(lines.at(pair.debit).side == Side::kDebit);
    RC_ASSERT(lines.at(pair.credit).side == Side::kCredit);
    spent[pair.debit] += pair.amount;
    spent[pair.credit] += pair.amount;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) RC_ASSERT(spent[i] == lines[i].amount);
}

TEST(Recompose, PrintsTheVoucherThatWasWritten) {
  const std::vector<VoucherLine> lines = {Debit("10201", 100), Debit("513", 5),
                                          Credit("112", 60, kOneLease),
                                          Credit("112", 45, kOtherLease)};
  EXPECT_EQ(Recompose(lines, *Decompose(lines)), lines);
}

TEST(Recompose, SaysEveryAccountOnceASide) {
  const std::vector<VoucherLine> lines = {Debit("101", 10), Debit("101", 20), Credit("501", 30)};
  EXPECT_EQ(Recompose(lines, *Decompose(lines)),
            (std::vector<VoucherLine>{Debit("101", 30), Credit("501", 30)}));
}

}  // namespace
}  // namespace qianmo::ledger
