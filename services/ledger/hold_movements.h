// What happens when a part of a hold goes somewhere: in the row, in the books, at the bank.
#pragma once

#include <optional>
#include <string>

#include "ledger/custody_work.h"

namespace qianmo::ledger {

// Who does it, and why.
struct Deed {
  Hand hand;
  std::string reason;
  Time now;
};

// The village that a part goes to, and what is credited there.
struct VillageTerms {
  BooksId books;
  AccountCode credit;
  AccountCode receivable;
  Purpose purpose = {};
};

// The hold must be locked, and the resolution be of it. Interest that waits for the end of the hold
// is paid with it. Refuse what CustodyWork refuses; BOOKS_UNFIT for books of no village,
// BOOKS_ENDED for those of one that has ended.
Result<Done> Capture(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                     const HoldRow& hold, const Resolution& resolution, const VillageTerms& terms,
                     const Deed& deed);
Result<Done> Release(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                     const HoldRow& hold, const Resolution& resolution, const Deed& deed);
Result<Done> Forfeit(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                     const HoldRow& hold, const Resolution& resolution, const Deed& deed);

// What becomes of a forfeited part of the hold; a payee where there are costs.
Result<Done> Dispose(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                     const HoldRow& hold, PartId part, const Disposal& disposal,
                     const Payee& costs_payee, const VillageTerms& terms, const Deed& deed);

// Pays a village what it is owed, unless that was done meanwhile or it has no account at a bank.
Result<Done> PayTransfer(pg::Transaction& tx, CountyId county, const crypto::Keyring& ring,
                         TransferId id, Time now);

}  // namespace qianmo::ledger
