// What is read of camt.053.001.08 and camt.054.001.08, which are one form but for two names.
#pragma once

#include "ledger/bankfile/xml_form.h"

namespace qianmo::ledger::bankfile {

enum class Camt {
  kMessage,
  kPage,
  kLastPage,
  kStatement,
  kId,
  kSequence,
  kFrom,
  kTo,
  kAccount,
  kAccountCurrency,
  kRelatedAccount,
  kBalance,
  kBalanceType,
  kBalanceAmount,
  kBalanceDirection,
  kCount,
  kSum,
  kNet,
  kNetDirection,
  kCreditCount,
  kCreditSum,
  kDebitCount,
  kDebitSum,
  kEntry,
  kEntryReference,
  kAmount,
  kDirection,
  kReversal,
  kStatus,
  kBookingDay,
  kBookingTime,
  kValueDay,
  kValueTime,
  kServicerReference,
  kDomain,
  kFamily,
  kSubFamily,
  kOwnCode,
  kEntryText,
  kBatch,
  kBatchCount,
  kBatchSum,
  kDetail,
  kDetailReference,
  kEndToEndId,
  kDetailAmount,
  kTransactionAmount,
  kDetailDirection,
  kDetailDomain,
  kDetailFamily,
  kDetailSubFamily,
  kDetailOwnCode,
  kDebtorName,
  kDebtorAccount,
  kDebtorBankCode,
  kDebtorBankName,
  kCreditorName,
  kCreditorAccount,
  kCreditorBankCode,
  kCreditorBankName,
  kRemittance,
  kDetailText,
  kReturnCode,
};

// camt.053, camt.054; in this order.
const XmlForm& StatementForm();
const XmlForm& NotificationForm();

}  // namespace qianmo::ledger::bankfile
