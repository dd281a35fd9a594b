// Who may do what in messages, as page 3.8 of the design says it. Written by hand: nothing here may
// be taken from the options in the protos, which it is there to judge.
#pragma once

#include <string>
#include <vector>

namespace qianmo::messages {

// Whose the object of a call is, as seen from the caller.
enum class Place {
  kHome,   // the caller's county as such
  kOwn,    // the caller's own inbox and preferences
  kOther,  // those of somebody else in the county
  kAbroad  // of another county
};

struct Row {
  const char* method;
  Place place;
  // One character for each caller of kCallers, blanks aside: + may, - may not, U must sign in
  // first.
  const char* verdicts;
};

// In the order of the characters. "nobody" has an account and no role.
inline const std::vector<std::string> kCallers = {
    "stranger",       "nobody",          "VILLAGE_CLERK", "BOARD_CHAIR",    "SUPERVISOR",
    "MEMBER",         "HOUSEHOLD_HEAD",  "BIDDER",        "TOWNSHIP_AGENT", "TOWNSHIP_APPROVER",
    "CENTRE_OFFICER", "CENTRE_APPROVER", "COUNTY_ADMIN",  "DISCIPLINE",     "AUDITOR",
    "BANK",           "SERVICE"};

extern const std::vector<Row> kAccessMatrix;

}  // namespace qianmo::messages
