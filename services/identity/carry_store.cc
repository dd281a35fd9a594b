#include "identity/carry_store.h"

#include <stdexcept>

namespace qianmo::identity {
namespace {

OrgPath PathIn(const pqxx::row& row) {
  const auto path = OrgPath::Parse(pg::Get<std::string>(row, "org_path"));
  if (!path) throw std::runtime_error("a stored organisation path does not parse");
  return *path;
}

// Where paths at or below this one end in the order of the bytes.
std::string EndOf(const OrgPath& path) {
  std::string end = path.text();
  ++end.back();
  return end;
}

std::optional<pg::Array<Uuid>> HouseholdsIn(const AccountsMove& move) {
  std::optional<pg::Array<Uuid>> only;
  if (move.households) only.emplace(*move.households);
  return only;
}

// Columns of what is kept of a move, for unnest.
struct CarriedPlaces {
  std::vector<Uuid> ids, accounts;
  std::vector<std::optional<Uuid>> grants;
  std::vector<std::string> from, to;

  void Add(const AccountsMove& move, AccountId account, const std::optional<Uuid>& grant,
           const OrgPath& before, const OrgPath& after) {
    ids.push_back(Uuid::Make(move.now));
    accounts.push_back(account.uuid);
    grants.push_back(grant);
    from.push_back(before.text());
    to.push_back(after.text());
  }
};

void Keep(pg::Transaction& tx, const AccountsMove& move, const CarriedPlaces& places) {
  tx.Run(
      "INSERT INTO identity.carried_place (county_id, id, account_id, grant_id, from_path, to_path,"
      "  cause, actor_id, carry_time)"
      " SELECT $1, p.id, p.account_id, p.grant_id, p.from_path, p.to_path, $7, $8, $9"
      " FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[])"
      "  AS p (id, account_id, grant_id, from_path, to_path)",
      move.county, pg::Array(places.ids), pg::Array(places.accounts), pg::Array(places.grants),
      pg::Array(places.from), pg::Array(places.to), move.cause, move.actor, move.now);
}

// Whoever has an account or a role there, with all accounts of the same persons.
std::vector<AccountId> HoldConcerned(pg::Transaction& tx, const AccountsMove& move) {
  std::vector<AccountId> ids;
  for (const auto& row :
       tx.Run("SELECT b.id FROM identity.account b WHERE b.county_id = $1 AND b.person IN ("
              "  SELECT a.person FROM identity.account a WHERE a.county_id = $1"
              "    AND a.org_path ~>=~ $2 AND a.org_path ~<~ $3"
              "    AND ($4::uuid[] IS NULL OR a.household_id = ANY ($4))"
              "  UNION"
              "  SELECT a.person FROM identity.role_grant g"
              "    JOIN identity.account a ON a.county_id = g.county_id AND a.id = g.account_id"
              "   WHERE g.county_id = $1 AND g.revoke_time IS NULL"
              "    AND g.org_path ~>=~ $2 AND g.org_path ~<~ $3"
              "    AND ($4::uuid[] IS NULL OR a.household_id = ANY ($4)))"
              " ORDER BY b.id FOR UPDATE",
              move.county, move.place.from.text(), EndOf(move.place.from), HouseholdsIn(move))) {
    ids.push_back(pg::Get<AccountId>(row, "id"));
  }
  return ids;
}

}  // namespace

void MoveLetters(pg::Transaction& tx, const AccountsMove& move) {
  tx.Run(
      "UPDATE identity.household_letter SET org_path = $4 || substr(org_path, length($2) + 1)"
      " WHERE county_id = $1 AND end_time IS NULL AND org_path ~>=~ $2 AND org_path ~<~ $3"
      "  AND ($5::uuid[] IS NULL OR household_id = ANY ($5))",
      move.county, move.place.from.text(), EndOf(move.place.from), move.place.to.text(),
      HouseholdsIn(move));
}

std::vector<CarriedRole> HoldRoles(pg::Transaction& tx, const AccountsMove& move) {
  const auto accounts = HoldConcerned(tx, move);
  std::vector<CarriedRole> roles;
  for (const auto& row :
       tx.Run("SELECT g.id, g.account_id, a.person, g.role, g.org_path,"
              "  $3::uuid[] IS NULL OR coalesce(a.household_id = ANY ($3), false) AS follows"
              " FROM identity.role_grant g"
              " JOIN identity.account a ON a.county_id = g.county_id AND a.id = g.account_id"
              " WHERE g.county_id = $1 AND g.account_id = ANY ($2::uuid[])"
              "  AND g.revoke_time IS NULL ORDER BY g.id",
              move.county, pg::Array(accounts), HouseholdsIn(move))) {
    roles.push_back({.grant = pg::Get<Uuid>(row, "id"),
                     .account = pg::Get<AccountId>(row, "account_id"),
                     .person = pg::Get<PersonId>(row, "person"),
                     .held = {static_cast<Role>(pg::Get<int>(row, "role")), PathIn(row)},
                     .follows = pg::Get<bool>(row, "follows")});
  }
  return roles;
}

int MoveAccounts(pg::Transaction& tx, const AccountsMove& move) {
  const PlaceMove back{.from = move.place.to, .to = move.place.from};
  CarriedPlaces places;
  for (const auto& row :
       tx.Run("UPDATE identity.account SET org_path = $4 || substr(org_path, length($2) + 1),"
              "  version = version + 1"
              " WHERE county_id = $1 AND org_path ~>=~ $2 AND org_path ~<~ $3"
              "  AND ($5::uuid[] IS NULL OR household_id = ANY ($5)) RETURNING id, org_path",
              move.county, move.place.from.text(), EndOf(move.place.from), move.place.to.text(),
              HouseholdsIn(move))) {
    const OrgPath after = PathIn(row);
    places.Add(move, pg::Get<AccountId>(row, "id"), std::nullopt, Moved(after, back).value(),
               after);
  }
  Keep(tx, move, places);
  return static_cast<int>(places.ids.size());
}

int MoveGrants(pg::Transaction& tx, const AccountsMove& move, const std::vector<CarriedRole>& roles,
               const std::vector<RoleFate>& fates) {
  CarriedPlaces places;
  std::vector<Uuid> grants;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (fates[i] != RoleFate::kMoved) continue;
    const OrgPath& before = roles[i].held.org_path;
    places.Add(move, roles[i].account, roles[i].grant, before, Moved(before, move.place).value());
    grants.push_back(roles[i].grant);
  }
  tx.Run(
      "UPDATE identity.role_grant g SET org_path = n.org_path"
      " FROM unnest($2::uuid[], $3::text[]) AS n (id, org_path)"
      " WHERE g.county_id = $1 AND g.id = n.id",
      move.county, pg::Array(grants), pg::Array(places.to));
  tx.Run(
      "UPDATE identity.account SET version = version + 1"
      " WHERE county_id = $1 AND id = ANY ($2::uuid[])",
      move.county, pg::Array(places.accounts));
  Keep(tx, move, places);
  return static_cast<int>(grants.size());
}

void EndGrants(pg::Transaction& tx, const AccountsMove& move, const std::vector<CarriedRole>& roles,
               const std::vector<RoleFate>& fates) {
  std::vector<Uuid> grants;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (fates[i] == RoleFate::kEnded) grants.push_back(roles[i].grant);
  }
  tx.Run(
      "UPDATE identity.role_grant SET revoke_time = greatest($3, grant_time), revoke_reason = $4"
      " WHERE county_id = $1 AND id = ANY ($2::uuid[])",
      move.county, pg::Array(grants), move.now, move.cause);
}

}  // namespace qianmo::identity
