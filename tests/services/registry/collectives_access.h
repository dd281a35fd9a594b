// Who may do what with collectives, households and members: written by hand from page 3.8 of the
// design, never from the option that it holds the server to.
#pragma once

#include <vector>

namespace qianmo::registry {

enum class Ground {
  kHome,     // the county; no object yet, or a list
  kOwn,      // the household that the caller belongs to
  kInside,   // of the caller's village, township or county; another household
  kOutside,  // of another township
  kAbroad    // of another county
};

struct AccessRow {
  const char* method;
  Ground ground;
  const char* verdicts;  // + may, - may not, U must sign in first; blanks do not count
};

extern const std::vector<AccessRow> kCollectivesAccess;

}  // namespace qianmo::registry
