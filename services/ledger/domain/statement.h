// The two statements in the Ministry's layout (财会〔2023〕14号): balance sheet (资产负债表), and
// income and its distribution (收益及收益分配表). A layout is a table: what a line is called, and
// what it is made of.
//
// [confirm] by an accountant of the county: the numbers of the rows; that consumable biological
// assets and work under way (131, 401) are part of the stock; that only the member current account
// (113) is told apart by whose it is, what others owe and are owed (112, 211) being one balance
// each; and the line 经营收益 before other income and public expense.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/domain/chart.h"

namespace qianmo::ledger {

// The numbers are those of qianmo.ledger.v1.Statement.
enum class StatementKind { kBalanceSheet = 1, kIncome = 2 };
enum class StatementPart { kAssets = 1, kClaims = 2, kIncome = 3 };

struct StatementLine {
  StatementPart part;
  int row;     // as it is printed; 0 of a heading, which has no amount
  int indent;  // in characters
  bool is_total;
  std::string_view name;
  std::string_view english;
  // Figures and rows, added and taken away: "101+102", "#7-#8".
  std::string_view formula;
};
std::span<const StatementLine> LayoutOf(StatementKind kind);

// Amounts by the names that formulas give them; one that is not there is nothing.
using Figures = std::map<std::string, Fen, std::less<>>;

// What an account holds, debits less credits; one row for each party where it is kept by party.
struct Holding {
  AccountCode account;
  Fen balance;
};
// "101" is what the account and those below it hold, on the side where it grows; "113d" and "113c"
// are its rows with more debits and with more credits.
Figures BalanceFigures(const std::vector<Holding>& holdings);

// What went from the credited account to the debited one; a reversal goes the other way.
struct Flow {
  AccountCode debit;
  AccountCode credit;
  Fen amount;
  bool is_reversal = false;
};
// Of the months from the first of a year on, without the voucher that carries it.
struct YearFacts {
  // What income, expense and their distribution held when the year began.
  std::vector<Holding> before;
  std::vector<Holding> moved;  // what the year added to income and expense accounts
  std::vector<Flow> flows;     // from and to the income of the year and its distribution (321, 322)
};
// "501" is the income of the year, "511" its expense, whether or not they are carried; "opening"
// what was not distributed before; "reserve", "members" and "others" what was distributed to 311,
// to 113 and anywhere else; "transferred" what came to 322 from anywhere but income.
Figures IncomeFigures(const YearFacts& facts);

// The amounts of the layout's lines.
std::vector<Fen> FillStatement(StatementKind kind, const Figures& figures);

}  // namespace qianmo::ledger
