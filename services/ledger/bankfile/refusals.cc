#include "ledger/bankfile/refusals.h"

#include <utility>

#include "base/text.h"

namespace qianmo::ledger::bankfile::refusals {
namespace {

Refusal Said(std::string reason, std::string message) {
  return {Refusal::Kind::kInvalid, std::move(reason), std::move(message)};
}

Refusal At(const Place& place, std::string reason, std::string message) {
  Refusal refusal = Said(std::move(reason), std::move(message));
  if (place.line > 0) refusal = std::move(refusal).With("line", std::to_string(place.line));
  if (place.entry > 0) refusal = std::move(refusal).With("entry", std::to_string(place.entry));
  return refusal;
}

Refusal OfField(const Place& place, std::string reason, const std::string& field,
                const std::string& what) {
  return At(place, std::move(reason), field + ": " + what).With("field", field);
}

// A refusal is text, also where the name is none.
Refusal OfPayee(const PayeePlace& place, std::string reason, const std::string& what) {
  const std::string name = IsUtf8(place.name) ? place.name : "";
  return Said(std::move(reason), "Payee " + name + ", " + place.field + ": " + what)
      .With("index", std::to_string(place.index))
      .With("name", name)
      .With("field", place.field);
}

std::string Text(Fen amount) { return std::to_string(amount.count()); }

}  // namespace

Refusal FileTooLarge(std::int64_t most_bytes) {
  return Said("BANK_FILE_TOO_LARGE", "The file is larger than a bank's files are.")
      .With("most_bytes", std::to_string(most_bytes));
}

Refusal FileCutShort(const Place& place) {
  return At(place, "BANK_FILE_CUT_SHORT", "The file ends before its end.");
}

Refusal FileEncoding(const Place& place) {
  return At(place, "BANK_FILE_ENCODING", "This is no text of the encoding that it should have.");
}

Refusal FileTooManyEntries(std::int64_t most) {
  return Said("BANK_FILE_TOO_MANY_ENTRIES", "The file has more entries than are read at once.")
      .With("most", std::to_string(most));
}

Refusal XmlMalformed(const Place& place, const std::string& what) {
  return At(place, "XML_MALFORMED", "This is no well-formed XML: " + what + ".");
}

Refusal XmlForbidden(const Place& place, const std::string& what) {
  return At(place, "XML_FORBIDDEN", "A bank's file has no need of " + what + ".")
      .With("what", what);
}

Refusal XmlTooDeep(const Place& place, int most) {
  return At(place, "XML_TOO_DEEP", "Elements are within elements too often.")
      .With("most", std::to_string(most));
}

Refusal XmlTooLong(const Place& place, const std::string& what) {
  return At(place, "XML_TOO_LONG", "This is too long: " + what + ".").With("what", what);
}

Refusal XmlUnknownMessage(const Place& place, std::string_view found) {
  return At(place, "XML_UNKNOWN_MESSAGE",
            "This is not a message, or a version of it, that is read.")
      .With("found", std::string(found));
}

Refusal XmlForeignElement(const Place& place, std::string_view found) {
  return At(place, "XML_FOREIGN_ELEMENT", "An element of another namespace.")
      .With("found", std::string(found));
}

Refusal XmlRepeated(const Place& place, std::string_view element) {
  return At(place, "XML_REPEATED", "There is one more than one of this.")
      .With("field", std::string(element));
}

Refusal CsvMalformed(const Place& place, const std::string& what) {
  return At(place, "CSV_MALFORMED", "This is no table: " + what + ".");
}

Refusal CsvColumnMissing(const Place& place, const std::string& header) {
  return OfField(place, "CSV_COLUMN_MISSING", header, "there is no such column");
}

Refusal CsvColumnRepeated(const Place& place, const std::string& header) {
  return OfField(place, "CSV_COLUMN_REPEATED", header, "there are two such columns");
}

Refusal ValueMissing(const Place& place, const std::string& field) {
  return OfField(place, "VALUE_MISSING", field, "it must be there");
}

Refusal ValueTooLong(const Place& place, std::string_view field, std::size_t most) {
  return OfField(place, "VALUE_TOO_LONG", std::string(field), "it is too long")
      .With("most", std::to_string(most));
}

Refusal ValueMalformed(const Place& place, const std::string& field, const std::string& wanted) {
  return OfField(place, "VALUE_MALFORMED", field, "it should be like " + wanted);
}

Refusal AmountMalformed(const Place& place, const std::string& field) {
  return OfField(place, "AMOUNT_MALFORMED", field, "it should be like 1234.50");
}

Refusal AmountNotPositive(const Place& place, const std::string& field) {
  return OfField(place, "AMOUNT_NOT_POSITIVE", field, "an amount is above zero");
}

Refusal AmountTooLarge(const Place& place, const std::string& field) {
  return OfField(place, "AMOUNT_TOO_LARGE", field, "no amount is as large");
}

Refusal CurrencyForeign(const Place& place, const std::string& field) {
  return OfField(place, "CURRENCY_FOREIGN", field, "only CNY is kept here");
}

Refusal StatementPaged(const Place& place) {
  return At(place, "STATEMENT_PAGED", "This is one page of a statement; the whole is needed.");
}

Refusal BalanceMissing(const Place& place, const std::string& which) {
  return OfField(place, "BALANCE_MISSING", which, "a statement has this balance");
}

Refusal BalanceMismatch(const Place& place, Fen expected, Fen stated) {
  return At(place, "BALANCE_MISMATCH", "The entries do not lead from balance to balance.")
      .With("expected_fen", Text(expected))
      .With("stated_fen", Text(stated));
}

Refusal CountMismatch(const Place& place, const std::string& which, std::int64_t expected,
                      std::int64_t stated) {
  return At(place, "COUNT_MISMATCH", "The file states another number of " + which + ".")
      .With("which", which)
      .With("expected", std::to_string(expected))
      .With("stated", std::to_string(stated));
}

Refusal SumMismatch(const Place& place, const std::string& which, Fen expected, Fen stated) {
  return At(place, "SUM_MISMATCH", "The file states another sum of " + which + ".")
      .With("which", which)
      .With("expected_fen", Text(expected))
      .With("stated_fen", Text(stated));
}

Refusal DetailsMismatch(const Place& place, Fen entry, Fen details) {
  return At(place, "DETAILS_MISMATCH", "The details do not come to their entry.")
      .With("entry_fen", Text(entry))
      .With("details_fen", Text(details));
}

Refusal AccountChanged(const Place& place) {
  return At(place, "ACCOUNT_CHANGED", "The statement is of one account, and this of another.");
}

Refusal ResultWithoutId(const Place& place) {
  return At(place, "RESULT_WITHOUT_ID", "A result that does not say of which payment.");
}

Refusal PayoutEmpty() { return Said("PAYOUT_EMPTY", "There is nothing to pay."); }

Refusal PayoutTooMany(std::int64_t most) {
  return Said("PAYOUT_TOO_MANY", "The bank does not take as many payments in one file.")
      .With("most", std::to_string(most));
}

Refusal PayoutFieldWrong(const std::string& field, const std::string& what) {
  return Said("PAYOUT_FIELD_WRONG", field + ": " + what).With("field", field);
}

Refusal PayeeCharacter(const PayeePlace& place, const std::string& character) {
  return OfPayee(place, "PAYEE_CHARACTER", "the bank cannot write " + character)
      .With("character", character);
}

Refusal PayeeFieldTooLong(const PayeePlace& place, std::size_t most) {
  return OfPayee(place, "PAYEE_FIELD_TOO_LONG", "it is too long")
      .With("most", std::to_string(most));
}

Refusal PayeeFieldMissing(const PayeePlace& place) {
  return OfPayee(place, "PAYEE_FIELD_MISSING", "it must be there");
}

Refusal PayeeFieldMalformed(const PayeePlace& place, const std::string& wanted) {
  return OfPayee(place, "PAYEE_FIELD_MALFORMED", "it should be " + wanted);
}

Refusal PayeeAmountNotPositive(const PayeePlace& place) {
  return OfPayee(place, "PAYEE_AMOUNT_NOT_POSITIVE", "an amount is above zero");
}

Refusal PayeeRepeated(const PayeePlace& place) {
  return OfPayee(place, "PAYEE_REPEATED", "the same id comes twice");
}

Refusal PayoutUnsound(const std::string& what) {
  return Said("PAYOUT_UNSOUND", "The file that was made is not what was asked for: " + what + ".");
}

Refusal ProfileMalformed(std::int64_t line, const std::string& what) {
  return At({.line = line}, "PROFILE_MALFORMED", "The profile cannot be used: " + what + ".");
}

}  // namespace qianmo::ledger::bankfile::refusals
