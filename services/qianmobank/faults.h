// What the simulated bank does wrong, because real ones do; and its customs.
#pragma once

#include <cstdint>

namespace qianmo::bank {

// So many of a thousand. Which ones depends on the seed and on what they are called alone, so that
// the same files come of the same orders.
struct Faults {
  std::uint64_t seed = 1;
  // Payments.
  int rejected = 0;      // never booked
  int returned = 0;      // booked, told as paid, and some days later credited again
  int silent = 0;        // booked, and no result ever says so
  int late = 0;          // booked in time, the result comes some days later
  int contradicted = 0;  // told as paid, and the day after as rejected, which is not true
  int unnumbered = 0;    // booked without the number that the payer gave it, and never told
  int unsure = 0;        // told with a word that says nothing; some days later the right one
  int lost = 0;          // never booked, and only ever told with a word that says nothing
  int charged = 0;       // of those returned: less a fee, under a number of the bank's own
  // Files.
  int repeated = 0;     // results that come again the day after
  int overlapping = 0;  // statements that begin with the entries of the day before
  int garbage = 0;      // files that come a second time, damaged
  int most_days = 3;    // how long "some days" can be

  std::int64_t fee_fen = 50;  // what a return can cost

  bool batch_booking = false;  // all payments of a file in one entry; XML only
};

}  // namespace qianmo::bank
