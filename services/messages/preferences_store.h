// Preferences in the database. Whoever never chose has none there, and gets the defaults.
#pragma once

#include <cstdint>

#include "crypto/keyring.h"
#include "messages/domain/preferences.h"
#include "pg/transaction.h"

namespace qianmo::messages {

struct PreferencesRow {
  Preferences chosen;
  std::int64_t changes = 0;  // 0: never
};

// Where the open id of an account is sealed.
std::string OpenIdPlace(CountyId county, const Uuid& account);

// When and in which language, without the open id: that need not open for a text to leave.
Preferences FindWishes(pg::Transaction& tx, CountyId county, const Uuid& account);
// Throws Unreadable when no key at hand opens the open id, as does LockPreferences.
PreferencesRow FindPreferences(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                               const Uuid& account);
// The same, held until the transaction ends, where there are any.
PreferencesRow LockPreferences(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                               const Uuid& account);
// After LockPreferences. Counts the change in the row.
void SavePreferences(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                     const Uuid& account, PreferencesRow* preferences);

}  // namespace qianmo::messages
