#include "ledger/domain/voucher.h"

#include <algorithm>

#include "ledger/domain/refusals.h"

namespace qianmo::ledger {
namespace {

// What is left of a line to be paired.
struct Remainder {
  std::size_t line;
  Fen left;
};

std::string FieldOfLine(std::size_t line, std::string_view field) {
  return "voucher.lines[" + std::to_string(line) + "]." + std::string(field);
}

Result<Done> CheckLines(const std::vector<VoucherLine>& lines) {
  if (lines.empty()) return refusals::VoucherEmpty();
  if (lines.size() > kMostVoucherLines) return refusals::VoucherTooLong(kMostVoucherLines);
  Fen difference;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].amount <= Fen()) return refusals::AmountNotPositive(FieldOfLine(i, "amount_fen"));
    difference += lines[i].side == Side::kDebit ? lines[i].amount : -lines[i].amount;
  }
  if (difference != Fen()) return refusals::VoucherUnbalanced(difference);
  return Done{};
}

std::vector<Remainder> RemaindersOf(const std::vector<VoucherLine>& lines, Side side) {
  std::vector<Remainder> all;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].side == side) all.push_back({i, lines[i].amount});
  }
  return all;
}

// The one that either side names; nothing when they name two.
bool Unite(const std::optional<Uuid>& a, const std::optional<Uuid>& b, std::optional<Uuid>* both) {
  if (a && b && *a != *b) return false;
  *both = a ? a : b;
  return true;
}

std::optional<Purpose> UnitedPurpose(const Purpose& a, const Purpose& b) {
  Purpose both;
  const bool fits =
      Unite(a.contract, b.contract, &both.contract) &&
      Unite(a.instalment, b.instalment, &both.instalment) && Unite(a.asset, b.asset, &both.asset) &&
      Unite(a.project, b.project, &both.project) && Unite(a.group, b.group, &both.group);
  if (!fits) return std::nullopt;
  return both;
}

// Pairs what `fits` lets, in order, as far as both sides go.
template <class Fits>
Result<Done> PairUp(const std::vector<VoucherLine>& lines, std::vector<Remainder>* debits,
                    std::vector<Remainder>* credits, Fits fits, std::vector<EntryPair>* pairs) {
  for (Remainder& debit : *debits) {
    for (Remainder& credit : *credits) {
      if (debit.left == Fen()) break;
      if (credit.left == Fen() || !fits(lines[debit.line], lines[credit.line])) continue;
      const auto purpose = UnitedPurpose(lines[debit.line].purpose, lines[credit.line].purpose);
      if (!purpose) {
        return refusals::VoucherPurposesMixed(FieldOfLine(debit.line, "purpose"),
                                              FieldOfLine(credit.line, "purpose"));
      }
      const Fen amount = std::min(debit.left, credit.left);
      debit.left -= amount;
      credit.left -= amount;
      pairs->push_back({debit.line, credit.line, amount, *purpose});
    }
  }
  return Done{};
}

// A row of the two would move nothing: what it is for is said of both sides at once.
bool Cancel(const VoucherLine& debit, const VoucherLine& credit) {
  return debit.account == credit.account && debit.party == credit.party &&
         debit.income == credit.income;
}

// Of what is left on both sides of one account: a row of others is cut in two, one for each.
class Untangling {
 public:
  Untangling(const std::vector<VoucherLine>& lines, std::vector<EntryPair>* pairs)
      : lines_(lines), pairs_(pairs) {}

  // Refuses VOUCHER_LINES_CANCEL when there is no such row.
  Result<Done> Part(Remainder* debit, Remainder* credit) {
    const std::size_t rows = pairs_->size();
    for (std::size_t i = 0; i < rows && debit->left > Fen() && credit->left > Fen(); ++i) {
      Cut(i, debit, credit);
    }
    std::erase_if(*pairs_, [](const EntryPair& pair) { return pair.amount == Fen(); });
    if (debit->left > Fen() && credit->left > Fen()) {
      return refusals::VoucherLinesCancel(FieldOfLine(debit->line, "account"),
                                          FieldOfLine(credit->line, "account"));
    }
    return Done{};
  }

 private:
  void Cut(std::size_t row, Remainder* debit, Remainder* credit) {
    const EntryPair pair = pairs_->at(row);
    const auto ours = RowOf(debit->line, pair.credit), theirs = RowOf(pair.debit, credit->line);
    if (!ours || !theirs) return;
    const Fen amount = std::min({pair.amount, debit->left, credit->left});
    pairs_->at(row).amount -= amount;
    pairs_->push_back({debit->line, pair.credit, amount, *ours});
    pairs_->push_back({pair.debit, credit->line, amount, *theirs});
    debit->left -= amount;
    credit->left -= amount;
  }
  // What a row of these two would be for; nothing when there can be none.
  std::optional<Purpose> RowOf(std::size_t debit, std::size_t credit) const {
    if (Cancel(lines_[debit], lines_[credit])) return std::nullopt;
    return UnitedPurpose(lines_[debit].purpose, lines_[credit].purpose);
  }

  const std::vector<VoucherLine>& lines_;
  std::vector<EntryPair>* pairs_;
};

bool SamePlace(const VoucherLine& a, const VoucherLine& b) {
  return a.side == b.side && a.account == b.account && a.party == b.party &&
         a.purpose == b.purpose && a.income == b.income;
}

}  // namespace

Result<Done> MarkIncome(Chart chart, std::vector<VoucherLine>* lines) {
  for (std::size_t i = 0; i < lines->size(); ++i) {
    VoucherLine& line = lines->at(i);
    QM_ASSIGN(const ChartAccount account, FindAccount(chart, line.account));
    const auto usual = UsualIncomeKind(account);
    if (line.income && !usual) return refusals::IncomeKindUnfit(FieldOfLine(i, "income"));
    if (!line.income) line.income = usual;
  }
  return Done{};
}

Result<Done> CheckByHand(Chart chart, const std::optional<Uuid>& centre,
                         const std::vector<VoucherLine>& lines) {
  for (const VoucherLine& line : lines) {
    const bool of_centre = line.party && line.party == centre;
    if (IsKept(chart, line.account) || of_centre) return refusals::AccountKept(line.account.text());
  }
  return Done{};
}

Result<std::vector<EntryPair>> Decompose(const std::vector<VoucherLine>& lines) {
  QM_TRY(CheckLines(lines));
  auto debits = RemaindersOf(lines, Side::kDebit);
  auto credits = RemaindersOf(lines, Side::kCredit);
  std::vector<EntryPair> pairs;
  QM_TRY(PairUp(
      lines, &debits, &credits,
      [](const VoucherLine& a, const VoucherLine& b) {
        return a.purpose == b.purpose && !Cancel(a, b);
      },
      &pairs));
  QM_TRY(PairUp(
      lines, &debits, &credits,
      [](const VoucherLine& a, const VoucherLine& b) { return !Cancel(a, b); }, &pairs));
  Untangling untangling(lines, &pairs);
  for (Remainder& debit : debits) {
    for (Remainder& credit : credits) {
      if (debit.left > Fen() && credit.left > Fen()) QM_TRY(untangling.Part(&debit, &credit));
    }
  }
  return pairs;
}

std::vector<VoucherLine> Recompose(const std::vector<VoucherLine>& lines,
                                   const std::vector<EntryPair>& pairs) {
  std::vector<Fen> paired(lines.size());
  for (const EntryPair& pair : pairs) {
    paired.at(pair.debit) += pair.amount;
    paired.at(pair.credit) += pair.amount;
  }
  std::vector<VoucherLine> printed;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto there = std::ranges::find_if(
        printed, [&](const VoucherLine& line) { return SamePlace(line, lines[i]); });
    if (there != printed.end()) {
      there->amount += paired[i];
      continue;
    }
    printed.push_back(lines[i]);
    printed.back().amount = paired[i];
  }
  return printed;
}

}  // namespace qianmo::ledger
