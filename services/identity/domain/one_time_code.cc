#include "identity/domain/one_time_code.h"

#include <algorithm>

#include "identity/domain/refusals.h"

namespace qianmo::identity {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr std::int64_t kStepsAround = 1;
constexpr Duration kBetweenSends = minutes(1);

constexpr CodePolicy kPolicies[] = {
    {minutes(10), 5},
    {days(3), std::nullopt},
    {minutes(10), 5},
    {days(60), std::nullopt},
};

}  // namespace

std::vector<std::int64_t> AcceptableSteps(std::int64_t step_now, std::int64_t last_accepted) {
  std::vector<std::int64_t> steps;
  for (auto step = step_now - kStepsAround; step <= step_now + kStepsAround; ++step) {
    if (step > last_accepted) steps.push_back(step);
  }
  return steps;
}

const CodePolicy& PolicyOf(CodePurpose purpose) { return kPolicies[static_cast<int>(purpose) - 1]; }

bool IsSpent(const TravellingCode& code) {
  const auto most = PolicyOf(code.purpose).max_failures;
  return most && code.failures >= *most;
}

bool IsLive(const TravellingCode& code, Time now) {
  return !code.ended && now < code.expire_time && !IsSpent(code);
}

CodeJudgement Judge(const TravellingCode& code, bool matches, Time now) {
  CodeJudgement judgement{std::nullopt, code.failures, code.ended};
  const bool live = IsLive(code, now);
  if (live && matches) {
    judgement.ended = true;
    return judgement;
  }
  judgement.refusal = refusals::CodeRejected();
  if (code.purpose == CodePurpose::kLetter && matches && !code.ended) {
    judgement.refusal = refusals::LetterExpired();
  }
  if (live) ++judgement.failures;
  return judgement;
}

Duration ResendDelay(Time last_sent, Time now) {
  return std::clamp<Duration>(last_sent + kBetweenSends - now, Duration::zero(), kBetweenSends);
}

SendDecision DecideSend(const std::optional<TravellingCode>& latest, Time last_sent, Time now) {
  if (!latest) return SendDecision::kNewCode;
  if (ResendDelay(last_sent, now) > Duration::zero()) return SendDecision::kNothing;
  return IsLive(*latest, now) ? SendDecision::kSameCodeAgain : SendDecision::kNewCode;
}

}  // namespace qianmo::identity
