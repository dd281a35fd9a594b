// The people and places of the identity tests.
#pragma once

#include <string>
#include <vector>

#include "identity/domain/account.h"

namespace qianmo::identity {

inline const std::string kTownshipText = "/7/01920000-0000-7000-8000-000000000001/";
inline const std::string kVillageText = kTownshipText + "01920000-0000-7000-8000-00000000000a/";
inline const std::string kGroupText = kVillageText + "01920000-0000-7000-8000-0000000000aa/";
inline const std::string kOtherTownshipText = "/7/01920000-0000-7000-8000-000000000002/";

inline const OrgPath kCounty = *OrgPath::Parse("/7/");
inline const OrgPath kOtherCounty = *OrgPath::Parse("/70/");
inline const OrgPath kTownship = *OrgPath::Parse(kTownshipText);
inline const OrgPath kVillage = *OrgPath::Parse(kVillageText);
inline const OrgPath kGroup = *OrgPath::Parse(kGroupText);
inline const OrgPath kSisterVillage =
    *OrgPath::Parse(kTownshipText + "01920000-0000-7000-8000-00000000000b/");
inline const OrgPath kOtherTownship = *OrgPath::Parse(kOtherTownshipText);
inline const OrgPath kOtherVillage =
    *OrgPath::Parse(kOtherTownshipText + "01920000-0000-7000-8000-00000000000c/");

inline const std::vector<Role> kEveryRole = {
    Role::kVillageClerk,  Role::kBoardChair,     Role::kSupervisor,    Role::kMember,
    Role::kHouseholdHead, Role::kBidder,         Role::kTownshipAgent, Role::kTownshipApprover,
    Role::kCentreOfficer, Role::kCentreApprover, Role::kCountyAdmin,   Role::kDiscipline,
    Role::kAuditor,       Role::kBank,           Role::kService};

// The n-th account, and the n-th person.
inline AccountId AccountNumber(std::uint8_t n) {
  return AccountId{Uuid({1, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, n})};
}
inline PersonId PersonNumber(std::uint8_t n) {
  return PersonId{Uuid({2, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, n})};
}

// The only account of person n.
inline Account AccountOf(std::uint8_t n, AccountKind kind, OrgPath org_path,
                         std::vector<RoleHeld> roles = {}) {
  return Account{.id = AccountNumber(n),
                 .person = PersonNumber(n),
                 .kind = kind,
                 .state = AccountState::kActive,
                 .org_path = std::move(org_path),
                 .roles = std::move(roles),
                 .confirmed = true};
}
inline Account Officer(std::uint8_t n, OrgPath org_path = kCounty,
                       std::vector<RoleHeld> roles = {}) {
  return AccountOf(n, AccountKind::kOfficer, std::move(org_path), std::move(roles));
}
inline Actor Acting(std::uint8_t n, std::vector<RoleHeld> roles) {
  return Actor{AccountNumber(n), PersonNumber(n), std::move(roles)};
}

// "OK", or the reason of the refusal.
template <class T>
std::string Outcome(const Result<T>& result) {
  return result ? "OK" : result.refusal().reason;
}

}  // namespace qianmo::identity
