// Parties in the database: found by their number, what a county has verified, and their bars. They
// are nationwide; what a county was told of one is known by the county's number.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/keyring.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/parties.pb.h"
#include "registry/domain/bidder.h"
#include "registry/domain/party.h"

namespace qianmo::registry {

std::string PartyName(PartyId id);  // "parties/0192…"

// What a party with this number is found by, under every index key.
std::vector<std::string> PartyKeys(const crypto::Keyring& ring, PartyKind kind,
                                   std::string_view number);
// What parties are linked by, likewise.
std::vector<std::string> TraitIndexes(const crypto::Keyring& ring, PartyTrait trait,
                                      std::string_view normalised);

std::optional<PartyId> FindParty(pg::Transaction& tx, const crypto::Keyring& ring, PartyKind kind,
                                 std::string_view number);
// Its number must be nobody's; of two who take it at once, the later runs again and finds it.
PartyId InsertParty(pg::Transaction& tx, const crypto::Keyring& ring, PartyKind kind,
                    std::string_view number, Time now);
// What this county has found out, instead of what was known before.
void SetVerified(pg::Transaction& tx, const crypto::Keyring& ring, PartyId id,
                 const v1::PartyDetails& details, Time now);

// What the party has in common with others as this county was told, instead of what it was told
// before. A person is its own legal person.
void SetTraits(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, PartyId id,
               PartyKind kind, std::string_view number, const v1::PartyDetails& details);
void RemoveTraits(pg::Transaction& tx, CountyId county, PartyId id);

struct PartyIdentity {
  PartyKind kind;
  std::string number;
};
// Brings the party under the newest keys, which every server must know; nothing when its number
// does not open.
std::optional<PartyIdentity> ResealParty(pg::Transaction& tx, const crypto::Keyring& ring,
                                         PartyId id);
// Likewise what SetTraits had put down.
void RenewTraits(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county, PartyId id,
                 const PartyIdentity& identity, const v1::PartyDetails& details);

// Every one that there was, of whichever county.
std::vector<PartyBar> BarsOf(pg::Transaction& tx, PartyId id);
struct NewBar {
  PartyId party = {};
  CountyId county = {};
  bool nationwide = false;
  std::string reason = {};
  std::optional<Date> end_date = {};
  Decider by = {};
};
void InsertBar(pg::Transaction& tx, const NewBar& bar, Time now);
// Those of this county.
void LiftBars(pg::Transaction& tx, CountyId county, PartyId id, Time now);

// Of a row's number_sealed.
std::string OpenPartyNumber(const crypto::Keyring& ring, PartyId id, std::string_view sealed);
// In full, with the bars that are in force in this county.
std::optional<v1::Party> ReadParty(pg::Transaction& tx, const crypto::Keyring& ring, PartyId id,
                                   CountyId county, Time now);

// Bars of the party `party` that are in force in the county `county` on the day `today`: SQL
// expressions, the first a condition, the second a JSON array of PartyBar.
std::string IsBarred(const std::string& party, const std::string& county, const std::string& today);
std::string BarsInForce(const std::string& party, const std::string& county,
                        const std::string& today);
// A query for the parties that are barred there on that day.
std::string BarredParties(const std::string& county, const std::string& today);

// Parties that share something with this one, by id, after `after`.
google::protobuf::RepeatedPtrField<v1::PartyLink> ListLinks(pg::Transaction& tx, PartyId id,
                                                            CountyId county,
                                                            const std::optional<Uuid>& after,
                                                            int limit, Time now);

}  // namespace qianmo::registry
