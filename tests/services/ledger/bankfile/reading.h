// Statements for tests: made up of parts, read in pieces, kept as they came.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/refusal.h"
#include "ledger/bankfile/statement_reader.h"

namespace qianmo::ledger::bankfile {

struct ReadStatement {
  StatementHead head;
  std::vector<StatementItem> items;
  std::optional<StatementTail> tail;
};

// What came of a file; with a refusal, what had come before it.
struct Reading {
  std::vector<ReadStatement> statements;
  std::optional<Refusal> refusal;

  const std::vector<StatementItem>& items() const { return statements.at(0).items; }
  std::string reason() const { return refusal ? refusal->reason : ""; }
  // Of the refusal's metadata; empty for none.
  std::string Said(const std::string& key) const;
};

Reading ReadStatements(const std::string& file, const StatementProfile& profile = {},
                       std::size_t piece = 1 << 20, const Limits& limits = {});

// All that an item says, in one line.
std::string ToText(const StatementItem& item);
// All that a file says.
std::string ToText(const Reading& reading);

// "<Name>text</Name>".
std::string Element(const std::string& name, const std::string& text);

// A camt.053 file of one statement. Empty parts are left out.
struct CamtText {
  std::string opening = "1000.00";
  std::string closing = "1000.00";
  std::string head = "";     // between Acct and Bal
  std::string summary = "";  // TxsSummry, inside
  std::string entries = "";

  std::string Statement() const;
  std::string File() const;
};
// One entry: what is given, with what every entry has.
struct EntryText {
  std::string amount = "100.00";
  std::string direction = "CRDT";
  std::string status = "BOOK";
  std::string day = "2026-11-20";
  std::string reference = "A1";
  std::string before = "";  // NtryRef
  std::string details = "";

  std::string Text() const;
};
// A document around what is in its message.
std::string CamtFile(const std::string& statements);

}  // namespace qianmo::ledger::bankfile
