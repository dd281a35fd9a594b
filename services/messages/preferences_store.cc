#include "messages/preferences_store.h"

#include "crypto/seal.h"
#include "messages/sealed.h"
#include "pg/row.h"

namespace qianmo::messages {
namespace {

void ReadChoices(pg::Transaction& tx, CountyId county, const Uuid& account,
                 Preferences* preferences) {
  for (const auto& row : tx.Run("SELECT message_group, channels FROM messages.channel_choice"
                                " WHERE county_id = $1 AND account_id = $2",
                                county, account)) {
    auto& channels = preferences->choices[static_cast<Group>(pg::Get<int>(row, "message_group"))];
    for (const int channel : pg::Get<std::vector<int>>(row, "channels")) {
      channels.insert(static_cast<Channel>(channel));
    }
  }
}

pqxx::result Select(pg::Transaction& tx, CountyId county, const Uuid& account, const char* lock) {
  return tx.Run(
      std::string("SELECT locale, quiet_start, quiet_end, digest_hour, wechat_sealed, changes"
                  " FROM messages.preferences WHERE county_id = $1 AND account_id = $2") +
          lock,
      county, account);
}

// All but the open id.
Preferences WishesIn(const pqxx::row& row) {
  Preferences wishes;
  wishes.locale = static_cast<Locale>(pg::Get<int>(row, "locale"));
  wishes.quiet_hours = {pg::Get<int>(row, "quiet_start"), pg::Get<int>(row, "quiet_end")};
  wishes.digest_hour = pg::Get<std::optional<int>>(row, "digest_hour");
  return wishes;
}

PreferencesRow Read(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                    const Uuid& account, const char* lock) {
  const auto rows = Select(tx, county, account, lock);
  PreferencesRow found;
  if (rows.empty()) return found;
  found.chosen = WishesIn(rows[0]);
  found.changes = pg::Get<std::int64_t>(rows[0], "changes");
  if (const auto sealed = pg::Get<std::optional<pg::Bytes>>(rows[0], "wechat_sealed")) {
    found.chosen.wechat_open_id = OpenSealed(ring, OpenIdPlace(county, account), *sealed);
  }
  ReadChoices(tx, county, account, &found.chosen);
  return found;
}

void SaveChoices(pg::Transaction& tx, CountyId county, const Uuid& account,
                 const Preferences& preferences) {
  tx.Run("DELETE FROM messages.channel_choice WHERE county_id = $1 AND account_id = $2", county,
         account);
  for (const auto& [group, chosen] : preferences.choices) {
    std::vector<int> channels;
    for (const Channel channel : chosen) channels.push_back(static_cast<int>(channel));
    tx.Run(
        "INSERT INTO messages.channel_choice (county_id, account_id, message_group, channels)"
        " VALUES ($1, $2, $3, $4)",
        county, account, static_cast<int>(group), pg::Array(channels));
  }
}

}  // namespace

std::string OpenIdPlace(CountyId county, const Uuid& account) {
  return "messages.preferences.wechat/" + std::to_string(county.number) + "/" + account.ToString();
}

Preferences FindWishes(pg::Transaction& tx, CountyId county, const Uuid& account) {
  const auto rows = Select(tx, county, account, "");
  if (rows.empty()) return {};
  Preferences wishes = WishesIn(rows[0]);
  ReadChoices(tx, county, account, &wishes);
  return wishes;
}

PreferencesRow FindPreferences(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                               const Uuid& account) {
  return Read(tx, ring, county, account, "");
}

PreferencesRow LockPreferences(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                               const Uuid& account) {
  return Read(tx, ring, county, account, " FOR UPDATE");
}

void SavePreferences(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                     const Uuid& account, PreferencesRow* preferences) {
  const Preferences& chosen = preferences->chosen;
  std::string sealed;
  if (!chosen.wechat_open_id.empty()) {
    sealed = crypto::Seal(ring, OpenIdPlace(county, account), chosen.wechat_open_id);
  }
  // Of two who choose for the first time at once, the later runs again and finds the earlier.
  const char* statement =
      preferences->changes == 0
          ? "INSERT INTO messages.preferences (county_id, account_id, locale, quiet_start,"
            "   quiet_end, digest_hour, wechat_sealed, changes)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
          : "UPDATE messages.preferences SET locale = $3, quiet_start = $4, quiet_end = $5,"
            "   digest_hour = $6, wechat_sealed = $7, changes = $8"
            " WHERE county_id = $1 AND account_id = $2";
  tx.Run(statement, county, account, static_cast<int>(chosen.locale),
         chosen.quiet_hours.start_minute, chosen.quiet_hours.end_minute, chosen.digest_hour,
         sealed.empty() ? std::nullopt : std::optional(pg::Bytes{sealed}), ++preferences->changes);
  SaveChoices(tx, county, account, chosen);
}

}  // namespace qianmo::messages
