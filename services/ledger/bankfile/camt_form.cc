#include "ledger/bankfile/camt_form.h"

#include <string>

namespace qianmo::ledger::bankfile {
namespace {

constexpr std::size_t kReferenceSize = 35;
constexpr std::size_t kAccountSize = 34;
constexpr std::size_t kNameSize = 140;

constexpr XmlRule At(const char* path, Camt field, std::size_t most = 0) {
  return {path, static_cast<int>(field), XmlTake::kText, most};
}
constexpr XmlRule Each(const char* path, Camt field, XmlTake take) {
  return {path, static_cast<int>(field), take};
}

constexpr XmlRule kGroupHeader[] = {
    At("GrpHdr/MsgId", Camt::kMessage, kReferenceSize),
    At("GrpHdr/MsgPgntn/PgNb", Camt::kPage),
    At("GrpHdr/MsgPgntn/LastPgInd", Camt::kLastPage),
};

// Below Stmt or Ntfctn.
constexpr XmlRule kStatementHead[] = {
    At("Id", Camt::kId, kReferenceSize),
    At("ElctrncSeqNb", Camt::kSequence),
    At("FrToDt/FrDtTm", Camt::kFrom),
    At("FrToDt/ToDtTm", Camt::kTo),
    At("Acct/Id/IBAN", Camt::kAccount, kAccountSize),
    At("Acct/Id/Othr/Id", Camt::kAccount, kAccountSize),
    At("Acct/Ccy", Camt::kAccountCurrency),
    At("RltdAcct/Id/IBAN", Camt::kRelatedAccount, kAccountSize),
    At("RltdAcct/Id/Othr/Id", Camt::kRelatedAccount, kAccountSize),
    Each("Bal", Camt::kBalance, XmlTake::kGroups),
    At("Bal/Tp/CdOrPrtry/Cd", Camt::kBalanceType),
    At("Bal/Amt", Camt::kBalanceAmount),
    At("Bal/CdtDbtInd", Camt::kBalanceDirection),
    At("TxsSummry/TtlNtries/NbOfNtries", Camt::kCount),
    At("TxsSummry/TtlNtries/Sum", Camt::kSum),
    At("TxsSummry/TtlNtries/TtlNetNtry/Amt", Camt::kNet),
    At("TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd", Camt::kNetDirection),
    At("TxsSummry/TtlCdtNtries/NbOfNtries", Camt::kCreditCount),
    At("TxsSummry/TtlCdtNtries/Sum", Camt::kCreditSum),
    At("TxsSummry/TtlDbtNtries/NbOfNtries", Camt::kDebitCount),
    At("TxsSummry/TtlDbtNtries/Sum", Camt::kDebitSum),
    Each("Ntry", Camt::kEntry, XmlTake::kGroups),
};

// Below Ntry.
constexpr XmlRule kEntry[] = {
    At("NtryRef", Camt::kEntryReference, kReferenceSize),
    At("Amt", Camt::kAmount),
    At("CdtDbtInd", Camt::kDirection),
    At("RvslInd", Camt::kReversal),
    At("Sts/Cd", Camt::kStatus),
    At("Sts/Prtry", Camt::kStatus),
    At("BookgDt/Dt", Camt::kBookingDay),
    At("BookgDt/DtTm", Camt::kBookingTime),
    At("ValDt/Dt", Camt::kValueDay),
    At("ValDt/DtTm", Camt::kValueTime),
    At("AcctSvcrRef", Camt::kServicerReference, kReferenceSize),
    At("BkTxCd/Domn/Cd", Camt::kDomain, kReferenceSize),
    At("BkTxCd/Domn/Fmly/Cd", Camt::kFamily, kReferenceSize),
    At("BkTxCd/Domn/Fmly/SubFmlyCd", Camt::kSubFamily, kReferenceSize),
    At("BkTxCd/Prtry/Cd", Camt::kOwnCode, kReferenceSize),
    At("AddtlNtryInf", Camt::kEntryText, 500),
    Each("NtryDtls", Camt::kBatch, XmlTake::kGroups),
    At("NtryDtls/Btch/NbOfTxs", Camt::kBatchCount),
    At("NtryDtls/Btch/TtlAmt", Camt::kBatchSum),
    Each("NtryDtls/TxDtls", Camt::kDetail, XmlTake::kGroups),
};

// Below TxDtls.
constexpr XmlRule kDetail[] = {
    At("Refs/AcctSvcrRef", Camt::kDetailReference, kReferenceSize),
    At("Refs/EndToEndId", Camt::kEndToEndId, kReferenceSize),
    At("Amt", Camt::kDetailAmount),
    At("AmtDtls/TxAmt/Amt", Camt::kTransactionAmount),
    At("CdtDbtInd", Camt::kDetailDirection),
    At("BkTxCd/Domn/Cd", Camt::kDetailDomain, kReferenceSize),
    At("BkTxCd/Domn/Fmly/Cd", Camt::kDetailFamily, kReferenceSize),
    At("BkTxCd/Domn/Fmly/SubFmlyCd", Camt::kDetailSubFamily, kReferenceSize),
    At("BkTxCd/Prtry/Cd", Camt::kDetailOwnCode, kReferenceSize),
    At("RltdPties/Dbtr/Pty/Nm", Camt::kDebtorName, kNameSize),
    At("RltdPties/DbtrAcct/Id/IBAN", Camt::kDebtorAccount, kAccountSize),
    At("RltdPties/DbtrAcct/Id/Othr/Id", Camt::kDebtorAccount, kAccountSize),
    At("RltdPties/Cdtr/Pty/Nm", Camt::kCreditorName, kNameSize),
    At("RltdPties/CdtrAcct/Id/IBAN", Camt::kCreditorAccount, kAccountSize),
    At("RltdPties/CdtrAcct/Id/Othr/Id", Camt::kCreditorAccount, kAccountSize),
    At("RltdAgts/DbtrAgt/FinInstnId/ClrSysMmbId/MmbId", Camt::kDebtorBankCode, kReferenceSize),
    At("RltdAgts/DbtrAgt/FinInstnId/Nm", Camt::kDebtorBankName, kNameSize),
    At("RltdAgts/CdtrAgt/FinInstnId/ClrSysMmbId/MmbId", Camt::kCreditorBankCode, kReferenceSize),
    At("RltdAgts/CdtrAgt/FinInstnId/Nm", Camt::kCreditorBankName, kNameSize),
    {"RmtInf/Ustrd", static_cast<int>(Camt::kRemittance), XmlTake::kTexts, 140},
    At("AddtlTxInf", Camt::kDetailText, 500),
    At("RtrInf/Rsn/Cd", Camt::kReturnCode, 4),
};

XmlForm MakeForm(const char* name, const char* message, const std::string& statement) {
  XmlForm form(std::string("urn:iso:std:iso:20022:tech:xsd:") + name, message);
  const XmlRule group[] = {Each("", Camt::kStatement, XmlTake::kGroups)};
  form.Add("", kGroupHeader);
  form.Add(statement, group);
  form.Add(statement + "/", kStatementHead);
  form.Add(statement + "/Ntry/", kEntry);
  form.Add(statement + "/Ntry/NtryDtls/TxDtls/", kDetail);
  const XmlRule page[] = {At("PgNb", Camt::kPage), At("LastPgInd", Camt::kLastPage)};
  form.Add(statement + "/" + statement + "Pgntn/", page);
  return form;
}

}  // namespace

const XmlForm& StatementForm() {
  static const XmlForm form = MakeForm("camt.053.001.08", "BkToCstmrStmt", "Stmt");
  return form;
}

const XmlForm& NotificationForm() {
  static const XmlForm form = MakeForm("camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn");
  return form;
}

}  // namespace qianmo::ledger::bankfile
