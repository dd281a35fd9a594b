// The keys of a profile's text, in one list for reading and for writing.
#pragma once

#include <array>
#include <string_view>

#include "ledger/bankfile/profile.h"

namespace qianmo::ledger::bankfile {

// In the order of Column.
inline constexpr std::array<std::string_view, kColumnCount> kColumnWords = {"reference",
                                                                            "booking_date",
                                                                            "value_date",
                                                                            "amount",
                                                                            "credit",
                                                                            "debit",
                                                                            "direction",
                                                                            "balance",
                                                                            "own_account",
                                                                            "currency",
                                                                            "name",
                                                                            "account",
                                                                            "other_bank_account",
                                                                            "bank_name",
                                                                            "bank_code",
                                                                            "sub_account",
                                                                            "end_to_end_id",
                                                                            "execution_date",
                                                                            "payout_id",
                                                                            "remittance",
                                                                            "code",
                                                                            "status",
                                                                            "reason_code",
                                                                            "reason",
                                                                            "reversal"};

inline constexpr std::array<std::string_view, 2> kFormWords = {"xml", "csv"};
inline constexpr std::array<std::string_view, 3> kEncodingWords = {"UTF-8", "GB18030", "GBK"};
inline constexpr std::array<std::string_view, 5> kPlaceWords = {
    "nowhere", "related_account", "party_account", "column", "remittance"};

// What a visitor does with each kind of value is its own; which keys there are is said here.
template <class Visitor, class Totals>
void VisitTotals(Visitor& visitor, const std::string& prefix, Totals& totals) {
  visitor.Text(prefix + "mark", totals.mark);
  visitor.Number(prefix + "count", totals.count);
  visitor.Number(prefix + "sum", totals.sum);
  visitor.Number(prefix + "credit_count", totals.credit_count);
  visitor.Number(prefix + "credit_sum", totals.credit_sum);
  visitor.Number(prefix + "debit_count", totals.debit_count);
  visitor.Number(prefix + "debit_sum", totals.debit_sum);
  visitor.Number(prefix + "opening", totals.opening);
  visitor.Number(prefix + "closing", totals.closing);
}

template <class Visitor, class Csv>
void VisitCsv(Visitor& visitor, const std::string& prefix, Csv& csv) {
  visitor.Word(prefix + "encoding", csv.encoding, kEncodingWords);
  visitor.Delimiter(prefix + "delimiter", csv.delimiter);
  visitor.Number(prefix + "lines_before", csv.lines_before);
  visitor.Flag(prefix + "fen", csv.fen);
  visitor.Text(prefix + "date", csv.date);
  visitor.Totals(prefix + "header.", csv.header);
  visitor.Columns(prefix + "column.", csv.columns);
  visitor.Totals(prefix + "trailer.", csv.trailer);
}

template <class Visitor, class Whole>
void VisitProfile(Visitor& visitor, Whole& profile) {
  visitor.Text("bank", profile.bank);

  auto& statement = profile.statement;
  visitor.Word("statement.form", statement.form, kFormWords);
  visitor.Word("statement.sub_account", statement.sub_account.place, kPlaceWords);
  visitor.Text("statement.sub_account.prefix", statement.sub_account.prefix);
  visitor.Number("statement.sub_account.digits", statement.sub_account.digits);
  visitor.Flag("statement.entry_reference", statement.entry_reference);
  VisitCsv(visitor, "statement.", statement.csv);
  visitor.Words("statement.credit_words", statement.credit_words);
  visitor.Words("statement.debit_words", statement.debit_words);
  visitor.Words("statement.booked_words", statement.booked_words);
  visitor.Flag("statement.newest_first", statement.newest_first);

  auto& payout = profile.payout;
  visitor.Word("payout.form", payout.form, kFormWords);
  visitor.Word("payout.charset", payout.charset, kEncodingWords);
  visitor.Text("payout.bank_code", payout.bank_code);
  visitor.Number("payout.most_items", payout.most_items);
  visitor.Number("payout.most_name", payout.most_name);
  visitor.Number("payout.most_remittance", payout.most_remittance);
  VisitCsv(visitor, "payout.", payout.csv);

  auto& results = profile.results;
  visitor.Word("results.form", results.form, kFormWords);
  VisitCsv(visitor, "results.", results.csv);
  visitor.Words("results.accepted_words", results.accepted_words);
  visitor.Words("results.paid_words", results.paid_words);
  visitor.Words("results.rejected_words", results.rejected_words);
  visitor.Words("results.returned_words", results.returned_words);
  visitor.Words("results.pending_words", results.pending_words);
}

}  // namespace qianmo::ledger::bankfile
