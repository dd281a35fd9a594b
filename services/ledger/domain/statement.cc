#include "ledger/domain/statement.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace qianmo::ledger {
namespace {

constexpr StatementLine Heading(StatementPart part, std::string_view name,
                                std::string_view english) {
  return {part, 0, 0, false, name, english, ""};
}
constexpr StatementLine Item(StatementPart part, int row, std::string_view name,
                             std::string_view english, std::string_view formula) {
  return {part, row, 1, false, name, english, formula};
}
// Under what the item above adds or takes away too.
constexpr StatementLine Further(StatementPart part, int row, std::string_view name,
                                std::string_view english, std::string_view formula) {
  return {part, row, 3, false, name, english, formula};
}
constexpr StatementLine Total(StatementPart part, int row, std::string_view name,
                              std::string_view english, std::string_view formula) {
  return {part, row, 0, true, name, english, formula};
}

constexpr auto kAssetPart = StatementPart::kAssets;
constexpr auto kClaimPart = StatementPart::kClaims;
constexpr auto kIncomePart = StatementPart::kIncome;

constexpr std::array kBalanceSheetLayout = {
    Heading(kAssetPart, "流动资产：", "Current assets"),
    Item(kAssetPart, 1, "货币资金", "Cash and bank deposits", "101+102"),
    Item(kAssetPart, 2, "短期投资", "Short-term investments", "111"),
    Item(kAssetPart, 3, "应收款项", "Receivables", "112+113d"),
    Item(kAssetPart, 4, "存货", "Stock", "121+131+401"),
    Total(kAssetPart, 5, "流动资产合计", "Current assets, total", "#1+#2+#3+#4"),
    Heading(kAssetPart, "非流动资产：", "Non-current assets"),
    Item(kAssetPart, 6, "长期投资", "Long-term investments", "141"),
    Item(kAssetPart, 7, "生产性生物资产原值", "Productive biological assets, at cost", "132"),
    Item(kAssetPart, 8, "减：生产性生物资产累计折旧", "Less: their accumulated depreciation",
         "133"),
    Item(kAssetPart, 9, "生产性生物资产净值", "Productive biological assets, net", "#7-#8"),
    Item(kAssetPart, 10, "固定资产原值", "Fixed assets, at cost", "151"),
    Item(kAssetPart, 11, "减：累计折旧", "Less: accumulated depreciation", "152"),
    Item(kAssetPart, 12, "固定资产净值", "Fixed assets, net", "#10-#11"),
    Item(kAssetPart, 13, "在建工程", "Construction in progress", "153"),
    Item(kAssetPart, 14, "固定资产清理", "Disposal of fixed assets", "154"),
    Item(kAssetPart, 15, "无形资产原值", "Intangible assets, at cost", "161"),
    Item(kAssetPart, 16, "减：累计摊销", "Less: accumulated amortisation", "162"),
    Item(kAssetPart, 17, "无形资产净值", "Intangible assets, net", "#15-#16"),
    Item(kAssetPart, 18, "公益性生物资产", "Public-welfare biological assets", "134"),
    Item(kAssetPart, 19, "长期待摊费用", "Long-term deferred expenses", "171"),
    Item(kAssetPart, 20, "待处理财产损溢", "Property gains and losses pending", "181"),
    Total(kAssetPart, 21, "非流动资产合计", "Non-current assets, total",
          "#6+#9+#12+#13+#14+#17+#18+#19+#20"),
    Total(kAssetPart, 22, "资产总计", "Assets, total", "#5+#21"),
    Heading(kClaimPart, "流动负债：", "Current liabilities"),
    Item(kClaimPart, 23, "短期借款", "Short-term loans", "201"),
    Item(kClaimPart, 24, "应付款项", "Payables", "211+113c"),
    Item(kClaimPart, 25, "应付工资", "Wages payable", "212"),
    Item(kClaimPart, 26, "应付劳务费", "Labour fees payable", "213"),
    Item(kClaimPart, 27, "应交税费", "Taxes payable", "214"),
    Total(kClaimPart, 28, "流动负债合计", "Current liabilities, total", "#23+#24+#25+#26+#27"),
    Heading(kClaimPart, "非流动负债：", "Non-current liabilities"),
    Item(kClaimPart, 29, "长期借款及应付款", "Long-term loans and payables", "221"),
    Item(kClaimPart, 30, "一事一议资金", "Funds raised for one matter", "231"),
    Item(kClaimPart, 31, "专项应付款", "Earmarked payables", "241"),
    Total(kClaimPart, 32, "非流动负债合计", "Non-current liabilities, total", "#29+#30+#31"),
    Total(kClaimPart, 33, "负债合计", "Liabilities, total", "#28+#32"),
    Heading(kClaimPart, "所有者权益：", "Owners' equity"),
    Item(kClaimPart, 34, "资本", "Capital", "301"),
    Item(kClaimPart, 35, "公积公益金", "Accumulation fund", "311"),
    Item(kClaimPart, 36, "未分配收益", "Undistributed income",
         "321+322+501+502+503+504-511-512-513-514-515-521"),
    Total(kClaimPart, 37, "所有者权益合计", "Owners' equity, total", "#34+#35+#36"),
    Total(kClaimPart, 38, "负债和所有者权益总计", "Liabilities and owners' equity, total",
          "#33+#37")};

constexpr std::array kIncomeLayout = {
    Total(kIncomePart, 1, "一、经营收入", "1. Operating income", "501"),
    Item(kIncomePart, 2, "加：投资收益", "Plus: investment income", "502"),
    Further(kIncomePart, 3, "补助收入", "Subsidies", "503"),
    Item(kIncomePart, 4, "减：经营支出", "Less: operating expense", "511"),
    Further(kIncomePart, 5, "税金及附加", "Taxes and surcharges", "512"),
    Further(kIncomePart, 6, "管理费用", "Administrative expense", "513"),
    Total(kIncomePart, 7, "二、经营收益", "2. Operating result", "#1+#2+#3-#4-#5-#6"),
    Item(kIncomePart, 8, "加：其他收入", "Plus: other income", "504"),
    Item(kIncomePart, 9, "减：公益支出", "Less: public-welfare expense", "514"),
    Further(kIncomePart, 10, "其他支出", "Other expense", "515"),
    Total(kIncomePart, 11, "三、收益总额", "3. Total income", "#7+#8-#9-#10"),
    Item(kIncomePart, 12, "减：所得税费用", "Less: income tax", "521"),
    Total(kIncomePart, 13, "四、净收益", "4. Net income", "#11-#12"),
    Item(kIncomePart, 14, "加：年初未分配收益", "Plus: undistributed when the year began",
         "opening"),
    Further(kIncomePart, 15, "其他转入", "Other transfers in", "transferred"),
    Total(kIncomePart, 16, "五、可分配收益", "5. Distributable income", "#13+#14+#15"),
    Item(kIncomePart, 17, "减：提取公积公益金", "Less: to the accumulation fund", "reserve"),
    Further(kIncomePart, 18, "向成员分配", "To members", "members"),
    Further(kIncomePart, 19, "其他分配", "Other distribution", "others"),
    Total(kIncomePart, 20, "六、年末未分配收益", "6. Undistributed at the end", "#16-#17-#18-#19")};

std::string ChartCodeOf(const AccountCode& account) { return account.text().substr(0, 3); }

Nature NatureOf(const AccountCode& account) {
  return FindAccount(Chart::kCollective, account).value().nature;
}

bool IsUndistributed(const AccountCode& account) {
  const std::string code = ChartCodeOf(account);
  return code == "321" || code == "322";
}

bool IsResult(const AccountCode& account) {
  return NatureOf(account) == Nature::kIncome || NatureOf(account) == Nature::kExpense;
}

// On the side where the account grows.
Fen Grown(const AccountCode& account, Fen debits_less_credits) {
  const bool debit = FindAccount(Chart::kCollective, account).value().normal == Side::kDebit;
  return debit ? debits_less_credits : -debits_less_credits;
}

// Where income goes when it is distributed.
std::string DestinationOf(const AccountCode& account) {
  const std::string code = ChartCodeOf(account);
  if (code == "311") return "reserve";
  return code == "113" ? "members" : "others";
}

// A flow as the figures count it: what a reversal takes back was the other way round.
void Count(Flow flow, Figures* figures) {
  if (flow.is_reversal) flow = {flow.credit, flow.debit, -flow.amount};
  const bool from = IsUndistributed(flow.debit), to = IsUndistributed(flow.credit);
  if (from == to) return;
  const AccountCode& other = from ? flow.credit : flow.debit;
  if (IsResult(other)) {
    // Carried by hand: income and expense of the year all the same.
    (*figures)[ChartCodeOf(other)] += Grown(other, from ? flow.amount : -flow.amount);
  } else if (to) {
    (*figures)["transferred"] += flow.amount;
  } else {
    (*figures)[DestinationOf(other)] += flow.amount;
  }
}

Fen AmountOf(std::string_view term, const Figures& figures, const std::map<int, Fen>& rows) {
  if (!term.starts_with('#')) {
    const auto found = figures.find(term);
    return found == figures.end() ? Fen() : found->second;
  }
  int row = 0;
  std::from_chars(term.data() + 1, term.data() + term.size(), row);
  return rows.at(row);
}

Fen Evaluate(std::string_view formula, const Figures& figures, const std::map<int, Fen>& rows) {
  Fen sum;
  bool add = true;
  while (!formula.empty()) {
    const std::size_t end = std::min(formula.find_first_of("+-"), formula.size());
    const Fen amount = AmountOf(formula.substr(0, end), figures, rows);
    sum += add ? amount : -amount;
    add = end < formula.size() && formula[end] == '+';
    formula.remove_prefix(std::min(end + 1, formula.size()));
  }
  return sum;
}

}  // namespace

std::span<const StatementLine> LayoutOf(StatementKind kind) {
  if (kind == StatementKind::kBalanceSheet) return kBalanceSheetLayout;
  return kIncomeLayout;
}

Figures BalanceFigures(const std::vector<Holding>& holdings) {
  Figures figures;
  for (const Holding& holding : holdings) {
    const std::string code = ChartCodeOf(holding.account);
    figures[code] += Grown(holding.account, holding.balance);
    if (holding.balance > Fen()) figures[code + "d"] += holding.balance;
    if (holding.balance < Fen()) figures[code + "c"] -= holding.balance;
  }
  return figures;
}

Figures IncomeFigures(const YearFacts& facts) {
  Figures figures;
  for (const Holding& holding : facts.moved) {
    figures[ChartCodeOf(holding.account)] += Grown(holding.account, holding.balance);
  }
  for (const Flow& flow : facts.flows) Count(flow, &figures);
  for (const Holding& holding : facts.before) {
    const bool counts = IsUndistributed(holding.account) || IsResult(holding.account);
    if (counts) figures["opening"] -= holding.balance;
  }
  return figures;
}

std::vector<Fen> FillStatement(StatementKind kind, const Figures& figures) {
  std::vector<Fen> amounts;
  std::map<int, Fen> rows;
  for (const StatementLine& line : LayoutOf(kind)) {
    amounts.push_back(Evaluate(line.formula, figures, rows));
    if (line.row != 0) rows[line.row] = amounts.back();
  }
  return amounts;
}

}  // namespace qianmo::ledger
