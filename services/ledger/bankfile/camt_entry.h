// The entry that is being read of a camt file, and the items that it becomes.
#pragma once

#include <string>

#include "ledger/bankfile/camt_form.h"
#include "ledger/bankfile/profile.h"
#include "ledger/bankfile/statement.h"
#include "ledger/bankfile/value.h"
#include "ledger/bankfile/xml_reader.h"

namespace qianmo::ledger::bankfile {

struct CamtCode {
  std::string domain;
  std::string family;
  std::string sub_family;
  std::string own;

  // "PMNT/RCDT/ESCT", or the bank's own words.
  std::string Text() const;
};

struct CamtDetail {
  std::string reference;
  std::string end_to_end_id;
  std::optional<Fen> amount;
  std::optional<Fen> transaction_amount;
  std::optional<Direction> direction;
  CamtCode code;
  Counterparty debtor;
  Counterparty creditor;
  std::string remittance;
  std::string text;
  std::string return_code;
};

struct CamtEntry {
  std::int64_t number = 0;
  std::int64_t line = 0;
  std::string entry_reference;
  std::string servicer_reference;
  std::optional<Fen> amount;
  std::optional<Direction> direction;
  bool reversal = false;
  std::string status;
  std::optional<Date> booking_date;
  std::optional<Date> value_date;
  CamtCode code;
  std::string text;
  std::int64_t details = 0;
  Fen details_sum;  // those in the other direction are taken away
  std::optional<std::int64_t> batch_count;
  std::optional<Fen> batch_sum;
  std::int64_t batch_details = 0;
  Fen batch_details_sum;

  bool booked() const { return status == "BOOK"; }
};

// CRDT or DBIT.
Result<Direction> ParseDirection(std::string_view text, const ValueName& name);
// Above zero, and in CNY.
Result<Fen> ParseCamtAmount(const XmlEvent& event, const ValueName& name);

// One text of an entry or of a detail.
Result<Done> TakeEntryText(const XmlEvent& event, const refusals::Place& place, CamtEntry* entry);
Result<Done> TakeDetailText(const XmlEvent& event, const refusals::Place& place,
                            CamtDetail* detail);

// What every statement item needs is there.
Result<Done> CheckEntry(const CamtEntry& entry);
StatementItem ItemOf(const CamtEntry& entry, const StatementProfile& profile);
// The same with what the detail says instead.
StatementItem ItemOf(const CamtEntry& entry, const CamtDetail& detail,
                     const StatementProfile& profile);

}  // namespace qianmo::ledger::bankfile
