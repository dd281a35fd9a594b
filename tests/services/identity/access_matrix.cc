#include "services/identity/access_matrix.h"

namespace qianmo::identity {

using enum Place;

// clang-format off
const std::vector<Row> kAccessMatrix = {
    // s nobody
    // | | clerk chair supervisor
    // | | |   member head
    // | | |   |  bidder
    // | | |   |  | township agent, approver
    // | | |   |  | |  centre officer, approver
    // | | |   |  | |  |  county admin
    // | | |   |  | |  |  | discipline, audit
    // | | |   |  | |  |  | |  bank
    // | | |   |  | |  |  | |  | service
    // Doors: whoever comes.
    {"SignIn", kHome,
      "+ + +++ ++ + ++ ++ + ++ + +"},
    {"IssueToken", kHome,
      "+ + +++ ++ + ++ ++ + ++ + +"},
    {"RequestPasswordReset", kHome,
      "+ + +++ ++ + ++ ++ + ++ + +"},
    {"ResetPassword", kHome,
      "+ + +++ ++ + ++ ++ + ++ + +"},
    {"SignUpBidder", kHome,
      "+ + +++ ++ + ++ ++ + ++ + +"},
    {"ActivateHousehold", kHome,
      "+ + +++ ++ + ++ ++ + ++ + +"},

    // One's own account: whoever has one.
    {"SignOut", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"WhoAmI", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"ChangePassword", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"EnrolOneTimeCode", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"ConfirmOneTimeCode", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"SendPhoneCode", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"ConfirmPhone", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},

    // Sessions: the owner's and the county's.
    {"ListSessions", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"ListSessions", kInside,
      "U - --- -- - -- -- + -- - -"},
    {"ListSessions", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"ListSessions", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"RevokeSession", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"RevokeSession", kInside,
      "U - --- -- - -- -- + -- - -"},
    {"RevokeSession", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"RevokeSession", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // Help for others, never for oneself. The second factor is the county's matter alone.
    {"StartPasswordReset", kOwn,
      "U - --- -- - -- -- - -- - -"},
    {"StartPasswordReset", kInside,
      "U - --- -- - -+ -- + -- - -"},
    {"StartPasswordReset", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"StartPasswordReset", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"RemoveOneTimeCode", kOwn,
      "U - --- -- - -- -- - -- - -"},
    {"RemoveOneTimeCode", kInside,
      "U - --- -- - -- -- + -- - -"},
    {"RemoveOneTimeCode", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"RemoveOneTimeCode", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // Accounts: the county keeps them, the township those below it. Discipline and audit read all.
    {"CreateAccount", kInside,
      "U - --- -- - ++ -- + -- - -"},
    {"CreateAccount", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"CreateAccount", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ConfirmAccount", kOwn,
      "U - --- -- - -- -- - -- - -"},
    {"ConfirmAccount", kInside,
      "U - --- -- - -+ -- + -- - -"},
    {"ConfirmAccount", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"ConfirmAccount", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"GetAccount", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"GetAccount", kInside,
      "U - --- -- - ++ -- + ++ - +"},
    {"GetAccount", kOutside,
      "U - --- -- - -- -- + ++ - +"},
    {"GetAccount", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ListAccounts", kHome,
      "U - --- -- - ++ -- + ++ - -"},
    {"ListAccounts", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"DisableAccount", kOwn,
      "U - --- -- - -- -- - -- - -"},
    {"DisableAccount", kInside,
      "U - --- -- - -+ -- + -- - -"},
    {"DisableAccount", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"DisableAccount", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"EnableAccount", kOwn,
      "U - --- -- - -- -- - -- - -"},
    {"EnableAccount", kInside,
      "U - --- -- - -+ -- + -- - -"},
    {"EnableAccount", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"EnableAccount", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // Offices of a village: given and taken by the county and the township's approver.
    {"GrantRole", kOwn,
      "U - --- -- - -- -- - -- - -"},
    {"GrantRole", kInside,
      "U - --- -- - -+ -- + -- - -"},
    {"GrantRole", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"GrantRole", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"RevokeRole", kOwn,
      "U - --- -- - -- -- - -- - -"},
    {"RevokeRole", kInside,
      "U - --- -- - -+ -- + -- - -"},
    {"RevokeRole", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"RevokeRole", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // Letters: the village's clerk and the township's agent.
    {"IssueHouseholdCode", kInside,
      "U - +-- -- - +- -- - -- - -"},
    {"IssueHouseholdCode", kOutside,
      "U - --- -- - -- -- - -- - -"},
    {"IssueHouseholdCode", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // Agents: appointed for oneself only (whether an account may have one is a rule about kinds).
    {"AppointAgent", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"AppointAgent", kInside,
      "U - --- -- - -- -- - -- - -"},
    {"AppointAgent", kOutside,
      "U - --- -- - -- -- - -- - -"},
    {"AppointAgent", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"RevokeAgent", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"RevokeAgent", kInside,
      "U - --- -- - -- -- + -- - -"},
    {"RevokeAgent", kOutside,
      "U - --- -- - -- -- + -- - -"},
    {"RevokeAgent", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ListAgents", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"ListAgents", kInside,
      "U - --- -- - -- -- + ++ - -"},
    {"ListAgents", kOutside,
      "U - --- -- - -- -- + ++ - -"},
    {"ListAgents", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // The county's keys.
    {"StartReseal", kHome,
      "U - --- -- - -- -- + -- - -"},
    {"StartReseal", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // How people can be reached: nobody's business but the house's own.
    {"ResolveContacts", kHome,
      "U - --- -- - -- -- - -- - +"},
    {"ResolveContacts", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // What the house says of accounts: likewise.
    {"LinkParty", kInside,
      "U - --- -- - -- -- - -- - +"},
    {"LinkParty", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"CarryAccounts", kHome,
      "U - --- -- - -- -- - -- - +"},
    {"CarryAccounts", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // Long work: whoever started it; the county; inspectors watch.
    {"GetOperation", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"GetOperation", kInside,
      "U - --- -- - -- -- + ++ - -"},
    {"GetOperation", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ListOperations", kHome,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"ListOperations", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"CancelOperation", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"CancelOperation", kInside,
      "U - --- -- - -- -- + -- - -"},
    {"CancelOperation", kAbroad,
      "U - --- -- - -- -- - -- - -"},
};
// clang-format on

}  // namespace qianmo::identity
