// What banks say has become of payments, and every way in which they say it wrongly.
#include "ledger/bankfile/payout_result.h"

#include <gtest/gtest.h>

#include "ledger/bankfile/csv_result_reader.h"
#include "ledger/bankfile/pain002_reader.h"
#include "services/ledger/bankfile/profile_samples.h"
#include "services/ledger/bankfile/reading.h"
#include "sheet/encoder.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr const char* kOutcomes[] = {"accepted", "paid",    "rejected",
                                     "returned", "pending", "unknown"};

std::string Text(Outcome outcome) { return kOutcomes[static_cast<int>(outcome)]; }

struct ResultReading {
  std::string text;  // head and results, a line each
  std::string reason;
};

ResultReading ReadResults(const std::string& file, const ResultProfile& profile = {},
                          std::size_t piece = 1 << 20, const Limits& limits = {}) {
  ResultReading reading;
  ResultReader reader(
      profile,
      {.head =
           [&](const ResultHead& head) {
             reading.text += head.original_message + "|" + (head.group ? Text(*head.group) : "-") +
                             "|" + head.reason_code + "|" + head.reason + "\n";
           },
       .result =
           [&](const PayoutResult& result) {
             reading.text +=
                 result.end_to_end_id + "|" + Text(result.outcome) + "|" + result.status + "|" +
                 result.reason_code + "|" + result.reason + "|" + result.reference + "|" +
                 (result.amount ? FormatYuan(*result.amount) : "-") + "|" + result.account + "\n";
           }},
      limits);
  Result<Done> outcome = Done();
  for (std::size_t at = 0; outcome && at < file.size(); at += piece) {
    outcome = reader.Feed(std::string_view(file).substr(at, piece));
  }
  if (outcome) outcome = reader.Finish();
  if (!outcome) reading.reason = outcome.refusal().reason;
  return reading;
}

std::string Tx(const std::string& id, const std::string& status, const std::string& more = "") {
  return Element("TxInfAndSts", (id.empty() ? "" : Element("OrgnlEndToEndId", id)) +
                                    Element("TxSts", status) + more);
}

std::string Report(const std::string& group, const std::string& payment) {
  return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.11\"><CstmrPmtStsRpt>\n"
         "<GrpHdr><MsgId>R1</MsgId><CreDtTm>2026-11-20T18:00:00</CreDtTm></GrpHdr>\n"
         "<OrgnlGrpInfAndSts><OrgnlMsgId>P1</OrgnlMsgId>"
         "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>" +
         group + "</OrgnlGrpInfAndSts>\n<OrgnlPmtInfAndSts><OrgnlPmtInfId>P1</OrgnlPmtInfId>" +
         payment + "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n";
}

TEST(Pain002Reader, ReadsEachResult) {
  const std::string file = Report(
      "<OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>3.00</OrgnlCtrlSum><GrpSts>PART</GrpSts>",
      Tx("E1", "ACSC", "<AcctSvcrRef>B1</AcctSvcrRef>") +
          Tx("E2", "RJCT",
             "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>账户已销户</AddtlInf>"
             "<AddtlInf>请核实</AddtlInf></StsRsnInf><StsRsnInf><Rsn><Prtry>X</Prtry></Rsn>"
             "</StsRsnInf><OrgnlTxRef><Amt><InstdAmt Ccy=\"CNY\">1.00</InstdAmt></Amt><CdtrAcct>"
             "<Id><Othr><Id>6222001</Id></Othr></Id></CdtrAcct></OrgnlTxRef>"));
  const std::string expected =
      "P1|unknown||\n"
      "E1|paid|ACSC|||B1|-|\n"
      "E2|rejected|RJCT|AC04|账户已销户 请核实||¥1.00|6222001\n";
  for (std::size_t piece = 1; piece < file.size(); piece += 7) {
    const ResultReading reading = ReadResults(file, {}, piece);
    ASSERT_EQ(reading.reason, "");
    ASSERT_EQ(reading.text, expected);
  }
}

TEST(Pain002Reader, KnowsWhatEachStatusMeans) {
  struct Case {
    const char* status;
    Outcome outcome;
  };
  for (const Case& one : {Case{"ACTC", Outcome::kAccepted}, Case{"ACCP", Outcome::kAccepted},
                          Case{"ACSP", Outcome::kAccepted}, Case{"ACWC", Outcome::kAccepted},
                          Case{"ACWP", Outcome::kAccepted}, Case{"ACSC", Outcome::kPaid},
                          Case{"ACCC", Outcome::kPaid}, Case{"RJCT", Outcome::kRejected},
                          Case{"CANC", Outcome::kRejected}, Case{"RTRN", Outcome::kReturned},
                          Case{"PDNG", Outcome::kPending}, Case{"RCVD", Outcome::kPending},
                          Case{"PART", Outcome::kUnknown}, Case{"acsc", Outcome::kUnknown},
                          Case{"", Outcome::kUnknown}}) {
    EXPECT_EQ(OutcomeOf(one.status), one.outcome) << one.status;
  }
}

TEST(Pain002Reader, SaysWhatBecameOfTheWholeFile) {
  EXPECT_EQ(ReadResults(Report("<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM10</Cd></Rsn>"
                               "<AddtlInf>总额不符</AddtlInf></StsRsnInf>",
                               ""))
                .text,
            "P1|rejected|AM10|总额不符\n");
  EXPECT_EQ(ReadResults(Report("", "<PmtInfSts>ACCP</PmtInfSts>")).text, "P1|accepted||\n");
  EXPECT_EQ(ReadResults(Report("<GrpSts>ACCP</GrpSts>", "<PmtInfSts>RJCT</PmtInfSts>")).text,
            "P1|unknown||\n");
  EXPECT_EQ(ReadResults(Report("", "")).text, "P1|-||\n");
}

std::string PerStatus(const std::string& status, const std::string& count,
                      const std::string& sum = "") {
  return Element("NbOfTxsPerSts", Element("DtldNbOfTxs", count) + Element("DtldSts", status) +
                                      (sum.empty() ? "" : Element("DtldCtrlSum", sum)));
}

TEST(Pain002Reader, RefusesWhatDoesNotAddUp) {
  const std::string amount =
      "<OrgnlTxRef><Amt><InstdAmt Ccy=\"CNY\">1.00</InstdAmt></Amt></OrgnlTxRef>";
  const std::string two = Tx("E1", "ACSC", amount) + Tx("E2", "ACSC", amount);
  struct Case {
    const char* what;
    std::string file;
    const char* reason;
  };
  for (const Case& one : {
           Case{"right", Report(PerStatus("ACSC", "2", "2.00"), two), ""},
           Case{"right below", Report("", PerStatus("ACSC", "2") + two), ""},
           Case{"a status that is not listed", Report(PerStatus("RJCT", "9"), two), ""},
           Case{"another count", Report(PerStatus("ACSC", "3"), two), "COUNT_MISMATCH"},
           Case{"another sum", Report(PerStatus("ACSC", "2", "2.01"), two), "SUM_MISMATCH"},
           Case{"another count below", Report("", PerStatus("ACSC", "1") + two), "COUNT_MISMATCH"},
           Case{"two payments",
                Report(PerStatus("ACSC", "2", "2.00"),
                       PerStatus("ACSC", "1", "1.00") + Tx("E1", "ACSC", amount) +
                           "</OrgnlPmtInfAndSts><OrgnlPmtInfAndSts>" + PerStatus("ACSC", "1") +
                           Tx("E2", "ACSC", amount)),
                ""},
           Case{"too few in the second",
                Report(PerStatus("ACSC", "2", "2.00"),
                       Tx("E1", "ACSC", amount) + "</OrgnlPmtInfAndSts><OrgnlPmtInfAndSts>" +
                           PerStatus("ACSC", "2") + Tx("E2", "ACSC", amount)),
                "COUNT_MISMATCH"},
           Case{"more than were asked", Report("<OrgnlNbOfTxs>1</OrgnlNbOfTxs>", two),
                "COUNT_MISMATCH"},
           Case{"no id", Report("", Tx("", "ACSC")), "RESULT_WITHOUT_ID"},
           Case{"dollars",
                Report("", Tx("E1", "ACSC",
                              "<OrgnlTxRef><Amt><InstdAmt Ccy=\"USD\">1</InstdAmt></Amt>"
                              "</OrgnlTxRef>")),
                "CURRENCY_FOREIGN"},
           Case{"a long id", Report("", Tx(std::string(36, 'e'), "ACSC")), "VALUE_TOO_LONG"},
           Case{"two ids", Report("", Tx("E1", "ACSC", "<OrgnlEndToEndId>E2</OrgnlEndToEndId>")),
                "XML_REPEATED"},
           Case{"a DTD", "<!DOCTYPE a>" + Report("", two), "XML_FORBIDDEN"},
           Case{"half", Report("", two).substr(0, 500), "BANK_FILE_CUT_SHORT"},
           Case{"a statement", CamtText{}.File(), "XML_UNKNOWN_MESSAGE"},
           Case{"nothing", "", "BANK_FILE_CUT_SHORT"},
       }) {
    EXPECT_EQ(ReadResults(one.file).reason, one.reason) << one.what;
  }
  std::string statuses;
  for (int i = 100; i < 200; ++i) statuses += Tx("E", std::to_string(i));
  EXPECT_EQ(ReadResults(Report("", statuses)).reason, "");
  EXPECT_EQ(ReadResults(Report("", statuses + Tx("E", "ACSC"))).reason, "XML_TOO_LONG");
  EXPECT_EQ(ReadResults(Report("", two), {}, 100, {.entries = 2}).reason, "");
  EXPECT_EQ(ReadResults(Report("", two), {}, 100, {.entries = 1}).reason,
            "BANK_FILE_TOO_MANY_ENTRIES");
}

std::string Table(const std::string& rows, const std::string& total) {
  return *sheet::Encoder(sheet::Encoding::kGb18030)
              .Encode("批次号,业务编号,处理结果,失败原因,金额,账号\n" + rows + total);
}

TEST(CsvResultReader, ReadsTheWordsOfTheBank) {
  const ResultProfile profile = ParseProfile(kRuralBank)->results;
  const std::string file = Table(
      "P1,E1,成功,,1.00,6222001\nP1,E2,失败,户名不符,2.00,6222002\nP1,E3,退汇,账户已销户,3.00,\n"
      "P1,E4,已受理,,4.00,\nP1,E5,处理中,,5.00,\nP1,E6,交易成功！,,6.00,\n",
      "合计,6,21.00\n");
  const std::string expected =
      "P1|-||\nE1|paid|成功||||¥1.00|6222001\nE2|rejected|失败||户名不符||¥2.00|6222002\n"
      "E3|returned|退汇||账户已销户||¥3.00|\nE4|accepted|已受理||||¥4.00|\n"
      "E5|pending|处理中||||¥5.00|\nE6|unknown|交易成功！||||¥6.00|\n";
  for (std::size_t piece = 1; piece < file.size(); piece += 5) {
    const ResultReading reading = ReadResults(file, profile, piece);
    ASSERT_EQ(reading.reason, "");
    ASSERT_EQ(reading.text, expected);
  }
}

TEST(CsvResultReader, RefusesAWrongTable) {
  const ResultProfile profile = ParseProfile(kRuralBank)->results;
  struct Case {
    const char* what;
    std::string rows;
    std::string total;
    const char* reason;
  };
  for (const Case& one : {
           Case{"another count", "P1,E1,成功,,1.00,\n", "合计,2,1.00\n", "COUNT_MISMATCH"},
           Case{"another sum", "P1,E1,成功,,1.00,\n", "合计,1,1.01\n", "SUM_MISMATCH"},
           Case{"no total", "P1,E1,成功,,1.00,\n", "", "BANK_FILE_CUT_SHORT"},
           Case{"no id", "P1,,成功,,1.00,\n", "合计,1,1.00\n", "RESULT_WITHOUT_ID"},
           Case{"nothing paid", "P1,E1,成功,,0.00,\n", "合计,1,0.00\n", "AMOUNT_NOT_POSITIVE"},
           Case{"three decimals", "P1,E1,成功,,1.001,\n", "合计,1,1.00\n", "AMOUNT_MALFORMED"},
       }) {
    EXPECT_EQ(ReadResults(Table(one.rows, one.total), profile).reason, one.reason) << one.what;
  }
  EXPECT_EQ(ReadResults("批次号,业务编号\n", profile).reason, "BANK_FILE_ENCODING");
  EXPECT_EQ(ReadResults("a\n", ResultProfile{.form = FileForm::kCsv}).reason, "PROFILE_MALFORMED");
}

}  // namespace
}  // namespace qianmo::ledger::bankfile
