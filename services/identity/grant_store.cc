#include "identity/grant_store.h"

#include <stdexcept>

#include "pg/reader.h"

namespace qianmo::identity {
namespace {

static_assert(static_cast<int>(Role::kVillageClerk) == rpc::v1::ROLE_VILLAGE_CLERK);
static_assert(static_cast<int>(Role::kBoardChair) == rpc::v1::ROLE_BOARD_CHAIR);
static_assert(static_cast<int>(Role::kSupervisor) == rpc::v1::ROLE_SUPERVISOR);
static_assert(static_cast<int>(Role::kMember) == rpc::v1::ROLE_MEMBER);
static_assert(static_cast<int>(Role::kHouseholdHead) == rpc::v1::ROLE_HOUSEHOLD_HEAD);
static_assert(static_cast<int>(Role::kBidder) == rpc::v1::ROLE_BIDDER);
static_assert(static_cast<int>(Role::kTownshipAgent) == rpc::v1::ROLE_TOWNSHIP_AGENT);
static_assert(static_cast<int>(Role::kTownshipApprover) == rpc::v1::ROLE_TOWNSHIP_APPROVER);
static_assert(static_cast<int>(Role::kCentreOfficer) == rpc::v1::ROLE_CENTRE_OFFICER);
static_assert(static_cast<int>(Role::kCentreApprover) == rpc::v1::ROLE_CENTRE_APPROVER);
static_assert(static_cast<int>(Role::kCountyAdmin) == rpc::v1::ROLE_COUNTY_ADMIN);
static_assert(static_cast<int>(Role::kDiscipline) == rpc::v1::ROLE_DISCIPLINE);
static_assert(static_cast<int>(Role::kAuditor) == rpc::v1::ROLE_AUDITOR);
static_assert(static_cast<int>(Role::kBank) == rpc::v1::ROLE_BANK);
static_assert(static_cast<int>(Role::kService) == rpc::v1::ROLE_SERVICE);
static_assert(static_cast<int>(Role::kService) == rpc::v1::Role_MAX);

}  // namespace

std::optional<GrantRow> FindGrant(pg::Transaction& tx, CountyId county, AccountId account,
                                  GrantId id) {
  const auto rows = tx.Run(
      "SELECT role, org_path, revoke_time IS NOT NULL AS revoked FROM identity.role_grant"
      " WHERE county_id = $1 AND account_id = $2 AND id = $3",
      county, account, id);
  if (rows.empty()) return std::nullopt;
  const auto path = OrgPath::Parse(pg::Get<std::string>(rows[0], "org_path"));
  if (!path) throw std::runtime_error("a stored organisation path does not parse");
  return GrantRow{{static_cast<Role>(pg::Get<int>(rows[0], "role")), *path},
                  pg::Get<bool>(rows[0], "revoked")};
}

v1::RoleGrant ReadGrant(pg::Transaction& tx, CountyId county, GrantId id) {
  const auto grant = pg::ReadOne<v1::RoleGrant>(tx.Run(
      "SELECT 'counties/' || county_id || '/accounts/' || account_id || '/grants/' || id AS name,"
      "  role, org_path, 'counties/' || county_id || '/accounts/' || granter_id AS granter,"
      "  grant_time, 'counties/' || county_id || '/accounts/' || revoker_id AS revoker, revoke_time"
      " FROM identity.role_grant WHERE county_id = $1 AND id = $2",
      county, id));
  return grant.value();
}

GrantId InsertGrant(pg::Transaction& tx, CountyId county, AccountId account, const RoleHeld& held,
                    std::optional<AccountId> granter, Time now) {
  const auto id = GrantId::Make(now);
  tx.Run(
      "INSERT INTO identity.role_grant (county_id, id, account_id, role, org_path, granter_id,"
      "  grant_time, revoke_reason)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, '')",
      county, id, account, static_cast<int>(held.role), held.org_path.text(), granter, now);
  return id;
}

void SetGrantRevoked(pg::Transaction& tx, CountyId county, GrantId id, AccountId revoker,
                     std::string_view reason, Time now) {
  tx.Run(
      "UPDATE identity.role_grant SET revoker_id = $3, revoke_time = $4, revoke_reason = $5"
      " WHERE county_id = $1 AND id = $2",
      county, id, revoker, now, reason);
}

}  // namespace qianmo::identity
