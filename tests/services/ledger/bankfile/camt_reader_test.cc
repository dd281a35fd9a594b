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

}  // namespace
}  // namespace qianmo::ledger::bankfile
