// What books say, as files. The same facts make the same bytes.
#pragma once

#include <string>

#include "ledger/books_store.h"
#include "sheet/table_file.h"

namespace qianmo::ledger {

struct ExportWish {
  CountyId county;
  BooksRow books;
  std::string display_name;
  Month first;
  Month last;
};

// An hledger journal: opening balances, every voucher, and assertions of the closing balances.
// Refuses EXPORT_TOO_LARGE.
Result<std::string> JournalText(pg::Transaction& tx, const ExportWish& wish);

// Refuses EXPORT_TOO_LARGE.
Result<sheet::ExportedFile> VoucherTable(pg::Transaction& tx, const ExportWish& wish,
                                         sheet::TableFormat format);
sheet::ExportedFile TrialTable(pg::Transaction& tx, const ExportWish& wish,
                               sheet::TableFormat format);
// Of an account and those below it, with the balance after each line. Refuses EXPORT_TOO_LARGE.
Result<sheet::ExportedFile> PostingTable(pg::Transaction& tx, const ExportWish& wish,
                                         const AccountCode& code, sheet::TableFormat format);

}  // namespace qianmo::ledger
