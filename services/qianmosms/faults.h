// What the simulated provider does wrong, because real ones do.
#pragma once

#include <chrono>
#include <set>
#include <string>

namespace qianmo::sms {

// "Every" counts the texts given to it, from 1; 0 is never.
struct Faults {
  std::chrono::milliseconds take_delay{0};    // before a text is taken
  std::chrono::milliseconds answer_delay{0};  // after it was taken, before the answer
  std::chrono::milliseconds report_delay{0};  // until a text arrives on the phone
  int cut_every = 0;                          // takes the text and cuts the connection
  int error_every = 0;                        // answers 500 and takes nothing
  int limit_every = 0;                        // answers 429 and takes nothing
  bool report_twice = false;                  // tells each report again, and once more as a new one
  bool report_reversed = false;               // the newest first
  bool report_contradicting = false;          // then says the opposite
  std::set<std::string> refused_numbers = {};  // not taken
  std::set<std::string> dead_numbers = {};     // taken, and reported as failed
};

}  // namespace qianmo::sms
