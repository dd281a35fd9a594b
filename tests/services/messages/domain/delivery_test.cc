// What answers and reports of the provider do to a delivery, each with every state.
#include "messages/domain/delivery.h"

#include <gtest/gtest.h>

namespace qianmo::messages {
namespace {

using enum DeliveryState;
using Way = ProviderAnswer::Way;

const Time kNow{std::chrono::hours(500'000)};
constexpr DeliveryState kStates[] = {kQueued, kSending, kSent,       kPrinted,    kDelivered,
                                     kFailed, kExpired, kSuppressed, kUnconfirmed};

TEST(DeliveryStates, AreLeftOnlyByTheseWays) {
  struct Row {
    DeliveryState from;
    const char* text;  // one character a state, in the order of kStates
    const char* paper;
  };
  const Row table[] = {
      {kQueued, "-++-++++-", "---+-+++-"},      {kSending, "+-+-++---", "---------"},
      {kSent, "----++--+", "---------"},        {kPrinted, "---------", "+---++-+-"},
      {kDelivered, "---------", "---------"},   {kFailed, "+---+----", "+--------"},
      {kExpired, "---------", "---------"},     {kSuppressed, "---------", "---------"},
      {kUnconfirmed, "----++---", "---------"},
  };
  for (const Row& row : table) {
    for (std::size_t i = 0; i < std::size(kStates); ++i) {
      const auto where = std::to_string(static_cast<int>(row.from)) + " to " +
                         std::to_string(static_cast<int>(kStates[i]));
      EXPECT_EQ(MayBecome(Channel::kSms, row.from, kStates[i]), row.text[i] == '+') << where;
      EXPECT_EQ(MayBecome(Channel::kWechat, row.from, kStates[i]), row.text[i] == '+') << where;
      EXPECT_EQ(MayBecome(Channel::kLetter, row.from, kStates[i]), row.paper[i] == '+') << where;
      EXPECT_EQ(MayBecome(Channel::kWall, row.from, kStates[i]), row.paper[i] == '+') << where;
    }
  }
}

TEST(ProviderAnswers, AreTakenOnlyForWhatTheySayBeyondDoubt) {
  struct Row {
    ProviderAnswer answer;
    Verdict verdict;
  };
  const Row table[] = {
      {{Way::kAnswered, 200, true}, Verdict::kTaken},
      {{Way::kAnswered, 201, true}, Verdict::kTaken},
      {{Way::kAnswered, 200, false}, Verdict::kUnclear},
      {{Way::kAnswered, 204, true}, Verdict::kUnclear},
      {{Way::kAnswered, 302, false}, Verdict::kLater},
      {{Way::kAnswered, 400, false}, Verdict::kRefused},
      {{Way::kAnswered, 401, false}, Verdict::kLater},
      {{Way::kAnswered, 403, false}, Verdict::kLater},
      {{Way::kAnswered, 404, false}, Verdict::kLater},
      {{Way::kAnswered, 409, false}, Verdict::kRefused},
      {{Way::kAnswered, 413, false}, Verdict::kRefused},
      {{Way::kAnswered, 422, false}, Verdict::kRefused},
      {{Way::kAnswered, 429, false}, Verdict::kLater},
      {{Way::kAnswered, 499, false}, Verdict::kLater},
      {{Way::kAnswered, 500, false}, Verdict::kUnclear},
      {{Way::kAnswered, 503, true}, Verdict::kUnclear},
      {{Way::kAnswered, 0, false}, Verdict::kUnclear},
      {{Way::kNeverLeft, 0, false}, Verdict::kLater},
      {{Way::kNoAnswer, 0, false}, Verdict::kUnclear},
  };
  for (const auto& [answer, verdict] : table) {
    EXPECT_EQ(Judge(answer), verdict) << static_cast<int>(answer.way) << " " << answer.http_status;
  }
}

TEST(Reports, ChangeOnlyWhatIsNotKnownYet) {
  using enum ReportUse;
  struct Row {
    DeliveryState state;
    DeliveryReason reason;
    ReportUse delivered;
    ReportUse failed;
  };
  const Row table[] = {
      {kQueued, DeliveryReason::kNone, kApplied, kApplied},
      {kSending, DeliveryReason::kNone, kApplied, kApplied},
      {kSent, DeliveryReason::kNone, kApplied, kApplied},
      {kUnconfirmed, DeliveryReason::kNone, kApplied, kApplied},
      {kDelivered, DeliveryReason::kNone, kRepeated, kContradicting},
      {kFailed, DeliveryReason::kGaveUp, kApplied, kApplied},
      {kFailed, DeliveryReason::kNotDelivered, kContradicting, kRepeated},
      {kFailed, DeliveryReason::kRefused, kContradicting, kRepeated},
      {kPrinted, DeliveryReason::kNone, kContradicting, kContradicting},
      {kExpired, DeliveryReason::kNone, kContradicting, kContradicting},
      {kSuppressed, DeliveryReason::kInDigest, kContradicting, kContradicting},
  };
  for (const Row& row : table) {
    const DeliveryFacts facts{.state = row.state, .reason = row.reason};
    EXPECT_EQ(UseOf(facts, ReportOutcome::kDelivered), row.delivered)
        << static_cast<int>(row.state);
    EXPECT_EQ(UseOf(facts, ReportOutcome::kFailed), row.failed) << static_cast<int>(row.state);
  }
}

TEST(Reports, AreAskedForTheLessOftenTheLongerTheyTake) {
  using namespace std::chrono_literals;
  struct Row {
    std::optional<Time> newest;
    Duration pause;
  };
  const Row table[] = {
      {std::nullopt, 30s}, {kNow, 500ms},     {kNow - 10s, 500ms}, {kNow - 20s, 1s},
      {kNow - 10min, 30s}, {kNow - 72h, 30s}, {kNow + 1s, 500ms},
  };
  for (const auto& [newest, pause] : table) EXPECT_EQ(PauseBetweenPulls(newest, kNow), pause);
}

TEST(Reports, OfWhatWasGivenUpInDoubtAreBelieved) {
  const DeliveryFacts unreadable{
      .state = kFailed, .reason = DeliveryReason::kUnreadable, .in_doubt = true};
  EXPECT_EQ(UseOf(unreadable, ReportOutcome::kDelivered), ReportUse::kApplied);
}

TEST(Unreadable, IsAFailureThatKeepsItsDoubt) {
  const auto ended = EndedUnreadable({.state = kSending, .in_doubt = true});
  EXPECT_EQ(ended.state, kFailed);
  EXPECT_EQ(ended.reason, DeliveryReason::kUnreadable);
  EXPECT_TRUE(ended.in_doubt);
}

TEST(Expiry, BeginsAtItsInstant) {
  const DeliveryFacts facts{.expire_time = kNow};
  EXPECT_FALSE(IsExpired(facts, kNow - Duration(1)));
  EXPECT_TRUE(IsExpired(facts, kNow));
  EXPECT_FALSE(IsExpired(DeliveryFacts{}, kNow));
}

TEST(Expiry, IsNeverSaidOfWhatMayHaveLeft) {
  const DeliveryFacts sure{.expire_time = kNow};
  EXPECT_EQ(EndedBy(sure, kNow).state, kExpired);
  EXPECT_EQ(EndedBy(sure, kNow).reason, DeliveryReason::kNone);
  const DeliveryFacts doubtful{.in_doubt = true, .expire_time = kNow};
  EXPECT_EQ(EndedBy(doubtful, kNow).state, kFailed);
  EXPECT_EQ(EndedBy(doubtful, kNow).reason, DeliveryReason::kGaveUp);
  EXPECT_EQ(EndedBy(sure, kNow - Duration(1)).reason, DeliveryReason::kGaveUp);
}

TEST(Retry, IsForWhatCertainlyDidNotArrive) {
  struct Row {
    DeliveryFacts facts;
    const char* reason;  // "" when it may be tried again
  };
  const auto failed = [](DeliveryReason reason) {
    return DeliveryFacts{.state = kFailed, .reason = reason};
  };
  DeliveryFacts in_doubt = failed(DeliveryReason::kGaveUp);
  in_doubt.in_doubt = true;
  DeliveryFacts unread = failed(DeliveryReason::kUnreadable);
  unread.in_doubt = true;
  DeliveryFacts late = failed(DeliveryReason::kRefused);
  late.expire_time = kNow;
  DeliveryFacts just = failed(DeliveryReason::kRefused);
  just.expire_time = kNow + Duration(1);
  DeliveryFacts wiped = failed(DeliveryReason::kNotDelivered);
  wiped.content_gone = true;
  const Row table[] = {
      {failed(DeliveryReason::kRefused), ""},
      {failed(DeliveryReason::kNotDelivered), ""},
      {failed(DeliveryReason::kGaveUp), ""},
      {failed(DeliveryReason::kUnreadable), ""},
      {in_doubt, "DELIVERY_MAY_HAVE_ARRIVED"},
      {unread, "DELIVERY_MAY_HAVE_ARRIVED"},
      {late, "DELIVERY_EXPIRED"},
      {just, ""},
      {wiped, "DELIVERY_CONTENT_GONE"},
  };
  for (const auto& [facts, reason] : table) {
    const auto checked = CheckRetry(facts, kNow);
    EXPECT_EQ(checked ? "" : checked.refusal().reason, reason);
  }
  for (const DeliveryState state : kStates) {
    if (state == kFailed) continue;
    const auto checked = CheckRetry(DeliveryFacts{.state = state}, kNow);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.refusal().reason, "DELIVERY_NOT_FAILED");
  }
}

}  // namespace
}  // namespace qianmo::messages
