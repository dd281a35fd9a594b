// Everything that a bank's file, or what was to become one, is refused for, on one page. Metadata
// say where: line (of the file, from 1), entry (from 1), index (of a payee, from 0).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/money.h"
#include "base/refusal.h"

namespace qianmo::ledger::bankfile::refusals {

// Where in a file; entry 0 is none.
struct Place {
  std::int64_t line = 0;
  std::int64_t entry = 0;
};

// The file as such.
Refusal FileTooLarge(std::int64_t most_bytes);
Refusal FileCutShort(const Place& place);
// Bytes that are no text of the encoding, or another encoding declared.
Refusal FileEncoding(const Place& place);
Refusal FileTooManyEntries(std::int64_t most);

// XML.
Refusal XmlMalformed(const Place& place, const std::string& what);
// A DTD, an entity, a processing instruction.
Refusal XmlForbidden(const Place& place, const std::string& what);
Refusal XmlTooDeep(const Place& place, int most);
Refusal XmlTooLong(const Place& place, const std::string& what);
// Another root, message or namespace than the forms that are read.
Refusal XmlUnknownMessage(const Place& place, std::string_view found);
Refusal XmlForeignElement(const Place& place, std::string_view found);
Refusal XmlRepeated(const Place& place, std::string_view element);

// CSV.
Refusal CsvMalformed(const Place& place, const std::string& what);
Refusal CsvColumnMissing(const Place& place, const std::string& header);
Refusal CsvColumnRepeated(const Place& place, const std::string& header);

// Values. `field` is an element ("Ntry/Amt") or the header of a column.
Refusal ValueMissing(const Place& place, const std::string& field);
Refusal ValueTooLong(const Place& place, std::string_view field, std::size_t most);
Refusal ValueMalformed(const Place& place, const std::string& field, const std::string& wanted);
Refusal AmountMalformed(const Place& place, const std::string& field);
Refusal AmountNotPositive(const Place& place, const std::string& field);
Refusal AmountTooLarge(const Place& place, const std::string& field);
Refusal CurrencyForeign(const Place& place, const std::string& field);

// Statements.
Refusal StatementPaged(const Place& place);
Refusal BalanceMissing(const Place& place, const std::string& which);
Refusal BalanceMismatch(const Place& place, Fen expected, Fen stated);
Refusal CountMismatch(const Place& place, const std::string& which, std::int64_t expected,
                      std::int64_t stated);
Refusal SumMismatch(const Place& place, const std::string& which, Fen expected, Fen stated);
Refusal DetailsMismatch(const Place& place, Fen entry, Fen details);
Refusal AccountChanged(const Place& place);

// Results.
Refusal ResultWithoutId(const Place& place);

// Payouts.
Refusal PayoutEmpty();
Refusal PayoutTooMany(std::int64_t most);
Refusal PayoutFieldWrong(const std::string& field, const std::string& what);
struct PayeePlace {
  std::size_t index = 0;
  std::string name;
  std::string field;
};
Refusal PayeeCharacter(const PayeePlace& place, const std::string& character);
Refusal PayeeFieldTooLong(const PayeePlace& place, std::size_t most);
Refusal PayeeFieldMissing(const PayeePlace& place);
Refusal PayeeFieldMalformed(const PayeePlace& place, const std::string& wanted);
Refusal PayeeAmountNotPositive(const PayeePlace& place);
Refusal PayeeRepeated(const PayeePlace& place);
// The bytes were read back and are not what was asked for. Never sent.
Refusal PayoutUnsound(const std::string& what);

// Profiles.
Refusal ProfileMalformed(std::int64_t line, const std::string& what);

}  // namespace qianmo::ledger::bankfile::refusals
