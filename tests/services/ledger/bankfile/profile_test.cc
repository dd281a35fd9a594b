// Profiles as texts: read, written, and refused where they cannot work.
#include "ledger/bankfile/profile.h"

#include <gtest/gtest.h>

#include "ledger/bankfile/profile_check.h"
#include "ledger/bankfile/profile_keys.h"
#include "services/ledger/bankfile/profile_samples.h"

namespace qianmo::ledger::bankfile {
namespace {

TEST(Profile, SaysWhatTheSamplesSay) {
  const auto profile = ParseProfile(kRuralBank);
  ASSERT_TRUE(profile) << profile.refusal().message;
  EXPECT_EQ(profile->bank, "清河农村商业银行");
  const StatementProfile& statement = profile->statement;
  EXPECT_EQ(statement.form, FileForm::kCsv);
  EXPECT_EQ(statement.csv.encoding, sheet::Encoding::kGb18030);
  EXPECT_EQ(statement.csv.lines_before, 2);
  EXPECT_EQ(*statement.csv.HeaderOf(Column::kDebit), "借方发生额");
  EXPECT_EQ(statement.csv.HeaderOf(Column::kAmount), nullptr);
  EXPECT_EQ(statement.csv.trailer->credit_sum, 5);
  EXPECT_EQ(statement.booked_words, (std::vector<std::string>{"正常", "已入账"}));
  EXPECT_EQ(statement.sub_account, (SubAccountRule{SubAccountPlace::kRemittance, "保证金", 6}));
  EXPECT_EQ(profile->payout.charset, sheet::Encoding::kGbk);
  EXPECT_EQ(profile->results.returned_words, (std::vector<std::string>{"退汇"}));
}

TEST(Profile, IsReadAgainAsItWasWritten) {
  for (const char* text : {kRuralBank, kLargeBank, "", "payout.bank_code = 105345678901",
                           "bank = a\nstatement.entry_reference = no"}) {
    const auto profile = ParseProfile(text);
    ASSERT_TRUE(profile) << profile.refusal().message;
    const std::string written = FormatProfile(*profile);
    const auto again = ParseProfile(written);
    ASSERT_TRUE(again) << again.refusal().message << "\n" << written;
    EXPECT_EQ(*again, *profile);
    EXPECT_EQ(FormatProfile(*again), written);
  }
}

TEST(Profile, NamesEachColumnOnce) {
  EXPECT_EQ((std::set<std::string_view>(kColumnWords.begin(), kColumnWords.end()).size()),
            static_cast<std::size_t>(kColumnCount));
  EXPECT_EQ(kColumnWords[static_cast<std::size_t>(Column::kSubAccount)], "sub_account");
  EXPECT_EQ(kColumnWords[static_cast<std::size_t>(Column::kReversal)], "reversal");
}

// The sample with a line more.
std::string With(const std::string& line) { return std::string(kLargeBank) + line + "\n"; }
// The sample with a text in another's place.
std::string Instead(std::string text, const std::string& old, const std::string& fresh) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, text.npos) << old;
  return text.replace(at, old.size(), fresh);
}

TEST(Profile, RefusesWhatCannotWork) {
  const std::string large = kLargeBank, rural = kRuralBank;
  struct Case {
    const char* what;
    std::string text;
    const char* line;
  };
  for (const Case& one : {
           Case{"an unknown key", "bank = a\nstatement.colour = red", "2"},
           Case{"an unknown column", With("statement.column.colour = red"), "30"},
           Case{"no sign", "bank = a\n\n# b\nstatement", "4"},
           Case{"a key twice", "bank = a\nbank = b", "2"},
           Case{"no number", "statement.lines_before = two", "1"},
           Case{"a number below zero", "statement.lines_before = -1", "1"},
           Case{"a huge number", "payout.most_items = 99999999999999999999", "1"},
           Case{"no word", "statement.form = pdf", "1"},
           Case{"no flag", "statement.fen = 1", "1"},
           Case{"a long delimiter", With("payout.delimiter = ||"), "30"},
           Case{"a letter between",
                Instead(large, "statement.delimiter = |", "statement.delimiter = x"), ""},
           Case{"no date", Instead(large, "YYYY-MM-DD hh:mm:ss", "YY-MM-DD"), ""},
           Case{"no booking date", Instead(large, "column.booking_date", "column.value_date"), ""},
           Case{"no amount", Instead(large, "statement.column.amount = amt\n", ""), ""},
           Case{"two ways of amounts",
                With("statement.column.credit = in\nstatement.column.debit = out"), ""},
           Case{"only credits", Instead(rural, "statement.column.debit = 借方发生额\n", ""), ""},
           Case{"no words of debits", Instead(large, "statement.debit_words = D,借\n", ""), ""},
           Case{"a status without words",
                Instead(rural, "statement.booked_words = 正常,已入账\n", ""), ""},
           Case{"words without a status", With("statement.booked_words = 正常"), ""},
           Case{"one header for two", Instead(large, "= opp_name", "= opp_acct"), ""},
           Case{"no sub-account column",
                Instead(large, "statement.column.sub_account = sub_acct\n", ""), ""},
           Case{"a sub-account of XML",
                Instead(large, "sub_account = column", "sub_account = related_account"), ""},
           Case{"a column in XML", "statement.sub_account = column", ""},
           Case{"no digits", Instead(rural, "statement.sub_account.digits = 6\n", ""), ""},
           Case{"totals without a mark", Instead(rural, "statement.trailer.mark = 合计\n", ""), ""},
           Case{"totals before nothing", Instead(rural, "statement.lines_before = 2\n", ""), ""},
           Case{"a payout without a bank", Instead(large, "105345678901", "1053456789"), ""},
           Case{"a payout without names", Instead(rural, "payout.column.name = 收款人户名\n", ""),
                ""},
           Case{"a longer name than the schema's",
                Instead(large, "most_name = 30", "most_name = 141"), ""},
           Case{"results without a status",
                Instead(rural, "results.column.status = 处理结果\n", ""), ""},
           Case{"results never paid", Instead(rural, "results.paid_words = 成功,交易成功\n", ""),
                ""},
           Case{"no UTF-8", "bank = \xd5\xc5", ""},
           Case{"too long", std::string(70'000, '\n'), ""},
       }) {
    const auto profile = ParseProfile(one.text);
    ASSERT_FALSE(profile) << one.what;
    EXPECT_EQ(profile.refusal().reason, "PROFILE_MALFORMED") << one.what;
    const auto& metadata = profile.refusal().metadata;
    EXPECT_EQ(metadata.empty() ? "" : metadata[0].second, one.line)
        << one.what << ": " << profile.refusal().message;
  }
}

TEST(Profile, FindsSubAccountsInXmlWithoutAWord) {
  struct Case {
    const char* text;
    SubAccountPlace place;
  };
  const std::string table = Instead(Instead(kLargeBank, "statement.sub_account = column\n", ""),
                                    "statement.column.sub_account = sub_acct\n", "");
  for (const Case& one :
       {Case{"", SubAccountPlace::kPartyAccount}, Case{"bank = a", SubAccountPlace::kPartyAccount},
        Case{"statement.sub_account = party_account", SubAccountPlace::kPartyAccount},
        Case{"statement.sub_account = nowhere", SubAccountPlace::kNowhere},
        Case{table.c_str(), SubAccountPlace::kNowhere}}) {
    const auto profile = ParseProfile(one.text);
    ASSERT_TRUE(profile) << profile.refusal().message;
    EXPECT_EQ(profile->statement.sub_account.place, one.place) << one.text;
    const auto again = ParseProfile(FormatProfile(*profile));
    EXPECT_TRUE(again && *again == *profile) << one.text;
  }
}

TEST(Profile, NeedNotSayTheCodeThatTheAccountKnows) {
  const auto profile = ParseProfile("payout.most_items = 2");
  ASSERT_TRUE(profile) << profile.refusal().message;
  EXPECT_FALSE(CheckProfile(profile->payout)) << "but nothing is written without it";
  EXPECT_FALSE(ParseProfile("payout.bank_code = 1053"));
}

TEST(IsBankCode, HasTwelveDigits) {
  EXPECT_TRUE(IsBankCode("105345678901"));
  for (const char* code : {"", "10534567890", "1053456789012", "10534567890a"}) {
    EXPECT_FALSE(IsBankCode(code)) << code;
  }
}

}  // namespace
}  // namespace qianmo::ledger::bankfile
