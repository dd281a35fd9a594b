#include "messages/preferences_store.h"

#include <stdexcept>

#include "crypto/seal.h"
#include "pg/row.h"

namespace qianmo::messages {
namespace {

std::string Place(CountyId county, const Uuid& account) {
  return "messages.preferences.wechat/" + std::to_string(county.number) + "/" + account.ToString();
}

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

PreferencesRow Read(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                    const Uuid& account, const char* lock) {
  const auto rows = tx.Run(
      std::string("SELECT locale, quiet_start, quiet_end, digest_hour, wechat_sealed, changes"
                  " FROM messages.preferences WHERE county_id = $1 AND account_id = $2") +
          lock,
      county, account);
  PreferencesRow found;
  if (rows.empty()) return found;
  const auto& row = rows[0];
  found.changes = pg::Get<std::int64_t>(row, "changes");
  found.chosen.locale = static_cast<Locale>(pg::Get<int>(row, "locale"));
  found.chosen.quiet_hours = {pg::Get<int>(row, "quiet_start"), pg::Get<int>(row, "quiet_end")};
  found.chosen.digest_hour = pg::Get<std::optional<int>>(row, "digest_hour");
  if (const auto sealed = pg::Get<std::optional<pg::Bytes>>(row, "wechat_sealed")) {
    auto open_id = crypto::Open(ring, Place(county, account), *sealed);
    if (!open_id) throw std::runtime_error("a sealed open id does not open");
    found.chosen.wechat_open_id = *std::move(open_id);
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
    sealed = crypto::Seal(ring, Place(county, account), chosen.wechat_open_id);
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
