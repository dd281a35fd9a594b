// What one digest carries.
#include "messages/domain/digest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qianmo::messages {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Time kEvening{std::chrono::hours(500'000)};

TEST(MakeDigest, CountsWhatIsDueAndStillMatters) {
  std::vector<Uuid> ids;
  for (int i = 0; i < 6; ++i) ids.push_back(Uuid::Make(kEvening));
  const std::vector<Waiting> others = {
      {ids[0], kEvening},                          // itself
      {ids[1], kEvening},                          // due this instant
      {ids[2], kEvening + Duration(1)},            // a moment later
      {ids[3], kEvening - Duration(1), kEvening},  // pointless by now
      {ids[4], kEvening - Duration(1), kEvening + Duration(1)},
      {ids[5], kEvening - std::chrono::hours(20)},
  };
  const Digest digest = MakeDigest({ids[0], kEvening}, others, kEvening);
  EXPECT_EQ(digest.carrier, ids[0]);
  EXPECT_THAT(digest.counted, ElementsAre(ids[1], ids[4], ids[5]));
  EXPECT_EQ(digest.count(), 4);
}

TEST(MakeDigest, OfOneCountsOne) {
  const Uuid id = Uuid::Make(kEvening);
  EXPECT_EQ(MakeDigest({id, kEvening}, {}, kEvening).count(), 1);
}

TEST(DigestWords, SayHowManyAndWhere) {
  EXPECT_EQ(DigestWords(Locale::kZh, 3, ""), "【阡陌】您有3条新消息，请登录查看。");
  EXPECT_THAT(DigestWords(Locale::kZh, 12, "https://a.cn"), HasSubstr("12条"));
  EXPECT_THAT(DigestWords(Locale::kZh, 12, "https://a.cn"), HasSubstr("https://a.cn/inbox"));
  EXPECT_THAT(DigestWords(Locale::kEn, 3, "https://a.cn"), HasSubstr("3 messages"));
  EXPECT_THAT(DigestWords(Locale::kEn, 3, "https://a.cn"), HasSubstr("https://a.cn/inbox"));
}

}  // namespace
}  // namespace qianmo::messages
