// The digest: one text a day that counts what waits, instead of one text for each.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "messages/domain/template.h"

namespace qianmo::messages {

// A text that waits for the digest of its address.
struct Waiting {
  Uuid delivery;
  Time leave_time;
  Time expire_time = Time::max();
};

struct Digest {
  Uuid carrier;               // the delivery that is sent
  std::vector<Uuid> counted;  // the others, which are told by it
  int count() const { return static_cast<int>(counted.size()) + 1; }
};

// What leaves at `now` for one address: `first` carries, and everything else that is due by then
// and not pointless is counted. What becomes due later waits for the next digest.
Digest MakeDigest(const Waiting& first, std::span<const Waiting> others, Time now);

// The text of a digest. `site` is the address of the web app; without one it only names the app.
std::string DigestWords(Locale locale, int count, const std::string& site);

}  // namespace qianmo::messages
