// Codes that work once: those of an authenticator, and those that travel by text message, by an
// officer's hand or by letter.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace qianmo::identity {

// Before any step was accepted.
inline constexpr std::int64_t kNoStep = -1;

// The authenticator's steps whose code is acceptable when `step_now` is the present one: it and its
// neighbours, for clocks that go wrong, but none up to the last accepted one. Newest last.
std::vector<std::int64_t> AcceptableSteps(std::int64_t step_now, std::int64_t last_accepted);

// The numbers below 4 are stored; letters have a table of their own.
enum class CodePurpose {
  kPhoneReset = 1,    // a new password, by text message
  kOfficerReset = 2,  // a new password, or the first one, by an officer's hand
  kPhoneProof = 3,
  kLetter = 4,
};

struct CodePolicy {
  Duration life;
  // None for printed codes: strangers cannot guess them, so they must not be able to void them.
  std::optional<int> max_failures;
};

const CodePolicy& PolicyOf(CodePurpose purpose);

struct TravellingCode {
  CodePurpose purpose;
  Time create_time;
  Time expire_time;
  int failures = 0;
  bool ended = false;  // used, or voided by a later one
};

// Whether so many failures have voided it.
bool IsSpent(const TravellingCode& code);
// Whether the code can still be used, if it is the right one: until, and not at, its expiry.
bool IsLive(const TravellingCode& code, Time now);

// What becomes of an attempt. A refused attempt on a live code is recorded as a failure.
struct CodeJudgement {
  std::optional<Refusal> refusal;
  int failures;
  bool ended;
};

// `matches`: the typed code is this one. Everything wrong is CODE_REJECTED, but the holder of a
// right letter that is too old learns that (LETTER_EXPIRED).
CodeJudgement Judge(const TravellingCode& code, bool matches, Time now);

// What a request for a code does.
enum class SendDecision { kNewCode, kSameCodeAgain, kNothing };

// A live code is sent again rather than replaced, so that a stranger who asks for codes cannot void
// the one that its owner is typing; and at most once a minute.
SendDecision DecideSend(const std::optional<TravellingCode>& latest, Time last_sent, Time now);

// How long until a code may be sent again.
Duration ResendDelay(Time last_sent, Time now);

}  // namespace qianmo::identity
