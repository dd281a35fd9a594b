// Books as files. hledger checks every journal that these tests make, and adds up what we did.
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/books_export.h"
#include "ledger/domain/hledger.h"
#include "ledger/exports_service.h"
#include "ledger/install.h"
#include "ledger/journal_store.h"
#include "services/ledger/auditor.h"

namespace qianmo::ledger {
namespace {

using testing::HasSubstr;
using testing::Not;

class BooksExportTest : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(bureau_.Unsound(), ""); }

  template <class Request>
  Request Between(const std::string& first, const std::string& last) {
    auto request = Named<Request>(bureau_.books());
    *request.mutable_first_month() = Day(first);
    *request.mutable_last_month() = Day(last);
    return request;
  }
  std::string Journal(const std::string& first = "2026-01-01",
                      const std::string& last = "2026-11-01") {
    const auto answer = bureau_.Ask(bureau_.clerk(), &Exports::ExportJournal,
                                    Between<v1::ExportJournalRequest>(first, last));
    EXPECT_TRUE(answer.ok()) << answer.reason();
    return answer.reply.data();
  }

  Bureau bureau_;
};

TEST_F(BooksExportTest, AreJournalsThatHledgerFindsSound) {
  bureau_.Divide("10201", "农商行 (基本户)");
  bureau_.Post({"D 10201 100000", "C 301 100000"}, "2026-01-05");
  bureau_.Post({"D 513 12345", "D 511 5", "C 10201 12350"}, "2026-02-10");
  bureau_.Post({"D 112 7", "C 501 7"}, "2026-03-31");
  const std::string all = Journal();
  EXPECT_THAT(all, HasSubstr("account 102 银行存款:10201 农商行 (基本户)\n"));
  EXPECT_THAT(all, HasSubstr("\n2026-02-10 * (2) 收到租金\n"
                             "    513 管理费用  123.45 CNY\n"
                             "    511 经营支出  0.05 CNY\n"
                             "    102 银行存款:10201 农商行 (基本户)  -123.50 CNY\n"));
  EXPECT_EQ(HledgerFinds(all), "");
  EXPECT_EQ(HledgerBalances(all), TrialOf(bureau_, "2026-01-01", "2026-11-01"));
  const std::string later = Journal("2026-02-01", "2026-02-01");
  EXPECT_THAT(later, HasSubstr("2026-02-01 * 期初余额\n"));
  EXPECT_THAT(later, Not(HasSubstr("(1)")));
  EXPECT_EQ(HledgerFinds(later), "");
  EXPECT_EQ(HledgerBalances(later), TrialOf(bureau_, "2026-02-01", "2026-02-01"));
}

TEST_F(BooksExportTest, DoNotDeceiveWhoeverChecksThem) {
  bureau_.Post({"D 102 700", "C 301 700"});
  std::string changed = Journal();
  EXPECT_EQ(HledgerFinds(changed), "");
  changed.replace(changed.find("= 7.00"), 6, "= 7.01");
  EXPECT_THAT(HledgerFinds(changed), HasSubstr("balance assertion"));
}

TEST_F(BooksExportTest, KeepNamesThatLookLikeSignsOfAJournal) {
  const char* names[] = {"a;b  c", "(d)",       "[e]",    "\"f\" 'g'", "h:i", "= 1 CNY",
                         "* ! j",  "🏠　　房子", "20 CNY", "@ 3",       "|k",  "l\tm"};
  int number = 10;
  for (const char* name : names) {
    const std::string sub = "102" + std::to_string(number++);
    ASSERT_TRUE(bureau_.Divide(sub, name).ok()) << name;
    auto request = bureau_.NewVoucher({"D " + sub + " 5", "C 501 5"});
    request.mutable_voucher()->set_summary(name);
    const auto draft = bureau_.Ask(bureau_.agent(), &Vouchers::DraftVoucher, request);
    ASSERT_TRUE(draft.ok()) << name << draft.reason();
    ASSERT_TRUE(bureau_.Approve(bureau_.approver(), draft.reply.name()).ok());
  }
  const std::string journal = Journal();
  EXPECT_EQ(HledgerFinds(journal), "") << journal;
  EXPECT_EQ(HledgerBalances(journal), TrialOf(bureau_, "2026-01-01", "2026-11-01")) << journal;
}

TEST_F(BooksExportTest, AreSoundForAnyBooks) {
  std::mt19937 dice(11);
  const char* const accounts[] = {"112", "113", "151", "211", "301", "322", "501", "513"};
  for (int i = 0; i < 40; ++i) {
    const std::string amount = std::to_string(dice() % 1'000'000 + 1);
    const auto debit = dice() % 8, credit = (debit + 1 + dice() % 7) % 8;
    bureau_.Post({std::string("D ") + accounts[debit] + " " + amount,
                  std::string("C ") + accounts[credit] + " " + amount},
                 "2026-0" + std::to_string(dice() % 9 + 1) + "-15");
  }
  for (const auto& [first, last] :
       {std::pair("2026-01-01", "2026-11-01"), std::pair("2026-03-01", "2026-06-01")}) {
    const std::string journal = Journal(first, last);
    EXPECT_EQ(HledgerFinds(journal), "") << journal;
    EXPECT_EQ(HledgerBalances(journal), TrialOf(bureau_, first, last));
  }
}

TEST_F(BooksExportTest, AreOfCustodyBooksToo) {
  auto request = Between<v1::ExportJournalRequest>("2026-01-01", "2026-11-01");
  request.set_name(bureau_.Custody());
  const auto answer = bureau_.Ask(bureau_.officer(), &Exports::ExportJournal, request);
  ASSERT_TRUE(answer.ok()) << answer.reason();
  EXPECT_EQ(HledgerFinds(answer.reply.data()), "");
  EXPECT_EQ(HledgerBalances(answer.reply.data()), (Lines{"102 100", "204 -100"}))
      << "what a rule posted";
}

TEST_F(BooksExportTest, GoThroughAllMonthsThatTheCalendarHas) {
  bureau_.Post({"D 102 100000", "C 501 100000"}, "2026-01-05");
  const std::string journal = Journal("0001-01-01", "9999-12-31");
  EXPECT_EQ(HledgerFinds(journal), "");
  EXPECT_EQ(HledgerBalances(journal), TrialOf(bureau_, "0001-01-01", "9999-12-31"));
  auto request = Between<v1::ExportPostingsRequest>("0001-01-01", "9999-12-31");
  request.set_account("102");
  EXPECT_EQ(bureau_.Ask(bureau_.clerk(), &Exports::ExportPostings, request).reason(), "");
}

TEST_F(BooksExportTest, AreTablesOfVouchersAndBalances) {
  bureau_.Post({"D 102 100000", "C 501 100000"}, "2026-01-05");
  bureau_.Post({"D 513 250", "C 102 250"}, "2026-02-10");
  auto vouchers = Between<v1::ExportVouchersRequest>("2026-01-01", "2026-02-01");
  const auto csv = bureau_.Ask(bureau_.clerk(), &Exports::ExportVouchers, vouchers);
  EXPECT_EQ(FileNameOf(csv.reply), "柳湾村股份经济合作社2026-01至2026-02凭证.csv");
  EXPECT_THAT(csv.reply.data(),
              HasSubstr("\r\n2026-01-05,1,收到租金,102,银行存款,1000.00,,,,,,,,\r\n"
                        "2026-01-05,1,收到租金,501,经营收入,,1000.00,,,,,,,经常性经营收入\r\n"
                        "2026-02-10,2,收到租金,513,管理费用,2.50,,,,,,,,\r\n"
                        "2026-02-10,2,收到租金,102,银行存款,,2.50,,,,,,,\r\n"
                        "合计,,,,,1002.50,1002.50,,,,,,,\r\n"));
  vouchers.set_format(v1::TABLE_FORMAT_XLSX);
  EXPECT_TRUE(bureau_.Ask(bureau_.clerk(), &Exports::ExportVouchers, vouchers)
                  .reply.data()
                  .starts_with("PK"));
  const auto trial =
      bureau_.Ask(bureau_.clerk(), &Exports::ExportTrialBalance,
                  Between<v1::ExportTrialBalanceRequest>("2026-02-01", "2026-02-01"));
  EXPECT_EQ(FileNameOf(trial.reply), "柳湾村股份经济合作社2026-02科目余额表.csv");
  EXPECT_THAT(trial.reply.data(),
              HasSubstr("\r\n102,银行存款,1000.00,0.00,0.00,2.50,997.50,0.00\r\n"));
  EXPECT_THAT(trial.reply.data(),
              HasSubstr("\r\n合计,,1000.00,1000.00,2.50,2.50,1000.00,1000.00\r\n"));
}

TEST_F(BooksExportTest, FollowAnAccountFromLineToLine) {
  bureau_.Divide("10201", "农商行");
  bureau_.Divide("10202", "信用社");
  bureau_.Post({"D 10201 1000", "C 501 1000"}, "2026-01-05");
  bureau_.Post({"D 10202 400", "C 10201 400"}, "2026-02-03");
  bureau_.Post({"D 513 30", "C 10202 30"}, "2026-02-02");
  auto request = Between<v1::ExportPostingsRequest>("2026-02-01", "2026-02-01");
  request.set_account("102");
  const auto csv = bureau_.Ask(bureau_.clerk(), &Exports::ExportPostings, request);
  ASSERT_EQ(csv.reason(), "");
  EXPECT_EQ(FileNameOf(csv.reply), "柳湾村股份经济合作社2026-02102明细账.csv");
  EXPECT_THAT(csv.reply.data(), HasSubstr("\r\n2026-02-01,,期初余额,102,,,,借,10.00\r\n"
                                          "2026-02-02,3,收到租金,10202,513,,0.30,借,9.70\r\n"
                                          "2026-02-03,2,收到租金,10202,10201,4.00,,借,13.70\r\n"
                                          "2026-02-03,2,收到租金,10201,10202,,4.00,借,9.70\r\n"
                                          "2026-02-28,,合计,102,,4.00,4.30,借,9.70\r\n"));
  request.set_account("10203");
  EXPECT_EQ(bureau_.Ask(bureau_.clerk(), &Exports::ExportPostings, request).reason(),
            "ACCOUNT_UNKNOWN");
  request.set_account("x");
  EXPECT_EQ(bureau_.Ask(bureau_.clerk(), &Exports::ExportPostings, request).reason(),
            "ACCOUNT_CODE_MALFORMED");
  request = Between<v1::ExportPostingsRequest>("2026-02-01", "2026-01-01");
  request.set_account("102");
  EXPECT_EQ(bureau_.Ask(bureau_.clerk(), &Exports::ExportPostings, request).reason(),
            "MONTHS_REVERSED");
}

// What no name should look like, all of it at once.
TEST(BooksExport, ReadsAsItIsMeantWhateverThingsAreCalled) {
  const std::vector<std::string> signs = {
      ";", ":",  "  ", "\t",  "\n",     "(",  ")",          "[",      "]",       "\"", "'",
      "=", "==", "@",  "*",   "!",      "|",  ",",          "#",      "%",       "~",  "-",
      "+", "$",  "€",  "1.5", "20 CNY", "　", "\u00a0",     "\u2028", "🏠",       "田", "a",
      "{", "}",  "<",  ">",   "\\",     "/",  "2026-01-01", "\u200b", "e\u0301", "&",  "."};
  std::mt19937 dice(3);
  const auto any_name = [&] {
    std::string name;
    for (std::size_t i = dice() % 6; i-- > 0;) name += signs[dice() % signs.size()];
    return name;
  };
  std::vector<std::string> accounts;
  for (int i = 0; i < 300; ++i) {
    const std::string code = std::to_string(10000 + i);
    accounts.push_back(HledgerAccount({{code.substr(0, 3), "类"}, {code, any_name()}}));
  }
  HledgerJournal journal(any_name(), accounts);
  Lines expected;
  std::vector<HledgerPosting> closing;
  for (std::size_t i = 0; i + 1 < accounts.size(); i += 2) {
    const Fen amount(static_cast<std::int64_t>(i) + 1);
    journal.Add(
        {.date = Date(std::chrono::year(2026) / 1 / 5),
         .code = std::to_string(i + 1),
         .description = any_name(),
         .postings = {{accounts[i], amount, {{"party", "x"}}}, {accounts[i + 1], -amount}}});
    for (const auto& [at, fen] : {std::pair(i, amount), std::pair(i + 1, -amount)}) {
      closing.push_back({accounts[at], fen});
      expected.push_back(std::to_string(10000 + at) + " " + std::to_string(fen.count()));
    }
  }
  journal.Assert(Date(std::chrono::year(2026) / 1 / 31), any_name(), closing);
  const std::string text = journal.Finish();
  EXPECT_EQ(HledgerFinds(text), "");
  EXPECT_EQ(HledgerBalances(text), expected);
}

// In books that are not sound.
TEST(BooksExport, HoldAsMuchAsAFileCanAndNoMore) {
  Bureau bureau;
  const std::string id = bureau.books().substr(bureau.books().rfind('/') + 1);
  bureau.Query(
      "WITH v AS (INSERT INTO ledger.voucher (county_id, id, books_id, state, voucher_date, year,"
      "  number, summary, attachments, total_fen, origin, create_time, end_time, reject_reason)"
      " SELECT 7, gen_random_uuid(), '" +
      id +
      "', 2, '2026-02-01', 2026, n, 'x', 0, 1, 2, '2026-02-01', '2026-02-01', ''"
      " FROM generate_series(1, 20001) AS n RETURNING id)"
      " INSERT INTO ledger.voucher_line (county_id, voucher_id, position, side, code, amount_fen)"
      " SELECT 7, v.id, 1, 1, '102', 1 FROM v");
  auto request = Named<v1::ExportVouchersRequest>(bureau.books());
  *request.mutable_first_month() = Day("2026-02-01");
  *request.mutable_last_month() = Day("2026-02-01");
  EXPECT_EQ(bureau.Ask(bureau.clerk(), &Exports::ExportVouchers, request).reason(),
            "EXPORT_TOO_LARGE");
}

}  // namespace
}  // namespace qianmo::ledger
