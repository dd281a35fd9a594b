// Statements and notifications in XML: what they come to, and every way in which they are wrong.
#include "ledger/bankfile/camt_reader.h"

#include <gtest/gtest.h>

#include "ledger/bankfile/camt_entry.h"
#include "ledger/bankfile/camt_form.h"
#include "ledger/bankfile/statement_reader.h"
#include "services/ledger/bankfile/reading.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr const char* kPayer =
    "<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>"
    "<RltdPties><Dbtr><Pty><Nm>张三</Nm></Pty></Dbtr>"
    "<DbtrAcct><Id><Othr><Id>622848001</Id></Othr></Id></DbtrAcct>"
    "<Cdtr><Pty><Nm>清河县农交中心</Nm></Pty></Cdtr>"
    "<CdtrAcct><Id><Othr><Id>6200001088</Id></Othr></Id></CdtrAcct></RltdPties>"
    "<RltdAgts><DbtrAgt><FinInstnId><ClrSysMmbId><MmbId>103345678901</MmbId></ClrSysMmbId>"
    "<Nm>农业银行清河支行</Nm></FinInstnId></DbtrAgt></RltdAgts>"
    "<RmtInf><Ustrd>保证金</Ustrd><Ustrd>子账号000088</Ustrd></RmtInf></TxDtls>";

CamtText OneEntry(const EntryText& entry, const std::string& closing = "1100.00") {
  CamtText text;
  text.closing = closing;
  text.entries = entry.Text();
  return text;
}

TEST(CamtReader, ReadsAnEntry) {
  const Reading reading = ReadStatements(OneEntry({.details = kPayer}).File());
  ASSERT_EQ(reading.reason(), "");
  const StatementHead& head = reading.statements.at(0).head;
  EXPECT_EQ(head.kind, StatementKind::kStatement);
  EXPECT_EQ(head.message, "M1");
  EXPECT_EQ(head.id, "S1");
  EXPECT_EQ(head.account, "6200001");
  EXPECT_EQ(head.sequence, 7);
  ASSERT_EQ(reading.items().size(), 1u);
  EXPECT_EQ(ToText(reading.items()[0]),
            "1.1 +¥100.00 2026-11-20 2026-11-20|A1|PMNT/RCDT/ESCT|E1||张三|622848001|103345678901|"
            "保证金 子账号000088|");
  const StatementTail& tail = *reading.statements.at(0).tail;
  EXPECT_EQ(tail.opening, Fen(100'000));
  EXPECT_EQ(tail.closing, Fen(110'000));
  EXPECT_EQ(tail.credits, 1);
  EXPECT_EQ(tail.credit_sum, Fen(10'000));
}

TEST(CamtReader, ReadsTheSameHoweverTheBytesCome) {
  CamtText text = OneEntry({.details = kPayer});
  text.entries += EntryText{.amount = "5.00", .direction = "DBIT", .reference = ""}.Text();
  text.closing = "1095.00";
  const std::string file = text.File();
  const std::string whole = ToText(ReadStatements(file));
  ASSERT_EQ(ReadStatements(file).reason(), "");
  for (std::size_t cut = 1; cut < file.size(); ++cut) {
    Reading reading = ReadStatements(file, {}, cut);
    ASSERT_EQ(ToText(reading), whole) << cut;
  }
}

std::string Detail(const std::string& amount, const std::string& more = "") {
  return "<TxDtls>" + more + (amount.empty() ? "" : "<Amt Ccy=\"CNY\">" + amount + "</Amt>") +
         "</TxDtls>";
}

TEST(CamtReader, MakesAnItemOfEachDetail) {
  const std::string details =
      "<Btch><NbOfTxs>3</NbOfTxs><TtlAmt Ccy=\"CNY\">100.00</TtlAmt></Btch>" +
      Detail("70.00", "<Refs><AcctSvcrRef>D1</AcctSvcrRef></Refs>") + Detail("40.00") +
      Detail("10.00") + "";
  // The last goes the other way.
  const std::string netted =
      details.substr(0, details.rfind("</TxDtls>")) + "<CdtDbtInd>DBIT</CdtDbtInd></TxDtls>";
  const Reading reading = ReadStatements(OneEntry({.details = netted}).File());
  ASSERT_EQ(reading.reason(), "") << ToText(reading);
  ASSERT_EQ(reading.items().size(), 3u);
  EXPECT_EQ(ToText(reading.items()[0]).substr(0, 45),
            "1.1 +¥70.00 2026-11-20 2026-11-20|D1|PMNT/RC");
  EXPECT_EQ(reading.items()[1].reference, "A1");
  EXPECT_EQ(reading.items()[1].detail, 2);
  EXPECT_EQ(reading.items()[2].direction, Direction::kDebit);
  const StatementTail& tail = *reading.statements[0].tail;
  EXPECT_EQ(tail.credits, 2);
  EXPECT_EQ(tail.credit_sum - tail.debit_sum, Fen(10'000));
}

TEST(CamtReader, TakesTheAmountOfTheEntryForItsOnlyDetail) {
  for (const std::string& details :
       {Detail(""), Detail("100.00"),
        std::string("<TxDtls><AmtDtls><TxAmt><Amt Ccy=\"CNY\">100.00</Amt></TxAmt></AmtDtls>"
                    "</TxDtls>")}) {
    const Reading reading = ReadStatements(OneEntry({.details = details}).File());
    ASSERT_EQ(reading.reason(), "") << ToText(reading);
    EXPECT_EQ(reading.items()[0].amount, Fen(10'000));
  }
}

TEST(CamtReader, SkipsAndCountsWhatIsNotBooked) {
  CamtText text;
  text.entries = EntryText{.status = "PDNG"}.Text() + EntryText{.status = "INFO"}.Text();
  const Reading reading = ReadStatements(text.File());
  ASSERT_EQ(reading.reason(), "");
  EXPECT_TRUE(reading.items().empty());
  EXPECT_EQ(reading.statements[0].tail->skipped, 2);
}

TEST(CamtReader, FindsTheSubAccountWhereTheProfileSays) {
  CamtText text = OneEntry({.details = kPayer});
  text.head = "<RltdAcct><Id><Othr><Id>6200001077</Id></Othr></Id></RltdAcct>";
  struct Case {
    SubAccountRule rule;
    const char* found;
  };
  for (const Case& one :
       {Case{{}, ""}, Case{{.place = SubAccountPlace::kRelatedAccount}, "6200001077"},
        Case{{.place = SubAccountPlace::kPartyAccount}, "6200001088"},
        Case{{.place = SubAccountPlace::kRemittance, .prefix = "子账号", .digits = 6}, "000088"},
        Case{{.place = SubAccountPlace::kRemittance, .prefix = "子账号", .digits = 5}, ""}}) {
    const Reading reading = ReadStatements(text.File(), {.sub_account = one.rule});
    ASSERT_EQ(reading.reason(), "");
    EXPECT_EQ(reading.items()[0].sub_account, one.found);
  }
}

TEST(CamtReader, TakesTheEntrysOwnNumberOnlyWhereItNamesIt) {
  const std::string file = OneEntry({.reference = "", .before = "<NtryRef>1</NtryRef>"}).File();
  EXPECT_EQ(ReadStatements(file).items()[0].reference, "1");
  EXPECT_EQ(ReadStatements(file, {.entry_reference = false}).items()[0].reference, "");
}

TEST(CamtReader, NamesABookingAlikeInFilesThatOverlap) {
  CamtText first, second;
  const std::string unnamed = EntryText{.amount = "1.00", .reference = ""}.Text();
  first.entries = EntryText{}.Text() + unnamed + unnamed;
  first.closing = "1102.00";
  second.entries =
      EntryText{.amount = "9.00", .reference = "B"}.Text() + unnamed + unnamed + EntryText{}.Text();
  second.closing = "1111.00";
  const Reading one = ReadStatements(first.File()), two = ReadStatements(second.File());
  ASSERT_EQ(one.reason() + two.reason(), "");
  EXPECT_EQ(one.items()[0].identity, two.items()[3].identity);
  EXPECT_EQ(one.items()[1].identity, two.items()[1].identity);
  EXPECT_EQ(one.items()[2].identity, two.items()[2].identity);
  EXPECT_NE(one.items()[1].identity, one.items()[2].identity);
}

TEST(CamtReader, NamesABookingAlikeInStatementsOfOneFile) {
  const std::string twice = OneEntry({}).Statement() + OneEntry({}).Statement();
  const Reading reading = ReadStatements(CamtFile(twice));
  ASSERT_EQ(reading.reason(), "");
  EXPECT_EQ(reading.statements[0].items[0].identity, reading.statements[1].items[0].identity);
}

TEST(CamtReader, ReadsANotification) {
  std::string file = CamtFile("<Ntfctn><Id>N1</Id><Acct><Id><IBAN>CN6200001</IBAN></Id></Acct>" +
                              EntryText{}.Text() + "</Ntfctn>");
  for (const auto& [old, fresh] :
       {std::pair{"camt.053", "camt.054"}, std::pair{"<BkToCstmrStmt>", "<BkToCstmrDbtCdtNtfctn>"},
        std::pair{"</BkToCstmrStmt>", "</BkToCstmrDbtCdtNtfctn>"}}) {
    file.replace(file.find(old), std::string(old).size(), fresh);
  }
  const Reading reading = ReadStatements(file);
  ASSERT_EQ(reading.reason(), "") << ToText(reading);
  EXPECT_EQ(reading.statements[0].head.kind, StatementKind::kNotification);
  EXPECT_EQ(reading.statements[0].head.account, "CN6200001");
  EXPECT_FALSE(reading.statements[0].tail->opening);
  const Reading statement = ReadStatements(OneEntry({}).File());
  EXPECT_EQ(reading.items()[0].identity, statement.items()[0].identity);
}

TEST(CamtReader, ReadsSeveralStatementsOfOneFile) {
  CamtText empty;
  const CamtText full = OneEntry({});
  const Reading reading = ReadStatements(CamtFile(empty.Statement() + full.Statement()));
  ASSERT_EQ(reading.reason(), "");
  ASSERT_EQ(reading.statements.size(), 2u);
  EXPECT_TRUE(reading.statements[0].items.empty());
  EXPECT_EQ(reading.statements[1].items.size(), 1u);
}

TEST(CamtReader, KnowsWhyAPaymentCameBack) {
  const Reading reading =
      ReadStatements(OneEntry({.details = Detail("",
                                                 "<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
                                                 "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")})
                         .File());
  EXPECT_EQ(reading.items()[0].return_code, "AC04");
  EXPECT_EQ(reading.items()[0].end_to_end_id, "");
}

// A file of one entry with a text in another's place.
struct WrongFile {
  const char* what;
  std::string old;
  std::string fresh;
  const char* reason;
  const char* entry = "";
};

std::vector<WrongFile> WrongValues() {
  const std::string amount = "<Amt Ccy=\"CNY\">100.00</Amt>";
  const auto sized = [](const std::string& text) { return "<Amt Ccy=\"CNY\">" + text + "</Amt>"; };
  return {
      {"three decimals", amount, sized("100.001"), "AMOUNT_MALFORMED", "1"},
      {"three decimals of zero", amount, sized("100.000"), "AMOUNT_MALFORMED", "1"},
      {"below zero", amount, sized("-100.00"), "AMOUNT_NOT_POSITIVE", "1"},
      {"nothing", amount, sized("0.00"), "AMOUNT_NOT_POSITIVE", "1"},
      {"a huge amount", amount, sized("1000000000000.00"), "AMOUNT_TOO_LARGE", "1"},
      {"an empty amount", amount, sized(""), "VALUE_MISSING", "1"},
      {"no amount", amount, "", "VALUE_MISSING", "1"},
      {"dollars", amount, "<Amt Ccy=\"USD\">100.00</Amt>", "CURRENCY_FOREIGN", "1"},
      {"no currency", amount, "<Amt>100.00</Amt>", "CURRENCY_FOREIGN", "1"},
      {"two amounts", amount, amount + amount, "XML_REPEATED"},
      {"no direction", "<CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<Sts>", "VALUE_MISSING", "1"},
      {"another direction", "<CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<CdtDbtInd>C</CdtDbtInd><Sts>",
       "VALUE_MALFORMED", "1"},
      {"no status", "<Sts><Cd>BOOK</Cd></Sts>", "", "VALUE_MISSING", "1"},
      {"no date", "<BookgDt><Dt>2026-11-20</Dt></BookgDt>", "", "VALUE_MISSING", "1"},
      {"a day that is none", "<Dt>2026-11-20</Dt></BookgDt>", "<Dt>2026-11-31</Dt></BookgDt>",
       "VALUE_MALFORMED", "1"},
      {"a flag that is none", "<Sts>", "<RvslInd>yes</RvslInd><Sts>", "VALUE_MALFORMED", "1"},
      {"a long reference", ">A1<", ">A23456789012345678901234567890123456<", "VALUE_TOO_LONG"},
      {"no account", "<Id>6200001</Id>", "", "VALUE_MISSING"},
      {"dollars in the account", "<Ccy>CNY</Ccy>", "<Ccy>USD</Ccy>", "CURRENCY_FOREIGN"},
      {"two accounts", "<Acct>", "<Acct><Id><Othr><Id>1</Id></Othr></Id></Acct><Acct>",
       "XML_REPEATED"},
      {"two numbers of the account", "<Id><Othr>", "<Id><IBAN>CN1</IBAN><Othr>", "XML_REPEATED"},
      {"two heads", "<GrpHdr>", "<GrpHdr></GrpHdr><GrpHdr>", "XML_REPEATED"},
      {"two dates", "<BookgDt>", "<BookgDt><Dt>2026-11-19</Dt></BookgDt><BookgDt>", "XML_REPEATED"},
      {"no id", "<Id>S1</Id>", "", "VALUE_MISSING"},
      {"a page of several", "<Id>S1</Id>",
       "<Id>S1</Id><StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>",
       "STATEMENT_PAGED"},
      {"another page", "<Id>S1</Id>",
       "<Id>S1</Id><StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>",
       "STATEMENT_PAGED"},
      {"a message of several", "<CreDtTm>",
       "<MsgPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></MsgPgntn><CreDtTm>",
       "STATEMENT_PAGED"},
      {"no opening", "OPBD", "OPAV", "BALANCE_MISSING"},
      {"no closing", "CLBD", "CLAV", "BALANCE_MISSING"},
      {"two openings", "CLBD", "OPBD", "XML_REPEATED"},
      {"a balance without direction", "1100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>", "1100.00</Amt>",
       "VALUE_MISSING"},
      {"a fen more", "1100.00", "1100.01", "BALANCE_MISMATCH"},
      {"a fen less", "1100.00", "1099.99", "BALANCE_MISMATCH"},
      {"the other direction", "<CdtDbtInd>CRDT</CdtDbtInd><Sts>",
       "<CdtDbtInd>DBIT</CdtDbtInd><Sts>", "BALANCE_MISMATCH"},
      {"bytes behind the end", "</Document>", "</Document>x", "XML_MALFORMED"},
      {"a DTD in front", "<Document", "<!DOCTYPE Document><Document", "XML_FORBIDDEN"},
      {"an older version", "053.001.08", "053.001.02", "XML_UNKNOWN_MESSAGE"},
  };
}

TEST(CamtReader, RefusesAFileWithAWrongValue) {
  const std::string whole = OneEntry({}).File();
  ASSERT_EQ(ReadStatements(whole).reason(), "");
  for (const WrongFile& one : WrongValues()) {
    std::string file = whole;
    const std::size_t at = file.find(one.old);
    ASSERT_NE(at, file.npos) << one.what;
    file.replace(at, one.old.size(), one.fresh);
    const Reading reading = ReadStatements(file);
    EXPECT_EQ(reading.reason(), one.reason) << one.what << ": " << ToText(reading);
    EXPECT_FALSE(reading.Said("line").empty()) << one.what;
    if (*one.entry == '\0') continue;
    EXPECT_EQ(reading.Said("entry"), one.entry) << one.what;
  }
}

std::string Totals(const std::string& which, const std::string& count, const std::string& sum,
                   const std::string& more = "") {
  return Element(which, Element("NbOfNtries", count) + Element("Sum", sum) + more);
}

TEST(CamtReader, RefusesAFileWhoseTotalsAreOthers) {
  const auto net = [](const std::string& amount, const std::string& direction) {
    return Element("TtlNetNtry", Element("Amt", amount) + Element("CdtDbtInd", direction));
  };
  struct Case {
    std::string summary;
    const char* reason;
  };
  for (const Case& one : {
           Case{Totals("TtlNtries", "2", "130.00", net("70.00", "CRDT")), ""},
           Case{Totals("TtlNtries", "3", "130.00"), "COUNT_MISMATCH"},
           Case{Totals("TtlNtries", "2", "130.01"), "SUM_MISMATCH"},
           Case{Totals("TtlNtries", "2", "130.00", net("70.00", "DBIT")), "SUM_MISMATCH"},
           Case{Totals("TtlCdtNtries", "1", "100.00"), ""},
           Case{Totals("TtlCdtNtries", "2", "100.00"), "COUNT_MISMATCH"},
           Case{Totals("TtlCdtNtries", "1", "100.01"), "SUM_MISMATCH"},
           Case{Totals("TtlDbtNtries", "1", "30.00"), ""},
           Case{Totals("TtlDbtNtries", "0", "30.00"), "COUNT_MISMATCH"},
           Case{Totals("TtlDbtNtries", "1", "29.99"), "SUM_MISMATCH"},
           Case{Totals("TtlDbtNtries", "x", "30.00"), "VALUE_MALFORMED"},
           Case{Totals("TtlDbtNtries", "1", "30.001"), "AMOUNT_MALFORMED"},
       }) {
    CamtText text;
    text.entries = EntryText{}.Text() + EntryText{.amount = "30.00", .direction = "DBIT"}.Text();
    text.closing = "1070.00";
    text.summary = one.summary;
    EXPECT_EQ(ReadStatements(text.File()).reason(), one.reason) << one.summary;
  }
}

TEST(CamtReader, RefusesDetailsThatDoNotComeToTheirEntry) {
  const auto batch = [](const std::string& inside) { return Element("Btch", inside); };
  const std::string both = Detail("70.00") + Detail("30.00");
  struct Case {
    std::string details;
    const char* reason;
  };
  for (const Case& one : {
           Case{both, ""},
           Case{Detail("70.00") + Detail("30.01"), "DETAILS_MISMATCH"},
           Case{Detail("70.00") + Detail("29.99"), "DETAILS_MISMATCH"},
           Case{Detail("70.00") + Detail(""), "DETAILS_MISMATCH"},
           Case{Detail("99.99"), "DETAILS_MISMATCH"},
           Case{Detail("100.00") + Detail("0.00"), "AMOUNT_NOT_POSITIVE"},
           Case{batch("<NbOfTxs>2</NbOfTxs>") + both, ""},
           Case{batch("<NbOfTxs>3</NbOfTxs>") + both, "COUNT_MISMATCH"},
           Case{batch("<NbOfTxs>3</NbOfTxs>"), ""},
           Case{batch("<TtlAmt Ccy=\"CNY\">100.00</TtlAmt>") + both, ""},
           Case{batch("<TtlAmt Ccy=\"CNY\">100.01</TtlAmt>") + both, "DETAILS_MISMATCH"},
       }) {
    EXPECT_EQ(ReadStatements(OneEntry({.details = one.details}).File()).reason(), one.reason)
        << one.details;
  }
}

TEST(CamtReader, ComparesTheBalanceOfTheDayBefore) {
  CamtText text = OneEntry({});
  const auto before = [](const std::string& amount) {
    return "<Bal><Tp><CdOrPrtry><Cd>PRCD</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">" + amount +
           "</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>";
  };
  text.head = before("1000.00");
  EXPECT_EQ(ReadStatements(text.File()).reason(), "");
  text.head = before("1000.01");
  EXPECT_EQ(ReadStatements(text.File()).reason(), "BALANCE_MISMATCH");
  text.head = before("1000.00");
  text.opening = "";
  EXPECT_EQ(ReadStatements(text.File()).reason(), "");
}

TEST(CamtReader, ReadsAnAccountThatIsOverdrawn) {
  CamtText text = OneEntry({}, "-50.00");
  text.opening = "-150.00";
  const Reading reading = ReadStatements(text.File());
  ASSERT_EQ(reading.reason(), "");
  EXPECT_EQ(reading.statements[0].tail->closing, Fen(-5'000));
}

TEST(CamtReader, HoldsItsLimits) {
  CamtText text;
  text.entries = EntryText{}.Text() + EntryText{}.Text();
  text.closing = "1200.00";
  EXPECT_EQ(ReadStatements(text.File(), {}, 100, {.entries = 2}).reason(), "");
  EXPECT_EQ(ReadStatements(text.File(), {}, 100, {.entries = 1}).reason(),
            "BANK_FILE_TOO_MANY_ENTRIES");
  const std::string two = OneEntry({.details = Detail("70.00") + Detail("30.00")}).File();
  EXPECT_EQ(ReadStatements(two, {}, 100, {.entries = 2}).reason(), "");
  EXPECT_EQ(ReadStatements(two, {}, 100, {.entries = 1}).reason(), "BANK_FILE_TOO_MANY_ENTRIES");
}

TEST(StatementReader, StaysRefused) {
  StatementReader reader({}, {}, {});
  const auto first = reader.Feed("no XML");
  ASSERT_FALSE(first);
  EXPECT_EQ(reader.Feed("<Document/>").refusal().message, first.refusal().message);
  EXPECT_EQ(reader.Finish().refusal().message, first.refusal().message);
}

}  // namespace
}  // namespace qianmo::ledger::bankfile
