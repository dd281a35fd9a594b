// Statements on their way out: as a table, and as what is printed.
#pragma once

#include "ledger/print/statement_press.h"
#include "qianmo/ledger/v1/statements.pb.h"
#include "sheet/table_file.h"

namespace qianmo::ledger {

// "资产负债表".
std::string TitleOf(v1::Statement::Kind kind);

// A balance sheet has both of its sides beside each other.
sheet::ExportedFile StatementTable(const v1::Statement& statement, sheet::TableFormat format);

print::StatementPaper PaperOf(const v1::Statement& statement, Date end);

}  // namespace qianmo::ledger
