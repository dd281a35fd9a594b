#include "messages/domain/delivery.h"

#include <algorithm>

#include "messages/domain/delivery_refusals.h"

namespace qianmo::messages {
namespace {

bool IsPaper(Channel channel) { return channel == Channel::kLetter || channel == Channel::kWall; }

bool TextMayBecome(DeliveryState from, DeliveryState to) {
  using enum DeliveryState;
  switch (from) {
    case kQueued:  // a report may be quicker than the answer that was lost
      return to == kSending || to == kSent || to == kDelivered || to == kFailed || to == kExpired ||
             to == kSuppressed;
    case kSending:
      return to == kQueued || to == kSent || to == kDelivered || to == kFailed;
    case kSent:
      return to == kDelivered || to == kFailed || to == kUnconfirmed;
    case kUnconfirmed:  // the report came after all
      return to == kDelivered || to == kFailed;
    case kFailed:  // retried, or given up too early
      return to == kQueued || to == kDelivered;
    default:
      return false;
  }
}

bool PaperMayBecome(DeliveryState from, DeliveryState to) {
  using enum DeliveryState;
  switch (from) {
    case kQueued:
      return to == kPrinted || to == kFailed || to == kExpired || to == kSuppressed;
    case kPrinted:  // before it was handed over, its batch was taken back or its code replaced
      return to == kQueued || to == kDelivered || to == kFailed || to == kSuppressed;
    case kFailed:  // returned by the post, and printed again
      return to == kQueued;
    default:
      return false;
  }
}

}  // namespace

bool MayBecome(Channel channel, DeliveryState from, DeliveryState to) {
  return IsPaper(channel) ? PaperMayBecome(from, to) : TextMayBecome(from, to);
}

Verdict Judge(const ProviderAnswer& answer) {
  if (answer.way == ProviderAnswer::Way::kNeverLeft) return Verdict::kLater;
  if (answer.way == ProviderAnswer::Way::kNoAnswer) return Verdict::kUnclear;
  switch (answer.http_status) {
    case 200:
    case 201:
      return answer.has_provider_id ? Verdict::kTaken : Verdict::kUnclear;
    case 400:  // what it cannot read, or will not send
    case 409:  // another body had this client id
    case 413:
    case 422:
      return Verdict::kRefused;
    default:  // an operator's matter (401, 403, 404), or too much at once (429)
      return answer.http_status >= 300 && answer.http_status < 500 ? Verdict::kLater
                                                                   : Verdict::kUnclear;
  }
}

ReportUse UseOf(const DeliveryFacts& facts, ReportOutcome outcome) {
  const bool arrived = outcome == ReportOutcome::kDelivered;
  switch (facts.state) {
    case DeliveryState::kQueued:
    case DeliveryState::kSending:
    case DeliveryState::kSent:
    case DeliveryState::kUnconfirmed:
      return ReportUse::kApplied;
    case DeliveryState::kDelivered:
      return arrived ? ReportUse::kRepeated : ReportUse::kContradicting;
    case DeliveryState::kFailed:
      if (facts.reason == DeliveryReason::kGaveUp || facts.in_doubt) return ReportUse::kApplied;
      return arrived ? ReportUse::kContradicting : ReportUse::kRepeated;
    default:
      return ReportUse::kContradicting;
  }
}

Duration PauseBetweenPulls(std::optional<Time> newest, Time now) {
  constexpr Duration kSoonest = std::chrono::milliseconds(500);
  constexpr Duration kLongest = std::chrono::seconds(30);
  constexpr int kShareOfAge = 20;
  if (!newest) return kLongest;
  return std::clamp<Duration>((now - *newest) / kShareOfAge, kSoonest, kLongest);
}

bool IsExpired(const DeliveryFacts& facts, Time now) { return now >= facts.expire_time; }

DeliveryFacts EndedBy(const DeliveryFacts& facts, Time now) {
  DeliveryFacts ended = facts;
  const bool expired = IsExpired(facts, now) && !facts.in_doubt;
  ended.state = expired ? DeliveryState::kExpired : DeliveryState::kFailed;
  ended.reason = expired ? DeliveryReason::kNone : DeliveryReason::kGaveUp;
  return ended;
}

DeliveryFacts EndedUnreadable(const DeliveryFacts& facts) {
  DeliveryFacts ended = facts;
  ended.state = DeliveryState::kFailed;
  ended.reason = DeliveryReason::kUnreadable;
  return ended;
}

Result<Done> CheckRetry(const DeliveryFacts& facts, Time now) {
  if (facts.state != DeliveryState::kFailed) return refusals::DeliveryNotFailed();
  if (facts.in_doubt) return refusals::DeliveryMayHaveArrived();
  if (IsExpired(facts, now)) return refusals::DeliveryExpired();
  if (facts.content_gone) return refusals::DeliveryContentGone();
  return Done{};
}

}  // namespace qianmo::messages
