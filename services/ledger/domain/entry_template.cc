#include "ledger/domain/entry_template.h"

#include <algorithm>
#include <array>

#include "ledger/domain/refusals.h"
#include "ledger/domain/template_refusals.h"

namespace qianmo::ledger {
namespace {

constexpr auto kExcludedIncome = IncomeKind::kExcluded;

// In the order in which a year goes. [confirm] by an accountant of the county.
constexpr std::array kTemplates = {
    EntryTemplate{"rent_due", "应收租金", "Rent is due", "112", "501", "PCia"},
    EntryTemplate{"rent_received", "收到应收租金", "Rent that was due is received", "102,101",
                  "112", "PCi"},
    EntryTemplate{"rent_received_at_once", "收到租金", "Rent is received when it is due", "102,101",
                  "501", "pCia"},
    EntryTemplate{"rent_in_advance", "一次收取多年租金",
                  "Rent of several years is received at once", "102", "211", "PCa"},
    EntryTemplate{"rent_of_period", "结转本期租金", "A part of it becomes income", "211", "501",
                  "PCa"},
    EntryTemplate{"pass_through_in", "收到代收租金", "Rent that belongs to members is received",
                  "102", "113", "pCig"},
    EntryTemplate{"pass_through_out", "支付代收租金", "Rent is passed on to members", "113",
                  "102,101", "pCig"},
    EntryTemplate{"deposit_from_centre", "县农交中心转入保证金",
                  "A deposit is transferred from the exchange centre", "102", "112,211", "PCi"},
    EntryTemplate{"deposit_forfeited", "没收保证金转入", "A forfeited deposit is transferred",
                  "102", "504", "pca"},
    EntryTemplate{"subsidy_received", "收到补助", "A subsidy is received", "102", "503,241", "pj"},
    EntryTemplate{"excluded_received", "收到不可分配收入",
                  "Income is received that may not be distributed", "102", "504,502,503", "pcaj",
                  kExcludedIncome},
    EntryTemplate{"investment_income", "收到投资收益", "Income of an investment is received", "102",
                  "502", "pc"},
    EntryTemplate{"expense_paid", "支付费用", "An expense is paid", "513,511,514,515,512,521",
                  "102,101", "pcaj"},
    EntryTemplate{"expense_due", "应付费用", "An expense is due", "513,511,514,515", "211", "Pcaj"},
    EntryTemplate{"payable_paid", "支付应付款", "What was owed is paid", "211", "102,101", "Pc"},
    EntryTemplate{"wages_due", "计提工资", "Wages are due", "513,511,514", "212", "pg"},
    EntryTemplate{"wages_paid", "发放工资", "Wages are paid", "212", "102,101", "pg"},
    EntryTemplate{"labour_due", "计提劳务费", "Labour is to be paid", "511,513,514,401", "213",
                  "pj"},
    EntryTemplate{"labour_paid", "支付劳务费", "Labour is paid", "213", "102,101", "pj"},
    EntryTemplate{"tax_due", "计提税费", "Taxes are due", "512,521", "214", ""},
    EntryTemplate{"tax_paid", "缴纳税费", "Taxes are paid", "214", "102", ""},
    EntryTemplate{"asset_bought", "购置资产", "An asset is bought", "151,153,121,131,132,134,161",
                  "102,211", "paj"},
    EntryTemplate{"depreciation", "计提折旧", "Depreciation", "511,513,514", "152,133,162", "a"},
    EntryTemplate{"cash_drawn", "提取现金", "Cash is drawn", "101", "102", ""},
    EntryTemplate{"cash_paid_in", "现金存入银行", "Cash is paid in", "102", "101", ""},
    EntryTemplate{"reserve", "提取公积公益金", "A part of the income goes to the reserve", "322",
                  "311", ""},
    EntryTemplate{"excluded_credits", "不可分配收入转入公积公益金",
                  "What may not be distributed goes to the reserve", "322", "311", "cj"},
    EntryTemplate{"collective_units", "集体股收益转入公积公益金",
                  "The dividend of collective units goes to the reserve", "322", "311", ""},
    EntryTemplate{"dividend_to_members", "应付成员收益分配", "A dividend for members is declared",
                  "322", "113", "pg"},
    EntryTemplate{"dividend_to_others", "应付其他投资者收益分配",
                  "A dividend for others is declared", "322", "211", "P"},
    EntryTemplate{"dividend_paid", "发放收益分配", "A dividend is paid", "113,211", "102,101",
                  "pg"}};

// Kept by whose it is.
constexpr std::array<std::string_view, 6> kByParty = {"112", "113", "211", "212", "213", "221"};

struct Letter {
  char letter;
  TemplateField field;
};
constexpr std::array kLetters = {
    Letter{'p', TemplateField::kParty},      Letter{'c', TemplateField::kContract},
    Letter{'i', TemplateField::kInstalment}, Letter{'a', TemplateField::kAsset},
    Letter{'j', TemplateField::kProject},    Letter{'g', TemplateField::kGroup}};

const char* FieldName(TemplateField field) {
  switch (field) {
    case TemplateField::kParty:
      return "party";
    case TemplateField::kContract:
      return "contract";
    case TemplateField::kInstalment:
      return "instalment";
    case TemplateField::kAsset:
      return "asset";
    case TemplateField::kProject:
      return "project";
    case TemplateField::kGroup:
      return "group";
  }
  return "";
}

const std::optional<Uuid>& ValueOf(const TemplateFilling& filling, TemplateField field) {
  switch (field) {
    case TemplateField::kContract:
      return filling.purpose.contract;
    case TemplateField::kInstalment:
      return filling.purpose.instalment;
    case TemplateField::kAsset:
      return filling.purpose.asset;
    case TemplateField::kProject:
      return filling.purpose.project;
    case TemplateField::kGroup:
      return filling.purpose.group;
    default:
      return filling.party;
  }
}

Result<Done> CheckFields(const EntryTemplate& entry, const TemplateFilling& filling) {
  const auto asked = FieldsOf(entry);
  for (const auto& [letter, field] : kLetters) {
    const auto found = std::ranges::find(asked, field, &AskedField::field);
    const bool given = ValueOf(filling, field).has_value();
    if (given && found == asked.end()) return refusals::TemplateFieldUnfit(FieldName(field));
    if (!given && found != asked.end() && found->required) {
      return refusals::TemplateFieldMissing(FieldName(field));
    }
  }
  return Done{};
}

Result<AccountCode> Choose(const char* field, std::string_view codes,
                           const std::optional<AccountCode>& chosen,
                           const std::set<AccountCode>& sub_accounts) {
  const auto allowed = CodesOf(codes);
  const AccountCode code = chosen ? *chosen : AccountCode::Parse(allowed.front()).value();
  const bool fits = std::ranges::any_of(
      allowed, [&](const std::string& one) { return code.text().starts_with(one); });
  if (!fits) return refusals::TemplateAccountUnfit(field);
  QM_TRY(CheckPostable(Chart::kCollective, sub_accounts, code));
  return code;
}

VoucherLine LineOf(Side side, const AccountCode& account, const TemplateFilling& filling) {
  const auto chart_code = std::string_view(account.text()).substr(0, 3);
  const bool by_party = std::ranges::find(kByParty, chart_code) != kByParty.end();
  return {.side = side,
          .account = account,
          .party = by_party ? filling.party : std::nullopt,
          .amount = filling.amount,
          .purpose = filling.purpose};
}

}  // namespace

std::span<const EntryTemplate> EntryTemplates() { return kTemplates; }

const EntryTemplate* FindTemplate(std::string_view id) {
  const auto found = std::ranges::find(kTemplates, id, &EntryTemplate::id);
  return found == kTemplates.end() ? nullptr : &*found;
}

std::vector<std::string> CodesOf(std::string_view codes) {
  std::vector<std::string> all(1);
  for (const char c : codes) {
    if (c == ',') {
      all.emplace_back();
    } else {
      all.back() += c;
    }
  }
  return all;
}

std::vector<AskedField> FieldsOf(const EntryTemplate& entry) {
  std::vector<AskedField> fields;
  for (const char c : entry.asks) {
    for (const auto& [letter, field] : kLetters) {
      const char large = static_cast<char>(letter - 'a' + 'A');
      if (c == letter || c == large) fields.push_back({field, c == large});
    }
  }
  return fields;
}

Result<std::vector<VoucherLine>> FillTemplate(const EntryTemplate& entry,
                                              const TemplateFilling& filling,
                                              const std::set<AccountCode>& sub_accounts) {
  if (filling.amount <= Fen()) return refusals::AmountNotPositive("amount_fen");
  QM_TRY(CheckFields(entry, filling));
  QM_ASSIGN(const AccountCode debit,
            Choose("debit_account", entry.debits, filling.debit, sub_accounts));
  QM_ASSIGN(const AccountCode credit,
            Choose("credit_account", entry.credits, filling.credit, sub_accounts));
  std::vector<VoucherLine> lines = {LineOf(Side::kDebit, debit, filling),
                                    LineOf(Side::kCredit, credit, filling)};
  if (entry.income) lines.back().income = entry.income;
  QM_TRY(MarkIncome(Chart::kCollective, &lines));
  return lines;
}

}  // namespace qianmo::ledger
