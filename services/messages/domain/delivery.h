// A delivery on its way: what the answers and reports of the provider do to it, and when an officer
// may have it sent once more. Nothing is ever sent twice that may have arrived.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "messages/domain/template.h"

namespace qianmo::messages {

// The numbers are those of the API and of the database.
enum class DeliveryState {
  kQueued = 1,
  kSending,
  kSent,
  kPrinted,
  kDelivered,
  kFailed,
  kExpired,
  kSuppressed,
  kUnconfirmed
};
enum class DeliveryReason {
  kNone,
  kRefused,
  kNotDelivered,
  kGaveUp,
  kInDigest,
  kReplaced,
  kUnreadable
};

// Whether a delivery ever goes from one state to the other. Paper is printed, texts are sent.
bool MayBecome(Channel channel, DeliveryState from, DeliveryState to);

struct DeliveryFacts {
  Channel channel = Channel::kSms;
  DeliveryState state = DeliveryState::kQueued;
  DeliveryReason reason = DeliveryReason::kNone;
  // Some try ended without a word from the provider, so that it may have been taken.
  bool in_doubt = false;
  Time expire_time = Time::max();
  // It carried a code that is wiped by now.
  bool content_gone = false;

  bool operator==(const DeliveryFacts&) const = default;
};

// How one try ended.
struct ProviderAnswer {
  // Where it ended: at the network before the request left, after that, or with an answer.
  enum class Way { kNeverLeft, kNoAnswer, kAnswered };

  Way way = Way::kAnswered;
  int http_status = 0;
  bool has_provider_id = false;
};

// What it means.
enum class Verdict {
  kTaken,    // it will be sent exactly once
  kRefused,  // it will never be sent as it is
  kLater,    // not taken this time
  kUnclear   // it may have been taken: only the same client id may be tried again
};
Verdict Judge(const ProviderAnswer& answer);

// What a report says of the attempt that it names.
enum class ReportOutcome { kDelivered = 1, kFailed };
// What is made of it.
enum class ReportUse {
  kApplied = 1,
  kRepeated,       // says what is known
  kContradicting,  // says the opposite of what is known, which stands
  kUnknown         // speaks of no attempt of ours, or of one that was given up for another
};
ReportUse UseOf(const DeliveryFacts& facts, ReportOutcome outcome);

// How long the provider is waited for to say what became of a text that it took. Phones that are
// off are tried for two or three days.
inline constexpr Duration kAwaitReport = std::chrono::hours(72);
// When next to ask for reports, while `newest` is when the youngest text left of which none has
// come; nothing while none is awaited. The longer it takes the less often.
Duration PauseBetweenPulls(std::optional<Time> newest, Time now);

// How long a text that names no end of its own may wait, from the instant that it might first have
// left: nobody wants to be told a month late because the provider was away.
inline constexpr Duration kTextLife = std::chrono::days(7);

// Whether its time is over: at its expire_time it is.
bool IsExpired(const DeliveryFacts& facts, Time now);
// How a delivery ends that can wait no longer: expired, or, if it may have left, given up.
DeliveryFacts EndedBy(const DeliveryFacts& facts, Time now);
// How one ends that no key at hand opens.
DeliveryFacts EndedUnreadable(const DeliveryFacts& facts);

// Refuses DELIVERY_NOT_FAILED, DELIVERY_MAY_HAVE_ARRIVED, DELIVERY_EXPIRED, DELIVERY_CONTENT_GONE.
Result<Done> CheckRetry(const DeliveryFacts& facts, Time now);

}  // namespace qianmo::messages
