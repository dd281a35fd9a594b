// Who may do what in identity, as pages 3.8 and 2.7 of the design say it. Written by hand: nothing
// here may be taken from the options in the protos, which it is there to judge.
#pragma once

#include <string>
#include <vector>

namespace qianmo::identity {

// Whose the object of a call is, as seen from the caller.
enum class Place {
  kHome,    // no object, or the caller's county as such
  kOwn,     // the caller's own account and what hangs on it
  kInside,  // of the village where the village's officers and the township above it hold their role
  kOutside,  // of a village of another township
  kAbroad,   // of another county
};

struct Row {
  const char* method;
  Place place;
  // One character for each caller of kCallers, blanks aside: + may, - may not, U must sign in
  // first.
  const char* verdicts;
};

// In the order of the characters. "nobody" is an officer without any office.
inline const std::vector<std::string> kCallers = {
    "stranger",       "nobody",          "VILLAGE_CLERK", "BOARD_CHAIR",    "SUPERVISOR",
    "MEMBER",         "HOUSEHOLD_HEAD",  "BIDDER",        "TOWNSHIP_AGENT", "TOWNSHIP_APPROVER",
    "CENTRE_OFFICER", "CENTRE_APPROVER", "COUNTY_ADMIN",  "DISCIPLINE",     "AUDITOR",
    "BANK",           "SERVICE"};

extern const std::vector<Row> kAccessMatrix;

}  // namespace qianmo::identity
