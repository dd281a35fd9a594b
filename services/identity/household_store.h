// Letters to households in the database. Of their codes only keyed digests are kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/keyring.h"
#include "identity/domain/account.h"
#include "identity/domain/one_time_code.h"
#include "identity/person_store.h"
#include "pg/transaction.h"

namespace qianmo::identity {

struct Letter {
  CountyId county;
  long long number;
  Uuid household_id;
  OrgPath org_path;
  std::string display_name;
  std::optional<PersonIndex> person;
  AccountId issuer;
  TravellingCode code;
};

// The number of the county's next letter; no number is left out or given twice.
long long TakeLetterNumber(pg::Transaction& tx, CountyId county);

// `code` as ReadPrintedCode gives it. Of two letters to one household at once, the later runs again
// and finds the earlier.
void InsertLetter(pg::Transaction& tx, const crypto::Keyring& ring, const Letter& letter,
                  std::string_view code);

// The household's letter that was neither used nor voided.
std::optional<Letter> FindOpenLetter(pg::Transaction& tx, CountyId county,
                                     const Uuid& household_id);

// A letter, held until the transaction ends, and whether `code` is the one printed in it.
struct LetterInHand {
  Letter letter;
  bool matches;
};
std::optional<LetterInHand> LockLetter(pg::Transaction& tx, const crypto::Keyring& ring,
                                       CountyId county, long long number, std::string_view code);

// Voided, or used by an account.
void EndLetter(pg::Transaction& tx, CountyId county, long long number,
               std::optional<AccountId> account, Time now);

}  // namespace qianmo::identity
