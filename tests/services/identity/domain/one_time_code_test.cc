#include "identity/domain/one_time_code.h"

#include <gtest/gtest.h>

#include "services/identity/domain/people.h"

namespace qianmo::identity {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;

constexpr Time kStart{days(20'000)};
constexpr microseconds kTick{1};
constexpr CodePurpose kPurposes[] = {CodePurpose::kPhoneReset, CodePurpose::kOfficerReset,
                                     CodePurpose::kPhoneProof, CodePurpose::kLetter};

TravellingCode Fresh(CodePurpose purpose) {
  return TravellingCode{purpose, kStart, kStart + PolicyOf(purpose).life};
}

using Steps = std::vector<std::int64_t>;

TEST(AcceptableSteps, AreThePresentOneAndItsNeighbours) {
  EXPECT_EQ(AcceptableSteps(100, kNoStep), (Steps{99, 100, 101}));
}

TEST(AcceptableSteps, AreNeverAcceptedTwice) {
  EXPECT_EQ(AcceptableSteps(100, 98), (Steps{99, 100, 101}));
  EXPECT_EQ(AcceptableSteps(100, 99), (Steps{100, 101}));
  EXPECT_EQ(AcceptableSteps(100, 100), (Steps{101}));
  EXPECT_EQ(AcceptableSteps(100, 101), (Steps{}));
  EXPECT_EQ(AcceptableSteps(101, 101), (Steps{102}));
  EXPECT_EQ(AcceptableSteps(0, kNoStep), (Steps{0, 1})) << "there is no step before the first";
}

TEST(TravellingCode, LivesAndFailsByItsPurpose) {
  const CodePolicy table[] = {
      {minutes(10), 5}, {days(3), std::nullopt}, {minutes(10), 5}, {days(60), std::nullopt}};
  for (int i = 0; i < 4; ++i) {
    TravellingCode code = Fresh(kPurposes[i]);
    EXPECT_EQ(code.expire_time, kStart + table[i].life);
    EXPECT_TRUE(IsLive(code, code.expire_time - kTick));
    EXPECT_FALSE(IsLive(code, code.expire_time));
    code.failures = table[i].max_failures.value_or(1000) - 1;
    EXPECT_TRUE(IsLive(code, kStart));
    ++code.failures;
    EXPECT_EQ(IsLive(code, kStart), !table[i].max_failures) << "printed codes outlive failures";
    code = Fresh(kPurposes[i]);
    code.ended = true;
    EXPECT_FALSE(IsLive(code, kStart));
  }
}

TEST(Judge, AcceptsTheRightCodeOnce) {
  TravellingCode code = Fresh(CodePurpose::kPhoneReset);
  const CodeJudgement first = Judge(code, true, kStart);
  EXPECT_FALSE(first.refusal);
  EXPECT_TRUE(first.ended);
  code.ended = first.ended;
  const CodeJudgement second = Judge(code, true, kStart);
  ASSERT_TRUE(second.refusal);
  EXPECT_EQ(second.refusal->reason, "CODE_REJECTED");
}

TEST(Judge, CountsFailuresUntilTheRightCodeIsOfNoUse) {
  TravellingCode code = Fresh(CodePurpose::kPhoneReset);
  for (int failures = 1; failures <= 5; ++failures) {
    const CodeJudgement judgement = Judge(code, false, kStart);
    ASSERT_TRUE(judgement.refusal);
    EXPECT_EQ(judgement.failures, failures);
    EXPECT_FALSE(judgement.ended);
    code.failures = judgement.failures;
  }
  const CodeJudgement late = Judge(code, true, kStart);
  ASSERT_TRUE(late.refusal);
  EXPECT_EQ(late.refusal->reason, "CODE_REJECTED");
  EXPECT_EQ(late.failures, 5) << "a dead code counts no further";
}

TEST(Judge, TellsOnlyTheHolderOfAnOldLetterThatItIsOld) {
  struct Case {
    CodePurpose purpose;
    bool matches, ended;
    int failures;
    std::string reason;
  };
  const Case cases[] = {
      {CodePurpose::kLetter, true, false, 0, "LETTER_EXPIRED"},
      {CodePurpose::kLetter, false, false, 0, "CODE_REJECTED"},
      {CodePurpose::kLetter, true, true, 0, "CODE_REJECTED"},
      {CodePurpose::kLetter, true, false, 1000, "LETTER_EXPIRED"},
      {CodePurpose::kOfficerReset, true, false, 0, "CODE_REJECTED"},
  };
  for (const Case& c : cases) {
    TravellingCode code = Fresh(c.purpose);
    code.ended = c.ended;
    code.failures = c.failures;
    const CodeJudgement judgement = Judge(code, c.matches, code.expire_time);
    ASSERT_TRUE(judgement.refusal);
    EXPECT_EQ(judgement.refusal->reason, c.reason);
    EXPECT_EQ(judgement.failures, c.failures);
  }
}

TEST(DecideSend, SendsALiveCodeAgainRatherThanReplaceIt) {
  const TravellingCode code = Fresh(CodePurpose::kPhoneReset);
  EXPECT_EQ(DecideSend(std::nullopt, kStart, kStart), SendDecision::kNewCode);
  EXPECT_EQ(DecideSend(code, kStart, kStart + minutes(1) - kTick), SendDecision::kNothing);
  EXPECT_EQ(DecideSend(code, kStart, kStart + minutes(1)), SendDecision::kSameCodeAgain);
  EXPECT_EQ(DecideSend(code, kStart, kStart + minutes(10) - kTick), SendDecision::kSameCodeAgain);
  EXPECT_EQ(DecideSend(code, kStart, kStart + minutes(10)), SendDecision::kNewCode);
  TravellingCode spent = code;
  spent.failures = 5;
  EXPECT_EQ(DecideSend(spent, kStart, kStart + minutes(1)), SendDecision::kNewCode);
}

TEST(ResendDelay, IsTheRestOfTheMinute) {
  EXPECT_EQ(ResendDelay(kStart, kStart), minutes(1));
  EXPECT_EQ(ResendDelay(kStart, kStart + minutes(1) - kTick), kTick);
  EXPECT_EQ(ResendDelay(kStart, kStart + minutes(1)), Duration::zero());
  EXPECT_EQ(ResendDelay(kStart, kStart - days(1)), minutes(1)) << "a clock that steps back";
}

}  // namespace
}  // namespace qianmo::identity
