// Payments for a bank: what is written is what was asked, or nothing is.
#include "ledger/bankfile/payout.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "base/time_text.h"
#include "ledger/bankfile/csv_text.h"
#include "ledger/bankfile/pain001.h"
#include "ledger/bankfile/payout_check.h"
#include "ledger/bankfile/payout_csv.h"
#include "ledger/bankfile/xml_writer.h"
#include "services/ledger/bankfile/profile_samples.h"
#include "sheet/decoder.h"

namespace qianmo::ledger::bankfile {
namespace {

PayoutProfile RuralPayout() { return ParseProfile(kRuralBank)->payout; }
PayoutProfile LargePayout() { return ParseProfile(kLargeBank)->payout; }

PayoutItem Item(const std::string& id, std::int64_t fen, const std::string& name = "张三") {
  return {.end_to_end_id = id,
          .amount = Fen(fen),
          .payee = {.name = name,
                    .account = "6222001",
                    .bank_code = "103345678901",
                    .bank_name = "农业银行清河支行"},
          .remittance = "退保证金"};
}

std::vector<PayoutItem> TwoItems() {
  std::vector<PayoutItem> items = {Item("E1", 10'000), Item("E2", 5, "李四")};
  items[1].payee.bank_code = "402345678999";
  return items;
}

PayoutHead HeadOf(const std::vector<PayoutItem>& items) {
  PayoutHead head{.id = "P20261120-1",
                  .created = *ParseRfc3339("2026-11-20T02:00:00.5Z"),
                  .execution = *ParseIsoDate("2026-11-21"),
                  .payer_name = "清河县农村产权交易中心",
                  .payer_account = "6200001",
                  .sum = Fen()};
  head.count = static_cast<std::int64_t>(items.size());
  for (const PayoutItem& item : items) head.sum += item.amount;
  return head;
}

std::string ReasonOf(const Result<std::string>& written) {
  return written ? "" : written.refusal().reason;
}

std::string Told(const Refusal& refusal, const std::string& key) {
  for (const auto& [name, value] : refusal.metadata) {
    if (name == key) return value;
  }
  return "";
}

TEST(WritePayout, WritesAMessageWithTotals) {
  const auto items = TwoItems();
  const auto bytes = WritePayout(LargePayout(), HeadOf(items), items);
  ASSERT_TRUE(bytes) << bytes.refusal().message;
  for (const char* part :
       {"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">",
        "<GrpHdr>\n<MsgId>P20261120-1</MsgId>\n<CreDtTm>2026-11-20T10:00:00+08:00</CreDtTm>\n"
        "<NbOfTxs>2</NbOfTxs>\n<CtrlSum>100.05</CtrlSum>",
        "<PmtMtd>TRF</PmtMtd>\n<NbOfTxs>2</NbOfTxs>\n<CtrlSum>100.05</CtrlSum>",
        "<ReqdExctnDt>\n<Dt>2026-11-21</Dt>", "<MmbId>105345678901</MmbId>",
        "<EndToEndId>E1</EndToEndId>", "<InstdAmt Ccy=\"CNY\">100.00</InstdAmt>",
        "<InstdAmt Ccy=\"CNY\">0.05</InstdAmt>", "<Nm>张三</Nm>"}) {
    EXPECT_NE(bytes->find(part), std::string::npos) << part;
  }
  EXPECT_EQ(*WritePayout(LargePayout(), HeadOf(items), items), *bytes);
}

TEST(WritePayout, WritesTheTableOfAProfile) {
  const auto items = TwoItems();
  const auto bytes = WritePayout(RuralPayout(), HeadOf(items), items);
  ASSERT_TRUE(bytes) << bytes.refusal().message;
  EXPECT_EQ(*sheet::Decoder(sheet::Encoding::kGbk).Decode(*bytes),
            "批量代发,2,100.05\r\n"
            "批次号,业务编号,收款人户名,本行账号,他行账号,联行号,金额,附言,执行日期\r\n"
            "P20261120-1,E1,张三,,6222001,103345678901,100.00,退保证金,20261121\r\n"
            "P20261120-1,E2,李四,6222001,,402345678999,0.05,退保证金,20261121\r\n");
}

// A batch with one thing wrong.
struct WrongCase {
  const char* what;
  std::function<void(PayoutHead*, std::vector<PayoutItem>*)> change;
  const char* reason;
  const char* field;
};

std::vector<WrongCase> WrongBatches() {
  using Items = std::vector<PayoutItem>;
  const auto second = [](std::function<void(PayoutItem*)> change) {
    return [change](PayoutHead*, Items* items) { change(&items->at(1)); };
  };
  const std::string long_text(141, 'a');
  return {
      {"nobody", [](PayoutHead*, Items* items) { items->clear(); }, "PAYOUT_EMPTY", ""},
      {"another count", [](PayoutHead* head, Items*) { head->count = 3; }, "COUNT_MISMATCH", ""},
      {"another sum", [](PayoutHead* head, Items*) { head->sum += Fen(1); }, "SUM_MISMATCH", ""},
      {"no id", [](PayoutHead* head, Items*) { head->id = ""; }, "PAYOUT_FIELD_WRONG", "id"},
      {"a long id", [](PayoutHead* head, Items*) { head->id = std::string(36, 'a'); },
       "PAYOUT_FIELD_WRONG", "id"},
      {"a payer whom no bank can write",
       [](PayoutHead* head, Items*) { head->payer_name = "\U00020000"; }, "PAYOUT_FIELD_WRONG",
       "payer_name"},
      {"beyond GBK", second([](PayoutItem* item) { item->payee.name = "李\U00020000"; }),
       "PAYEE_CHARACTER", "name"},
      {"beyond GBK in words", second([](PayoutItem* item) { item->remittance = "㛃"; }),
       "PAYEE_CHARACTER", "remittance"},
      {"a smile", second([](PayoutItem* item) { item->payee.bank_name = "\U0001f600"; }),
       "PAYEE_CHARACTER", "bank_name"},
      {"a line end", second([](PayoutItem* item) { item->payee.name = "李\n四"; }),
       "PAYEE_CHARACTER", "name"},
      {"a zero", second([](PayoutItem* item) { item->payee.name = std::string("a\0b", 3); }),
       "PAYEE_CHARACTER", "name"},
      {"a control", second([](PayoutItem* item) { item->payee.name = "李\xc2\x85四"; }),
       "PAYEE_CHARACTER", "name"},
      {"a blank of no width", second([](PayoutItem* item) { item->payee.name = "李\u200b四"; }),
       "PAYEE_CHARACTER", "name"},
      {"right to left", second([](PayoutItem* item) { item->payee.name = "李\u202e四"; }),
       "PAYEE_CHARACTER", "name"},
      {"no text", second([](PayoutItem* item) { item->payee.name = "\xd5\xc5"; }),
       "PAYEE_CHARACTER", "name"},
      {"no name", second([](PayoutItem* item) { item->payee.name = ""; }), "PAYEE_FIELD_MISSING",
       "name"},
      {"only a blank", second([](PayoutItem* item) { item->payee.name = " "; }),
       "PAYEE_FIELD_MALFORMED", "name"},
      {"a blank at the end", second([](PayoutItem* item) { item->payee.name = "李四 "; }),
       "PAYEE_FIELD_MALFORMED", "name"},
      {"a long name", second([=](PayoutItem* item) { item->payee.name = long_text; }),
       "PAYEE_FIELD_TOO_LONG", "name"},
      {"long words", second([=](PayoutItem* item) { item->remittance = long_text; }),
       "PAYEE_FIELD_TOO_LONG", "remittance"},
      {"no account", second([](PayoutItem* item) { item->payee.account = ""; }),
       "PAYEE_FIELD_MISSING", "account"},
      {"an account with blanks", second([](PayoutItem* item) { item->payee.account = "6222 001"; }),
       "PAYEE_FIELD_MALFORMED", "account"},
      {"a long account",
       second([](PayoutItem* item) { item->payee.account = std::string(35, '1'); }),
       "PAYEE_FIELD_TOO_LONG", "account"},
      {"half a bank code", second([](PayoutItem* item) { item->payee.bank_code = "103"; }),
       "PAYEE_FIELD_MALFORMED", "bank_code"},
      {"no attempt", second([](PayoutItem* item) { item->end_to_end_id = ""; }),
       "PAYEE_FIELD_MISSING", "end_to_end_id"},
      {"a long attempt",
       second([](PayoutItem* item) { item->end_to_end_id = std::string(36, 'e'); }),
       "PAYEE_FIELD_TOO_LONG", "end_to_end_id"},
      {"an attempt twice", second([](PayoutItem* item) { item->end_to_end_id = "E1"; }),
       "PAYEE_REPEATED", "end_to_end_id"},
      {"nothing", second([](PayoutItem* item) { item->amount = Fen(); }),
       "PAYEE_AMOUNT_NOT_POSITIVE", "amount"},
      {"a huge amount", second([](PayoutItem* item) { item->amount = Fen(100'000'000'000'000); }),
       "PAYEE_FIELD_MALFORMED", "amount"},
      {"below zero", second([](PayoutItem* item) { item->amount = Fen(-1); }),
       "PAYEE_AMOUNT_NOT_POSITIVE", "amount"},
  };
}

TEST(WritePayout, RefusesABatchThatABankWouldNotTake) {
  for (const PayoutProfile& profile : {RuralPayout(), LargePayout()}) {
    for (const WrongCase& one : WrongBatches()) {
      auto items = TwoItems();
      PayoutHead head = HeadOf(items);
      one.change(&head, &items);
      const auto written = WritePayout(profile, head, items);
      ASSERT_EQ(ReasonOf(written), one.reason) << one.what;
      EXPECT_EQ(Told(written.refusal(), "field"), one.field) << one.what;
      const bool of_payee = std::string(one.reason).starts_with("PAYEE_");
      EXPECT_EQ(Told(written.refusal(), "index"), of_payee ? "1" : "") << one.what;
      const bool is_text = of_payee && IsUtf8(items[1].payee.name);
      EXPECT_EQ(Told(written.refusal(), "name"), is_text ? items[1].payee.name : "") << one.what;
    }
  }
}

TEST(WritePayout, TakesEachFieldAtItsLongest) {
  PayoutProfile profile = LargePayout();
  auto items = TwoItems();
  items[1].end_to_end_id = std::string(35, 'e');
  items[1].payee.account = std::string(34, '1');
  items[1].payee.name = std::string(29, 'a') + "田";
  items[1].remittance = std::string(139, 'a') + "田";
  items[1].amount = Fen(99'999'999'999'999);
  EXPECT_EQ(ReasonOf(WritePayout(profile, HeadOf(items), items)), "PAYOUT_FIELD_WRONG");
  items[1].amount -= items[0].amount;
  EXPECT_EQ(ReasonOf(WritePayout(profile, HeadOf(items), items)), "");
  items[1].payee.name += "b";
  EXPECT_EQ(ReasonOf(WritePayout(profile, HeadOf(items), items)), "PAYEE_FIELD_TOO_LONG");
}

TEST(WritePayout, TakesAsManyAsTheBank) {
  PayoutProfile profile = LargePayout();
  profile.most_items = 2;
  auto items = TwoItems();
  EXPECT_EQ(ReasonOf(WritePayout(profile, HeadOf(items), items)), "");
  items.push_back(Item("E3", 1));
  EXPECT_EQ(ReasonOf(WritePayout(profile, HeadOf(items), items)), "PAYOUT_TOO_MANY");
}

TEST(WritePayout, WritesNoFormulas) {
  auto items = TwoItems();
  items[0].remittance = "=HYPERLINK(1)";
  EXPECT_EQ(ReasonOf(WritePayout(RuralPayout(), HeadOf(items), items)), "PAYEE_CHARACTER");
  EXPECT_EQ(ReasonOf(WritePayout(LargePayout(), HeadOf(items), items)), "");
}

TEST(WritePayout, WritesNothingByAProfileThatCannotWork) {
  PayoutProfile profile = LargePayout();
  profile.bank_code = "";
  const auto items = TwoItems();
  EXPECT_EQ(ReasonOf(WritePayout(profile, HeadOf(items), items)), "PROFILE_MALFORMED");
}

std::string TextOf() {
  return *rc::gen::map(
      rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
          "a", "田", "喆", "&", "<", ">", "\"", "'", ",", "]]>", "|", ";", "·", "（"))),
      [](const std::vector<std::string>& parts) {
        std::string all;
        for (const auto& part : parts) {
          if (all.size() < 60) all += part;
        }
        return all;
      });
}

RC_GTEST_PROP(ReadPayout, ReadsWhatWasWritten, ()) {
  PayoutProfile profile = *rc::gen::arbitrary<bool>() ? RuralPayout() : LargePayout();
  profile.most_name = 140;
  std::vector<PayoutItem> items;
  const int count = *rc::gen::inRange(1, 10);
  for (int i = 0; i < count; ++i) {
    items.push_back(
        Item("E" + std::to_string(i), *rc::gen::inRange<std::int64_t>(1, 1'000'000'000), TextOf()));
    items.back().remittance = TextOf();
    if (profile.form == FileForm::kCsv) items.back().payee.bank_name.clear();
  }
  const PayoutHead head = HeadOf(items);
  const auto bytes = WritePayout(profile, head, items);
  if (!bytes) RC_FAIL(bytes.refusal().message);
  std::vector<PayoutItem> read;
  const auto again =
      ReadPayout(profile, *bytes, [&](const PayoutItem& item) { read.push_back(item); });
  RC_ASSERT(again.ok());
  RC_ASSERT(read == items);
  RC_ASSERT(again->count == head.count);
  RC_ASSERT(again->sum == head.sum);
}

std::string Swapped(std::string text, const std::string& old, const std::string& fresh,
                    bool last = false) {
  const std::size_t at = last ? text.rfind(old) : text.find(old);
  EXPECT_NE(at, text.npos) << old;
  return text.replace(at, old.size(), fresh);
}

TEST(ReadPayout, RefusesWhatDoesNotAddUp) {
  const auto items = TwoItems();
  const std::string xml = *WritePayout(LargePayout(), HeadOf(items), items);
  struct Case {
    const char* what;
    std::string text;
    const char* reason;
  };
  for (const Case& one : {
           Case{"nothing changed", xml, ""},
           Case{"a group's count", Swapped(xml, "<NbOfTxs>2", "<NbOfTxs>3"), "COUNT_MISMATCH"},
           Case{"a payment's count", Swapped(xml, "<NbOfTxs>2", "<NbOfTxs>3", true),
                "COUNT_MISMATCH"},
           Case{"a group's sum", Swapped(xml, "100.05", "100.06"), "SUM_MISMATCH"},
           Case{"a payment's sum", Swapped(xml, "100.05", "100.06", true), "SUM_MISMATCH"},
           Case{"no sum", Swapped(xml, "<CtrlSum>100.05</CtrlSum>", ""), "VALUE_MISSING"},
           Case{"another amount", Swapped(xml, ">0.05<", ">0.06<"), "SUM_MISMATCH"},
           Case{"three decimals", Swapped(xml, ">0.05<", ">0.050<"), "AMOUNT_MALFORMED"},
           Case{"nothing to pay", Swapped(xml, ">0.05<", ">0.00<"), "AMOUNT_NOT_POSITIVE"},
           Case{"dollars", Swapped(xml, "CNY", "USD"), "CURRENCY_FOREIGN"},
           Case{"no id", Swapped(xml, "<EndToEndId>E1</EndToEndId>", ""), "VALUE_MISSING"},
           Case{"no day", Swapped(xml, "<Dt>2026-11-21</Dt>", ""), "VALUE_MISSING"},
           Case{"a second payment", Swapped(xml, "</PmtInf>", "</PmtInf><PmtInf/>"),
                "XML_REPEATED"},
       }) {
    const auto read = ReadPayout(LargePayout(), one.text, {});
    EXPECT_EQ(read ? "" : read.refusal().reason, one.reason) << one.what;
  }
  const std::string csv = *WritePayout(RuralPayout(), HeadOf(items), items);
  EXPECT_TRUE(ReadPayout(RuralPayout(), csv, {}));
  EXPECT_EQ(ReadPayout(RuralPayout(), Swapped(csv, ",2,", ",3,"), {}).refusal().reason,
            "COUNT_MISMATCH");
  EXPECT_EQ(ReadPayout(RuralPayout(), Swapped(csv, ",0.05,", ",0.06,"), {}).refusal().reason,
            "SUM_MISMATCH");
  EXPECT_EQ(ReadPayout(RuralPayout(), Swapped(csv, "\nP20261120-1", "\nP20261120-2"), {})
                .refusal()
                .reason,
            "ACCOUNT_CHANGED");
}

TEST(CsvText, PutsTotalsWhereTheProfileHasThem) {
  CsvForm form;
  form.columns = {{Column::kName, "n"}, {Column::kAmount, "a"}};
  form.lines_before = 2;
  form.header = CsvTotals{.mark = "h", .count = 1, .sum = 4};
  form.trailer = CsvTotals{.mark = "t", .credit_count = 2, .closing = 3};
  CsvText text(form, {.closing = Fen(7), .count = 3, .credit_count = 1, .sum = Fen(5)});
  text.Row({"x,\"y\"", "1"});
  EXPECT_EQ(*text.Finish(), "h:3,,,0.05\r\n,\r\nn,a\r\n\"x,\"\"y\"\"\",1\r\nt,1,0.07\r\n");
}

TEST(CsvText, SaysWhereItCannotWrite) {
  CsvForm form;
  form.encoding = sheet::Encoding::kGbk;
  form.columns = {{Column::kName, "㛃"}};
  EXPECT_FALSE(CsvText(form, {}).Finish());
}

TEST(XmlWriter, EscapesWhatHasAMeaning) {
  XmlWriter xml("urn:a&b");
  xml.Open("A");
  xml.Text("B", "<&>\"'");
  xml.TextUnlessEmpty("C", "");
  xml.Amount("D", Fen(1));
  EXPECT_EQ(xml.Finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:a&amp;b\">\n<A>\n"
            "<B>&lt;&amp;&gt;&quot;'</B>\n<D Ccy=\"CNY\">0.01</D>\n</A>\n</Document>\n");
}

}  // namespace
}  // namespace qianmo::ledger::bankfile
