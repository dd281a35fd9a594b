// Templates: every entry of the trade's page, each a balanced voucher, and nothing that nobody
// asked for.
#include "ledger/domain/entry_template.h"

#include <set>

#include <gtest/gtest.h>

#include "ledger/domain/template_refusals.h"

namespace qianmo::ledger {
namespace {

const Uuid kTenant = Uuid::Parse("01900000-0000-7000-8000-000000000001").value();
const Uuid kLease = Uuid::Parse("01900000-0000-7000-8000-000000000002").value();

AccountCode Code(std::string_view text) { return AccountCode::Parse(text).value(); }

TemplateFilling Filling(const EntryTemplate& entry) {
  TemplateFilling filling{.amount = Fen(100)};
  for (const auto& [field, required] : FieldsOf(entry)) {
    if (!required) continue;
    if (field == TemplateField::kParty) filling.party = kTenant;
    if (field == TemplateField::kContract) filling.purpose.contract = kLease;
  }
  return filling;
}

template <class T>
std::string Answer(const Result<T>& result) {
  return result ? "" : result.refusal().reason;
}

TEST(EntryTemplates, MakeTheEntriesOfTheTrade) {
  struct Case {
    const char *id, *debit, *credit;
  };
  for (const Case& one :
       {Case{"rent_due", "112", "501"}, Case{"rent_received", "102", "112"},
        Case{"rent_in_advance", "102", "211"}, Case{"rent_of_period", "211", "501"},
        Case{"reserve", "322", "311"}, Case{"excluded_credits", "322", "311"},
        Case{"collective_units", "322", "311"}, Case{"dividend_to_members", "322", "113"},
        Case{"dividend_to_others", "322", "211"}, Case{"dividend_paid", "113", "102"},
        Case{"pass_through_in", "102", "113"}, Case{"pass_through_out", "113", "102"},
        Case{"deposit_from_centre", "102", "112"}, Case{"subsidy_received", "102", "503"},
        Case{"expense_paid", "513", "102"}}) {
    const EntryTemplate* entry = FindTemplate(one.id);
    ASSERT_NE(entry, nullptr) << one.id;
    const auto lines = FillTemplate(*entry, Filling(*entry), {});
    ASSERT_TRUE(lines) << one.id << Answer(lines);
    EXPECT_EQ(lines->at(0).account, Code(one.debit)) << one.id;
    EXPECT_EQ(lines->at(1).account, Code(one.credit)) << one.id;
  }
  EXPECT_EQ(FindTemplate("x"), nullptr);
}

TEST(EntryTemplates, AreVouchersWhicheverOfTheirAccountsIsTaken) {
  std::set<std::string_view> ids, names;
  for (const EntryTemplate& entry : EntryTemplates()) {
    EXPECT_TRUE(ids.insert(entry.id).second) << entry.id;
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_FALSE(entry.english.empty()) << entry.id;
    EXPECT_EQ(FieldsOf(entry).size(), entry.asks.size()) << entry.id << " asks in other letters";
    for (const std::string& debit : CodesOf(entry.debits)) {
      for (const std::string& credit : CodesOf(entry.credits)) {
        TemplateFilling filling = Filling(entry);
        filling.debit = Code(debit);
        filling.credit = Code(credit);
        const auto lines = FillTemplate(entry, filling, {});
        ASSERT_TRUE(lines) << entry.id << Answer(lines);
        EXPECT_TRUE(Decompose(*lines)) << entry.id;
      }
    }
  }
}

TEST(EntryTemplates, SayWhoseItIsWhereAnAccountIsKeptByParty) {
  const EntryTemplate& entry = *FindTemplate("rent_due");
  const auto lines = FillTemplate(entry, Filling(entry), {}).value();
  EXPECT_EQ(lines[0].party, kTenant);
  EXPECT_EQ(lines[1].party, std::nullopt);
  EXPECT_EQ(lines[0].purpose.contract, kLease);
  EXPECT_EQ(lines[1].purpose.contract, kLease);
  EXPECT_EQ(lines[1].income, IncomeKind::kRecurringOperating);
  const EntryTemplate& excluded = *FindTemplate("excluded_received");
  EXPECT_EQ(FillTemplate(excluded, Filling(excluded), {})->at(1).income, IncomeKind::kExcluded);
}

TEST(EntryTemplates, RefuseWhatDoesNotFit) {
  const EntryTemplate& entry = *FindTemplate("rent_received");
  const std::set<AccountCode> divided = {Code("10201")};
  const auto with = [&](auto change) {
    TemplateFilling filling = Filling(entry);
    change(filling);
    return Answer(FillTemplate(entry, filling, divided));
  };
  EXPECT_EQ(with([](auto&) {}), "ACCOUNT_DIVIDED") << "the usual one is divided in these books";
  EXPECT_EQ(with([](auto& f) { f.debit = Code("10201"); }), "");
  EXPECT_EQ(with([](auto& f) { f.debit = Code("101"); }), "");
  EXPECT_EQ(with([](auto& f) { f.debit = Code("10202"); }), "ACCOUNT_UNKNOWN");
  EXPECT_EQ(with([](auto& f) { f.debit = Code("501"); }), "TEMPLATE_ACCOUNT_UNFIT");
  EXPECT_EQ(with([](auto& f) {
              f.debit = Code("10201");
              f.credit = Code("211");
            }),
            "TEMPLATE_ACCOUNT_UNFIT");
  EXPECT_EQ(with([](auto& f) { f.party.reset(); }), "TEMPLATE_FIELD_MISSING");
  EXPECT_EQ(with([](auto& f) { f.purpose.project = kLease; }), "TEMPLATE_FIELD_UNFIT");
  EXPECT_EQ(with([](auto& f) { f.amount = Fen(); }), "AMOUNT_NOT_POSITIVE");
  EXPECT_EQ(refusals::TemplateNotFound().reason, "TEMPLATE_NOT_FOUND");
}

}  // namespace
}  // namespace qianmo::ledger
