// The texts whose time has come, claimed and in words.
#pragma once

#include <string>
#include <vector>

#include "messages/sender_store.h"

namespace qianmo::messages {

struct LeavingText {
  DueText due;
  std::string words;
};

// What a sender gives to the provider now, marked as being sent. What may not leave yet, or never
// will, is put off or ended on the way. `site` is the address of the web app, for links; empty
// where there is none. Nothing while another sender has the county's turn.
std::vector<LeavingText> TakeDueTexts(pg::Transaction& tx, const crypto::Keyring& ring,
                                      CountyId county, const std::string& site, int most, Time now);

}  // namespace qianmo::messages
