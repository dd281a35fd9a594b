#include "services/ledger/bankfile/samples.h"

#include "base/time_text.h"
#include "services/ledger/bankfile/profile_samples.h"
#include "services/ledger/bankfile/reading.h"
#include "sheet/encoder.h"

namespace qianmo::ledger::bankfile {

Profile RuralBank() { return *ParseProfile(kRuralBank); }
Profile LargeBank() { return *ParseProfile(kLargeBank); }

std::string RuralStatement() {
  return *sheet::Encoder(sheet::Encoding::kGb18030)
              .Encode(
                  "清河农村商业银行账户明细,\r\n期初余额：1000.00,,1100.50\r\n"
                  "交易日期,交易流水号,借方发生额,贷方发生额,账户余额,对方户名,本行对方账号,"
                  "他行对方账号,对方行名,业务编号,摘要,状态\r\n"
                  "20261120,L1,,200.50,\"1,200.50\",张三,6210001,,,,保证金：000088,正常\r\n"
                  "20261120,L2,100.00,0.00,1100.50,李四,,6222001,农业银行清河支行,E7,退保证金,"
                  "已入账\r\n"
                  "20261120,L3,,5.00,,王五,6210003,,,,未达,处理中\r\n"
                  "合计,1,100.00,1笔,200.50元\r\n");
}

std::string LargeStatement() {
  return "txn_time|acct_no|amt|dc_flag|bal|sub_acct|opp_name|opp_acct|opp_bank|ccy|txn_type|memo|"
         "reversed|other\n"
         "2026-11-20 "
         "16:00:01|6200001|0000000500|D|9500||李四|6222001|103345678901|CNY|TRF|退款|1|x\n"
         "2026-11-20 09:00:00|6200001|10000|C|10000|000088|张三|6210001||156|IN|\"a|b\"|0|x\n";
}

std::string CamtStatement() {
  CamtText text;
  text.entries =
      EntryText{.amount = "5.00", .direction = "DBIT", .reference = ""}.Text() +
      EntryText{.details =
                    "<Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls><Refs><EndToEndId>E1"
                    "</EndToEndId></Refs><Amt Ccy=\"CNY\">70.00</Amt><RltdPties><Dbtr><Pty>"
                    "<Nm>张三&amp;李四</Nm></Pty></Dbtr></RltdPties></TxDtls><TxDtls>"
                    "<Amt Ccy=\"CNY\">30.00</Amt><RmtInf><Ustrd><![CDATA[保证金]]></Ustrd>"
                    "</RmtInf></TxDtls>"}
          .Text();
  text.summary = "<TtlNtries><NbOfNtries>2</NbOfNtries><Sum>105.00</Sum></TtlNtries>";
  text.closing = "1095.00";
  return text.File();
}

std::string XmlResults() {
  return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.11\"><CstmrPmtStsRpt>\n"
         "<GrpHdr><MsgId>R1</MsgId><CreDtTm>2026-11-20T18:00:00</CreDtTm></GrpHdr>\n"
         "<OrgnlGrpInfAndSts><OrgnlMsgId>P1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09"
         "</OrgnlMsgNmId><OrgnlNbOfTxs>2</OrgnlNbOfTxs><GrpSts>PART</GrpSts><NbOfTxsPerSts>"
         "<DtldNbOfTxs>1</DtldNbOfTxs><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>"
         "</OrgnlGrpInfAndSts>\n<OrgnlPmtInfAndSts><OrgnlPmtInfId>P1</OrgnlPmtInfId>\n"
         "<TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>\n"
         "<TxInfAndSts><OrgnlEndToEndId>E2</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn>"
         "<Cd>AC04</Cd></Rsn><AddtlInf>账户已销户</AddtlInf></StsRsnInf></TxInfAndSts>\n"
         "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n";
}

std::string RuralResults() {
  return *sheet::Encoder(sheet::Encoding::kGb18030)
              .Encode(
                  "批次号,业务编号,处理结果,失败原因,金额,账号\n"
                  "P1,E1,成功,,1.00,6222001\nP1,E2,失败,户名不符,2.00,6222002\n合计,2,3.00\n");
}

std::vector<PayoutItem> SomePayouts() {
  const Payee first{.name = "张三",
                    .account = "6222001",
                    .bank_code = "103345678901",
                    .bank_name = "农业银行清河支行"};
  const Payee second{
      .name = "李四 & 王五", .account = "6222002", .bank_code = "402345678999", .bank_name = ""};
  const Payee third{.name = "赵六", .account = "6222-003", .bank_code = "", .bank_name = ""};
  return {{.end_to_end_id = "E1", .amount = Fen(10'000), .payee = first, .remittance = "退保证金"},
          {.end_to_end_id = "E2", .amount = Fen(5), .payee = second, .remittance = ""},
          {.end_to_end_id = "E3", .amount = Fen(1), .payee = third, .remittance = "分红"}};
}

PayoutHead PayoutHeadOf(const std::vector<PayoutItem>& items) {
  PayoutHead head;
  head.id = "P20261120-1";
  head.created = *ParseRfc3339("2026-11-20T02:00:00.5Z");
  head.execution = *ParseIsoDate("2026-11-21");
  head.payer_name = "清河县农村产权交易中心";
  head.payer_account = "6200001";
  head.count = static_cast<std::int64_t>(items.size());
  for (const PayoutItem& item : items) head.sum += item.amount;
  return head;
}

}  // namespace qianmo::ledger::bankfile
