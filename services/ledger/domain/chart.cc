#include "ledger/domain/chart.h"

#include <algorithm>
#include <array>

#include "ledger/domain/refusals.h"

namespace qianmo::ledger {
namespace {

constexpr std::size_t kChartDigits = 3;
constexpr std::size_t kLevelDigits = 2;
constexpr std::size_t kMostLevels = 3;

constexpr ChartAccount Asset(std::string_view code, std::string_view name) {
  return {code, name, Nature::kAsset, Side::kDebit};
}
constexpr ChartAccount ContraAsset(std::string_view code, std::string_view name) {
  return {code, name, Nature::kAsset, Side::kCredit};
}
constexpr ChartAccount Liability(std::string_view code, std::string_view name) {
  return {code, name, Nature::kLiability, Side::kCredit};
}
constexpr ChartAccount Equity(std::string_view code, std::string_view name) {
  return {code, name, Nature::kEquity, Side::kCredit};
}
constexpr ChartAccount Income(std::string_view code, std::string_view name) {
  return {code, name, Nature::kIncome, Side::kCredit};
}
constexpr ChartAccount Expense(std::string_view code, std::string_view name) {
  return {code, name, Nature::kExpense, Side::kDebit};
}

constexpr std::array kCollectiveChart = {
    Asset("101", "库存现金"),
    Asset("102", "银行存款"),
    Asset("111", "短期投资"),
    Asset("112", "应收款"),
    Asset("113", "内部往来"),
    Asset("121", "库存物资"),
    Asset("131", "消耗性生物资产"),
    Asset("132", "生产性生物资产"),
    ContraAsset("133", "生产性生物资产累计折旧"),
    Asset("134", "公益性生物资产"),
    Asset("141", "长期投资"),
    Asset("151", "固定资产"),
    ContraAsset("152", "累计折旧"),
    Asset("153", "在建工程"),
    Asset("154", "固定资产清理"),
    Asset("161", "无形资产"),
    ContraAsset("162", "累计摊销"),
    Asset("171", "长期待摊费用"),
    Asset("181", "待处理财产损溢"),
    Liability("201", "短期借款"),
    Liability("211", "应付款"),
    Liability("212", "应付工资"),
    Liability("213", "应付劳务费"),
    Liability("214", "应交税费"),
    Liability("221", "长期借款及应付款"),
    Liability("231", "一事一议资金"),
    Liability("241", "专项应付款"),
    Equity("301", "资本"),
    Equity("311", "公积公益金"),
    Equity("321", "本年收益"),
    Equity("322", "收益分配"),
    ChartAccount{"401", "生产（劳务）成本", Nature::kCost, Side::kDebit},
    Income("501", "经营收入"),
    Income("502", "投资收益"),
    Income("503", "补助收入"),
    Income("504", "其他收入"),
    Expense("511", "经营支出"),
    Expense("512", "税金及附加"),
    Expense("513", "管理费用"),
    Expense("514", "公益支出"),
    Expense("515", "其他支出"),
    Expense("521", "所得税费用")};

// Money of others that the county centre keeps: what the bank has is what somebody is owed.
// What the bank takes for itself is the centre's to make good (103).
constexpr std::array kCustodyChart = {
    Asset("102", "银行存款"),         Asset("103", "应收中心款"),    Liability("201", "竞买保证金"),
    Liability("202", "应付村集体款"), Liability("203", "在途付款"),  Liability("204", "待查款项"),
    Liability("205", "应付利息"),     Liability("206", "罚没保证金")};

}  // namespace

std::span<const ChartAccount> ChartAccounts(Chart chart) {
  if (chart == Chart::kCustody) return kCustodyChart;
  return kCollectiveChart;
}

std::optional<AccountCode> AccountCode::Parse(std::string_view text) {
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || text.size() < kChartDigits) return std::nullopt;
  const std::size_t below = text.size() - kChartDigits;
  if (below % kLevelDigits != 0 || below / kLevelDigits > kMostLevels) return std::nullopt;
  for (std::size_t at = kChartDigits; at < text.size(); at += kLevelDigits) {
    if (text.substr(at, kLevelDigits) == "00") return std::nullopt;
  }
  return AccountCode(std::string(text));
}

std::optional<Fen> FloorOf(Chart chart, const AccountCode& code) {
  const bool is_cash = code.text().starts_with("101") || code.text().starts_with("102");
  return is_cash || chart == Chart::kCustody ? std::optional(Fen()) : std::nullopt;
}

bool IsKept(Chart chart, const AccountCode& code) {
  if (chart != Chart::kCustody) return false;
  return !code.text().starts_with("102") && !code.text().starts_with("103");
}

Result<ChartAccount> FindAccount(Chart chart, const AccountCode& code) {
  const auto accounts = ChartAccounts(chart);
  const auto found = std::ranges::find(
      accounts, std::string_view(code.text()).substr(0, kChartDigits), &ChartAccount::code);
  if (found == accounts.end()) return refusals::AccountUnknown(code.text());
  return *found;
}

Result<Done> CheckPostable(Chart chart, const std::set<AccountCode>& sub_accounts,
                           const AccountCode& code) {
  QM_TRY(FindAccount(chart, code));
  if (code.is_sub_account() && !sub_accounts.contains(code)) {
    return refusals::AccountUnknown(code.text());
  }
  // What is below it comes right behind it.
  const auto below = sub_accounts.upper_bound(code);
  if (below != sub_accounts.end() && code.Contains(*below)) {
    return refusals::AccountDivided(code.text());
  }
  return Done{};
}

Result<Done> CheckNewSubAccount(Chart chart, const std::set<AccountCode>& sub_accounts,
                                const AccountCode& code, bool parent_in_use) {
  QM_TRY(FindAccount(chart, code));
  if (IsKept(chart, code)) return refusals::AccountKept(code.text());
  if (!code.is_sub_account() || sub_accounts.contains(code)) return refusals::AccountExists();
  const AccountCode parent = code.parent();
  if (parent.is_sub_account() && !sub_accounts.contains(parent)) {
    return refusals::AccountUnknown(parent.text());
  }
  if (parent_in_use) return refusals::AccountInUse(parent.text());
  return Done{};
}

}  // namespace qianmo::ledger
