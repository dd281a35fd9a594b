#include "messages/domain/refusals.h"

#include <cctype>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace qianmo::messages {
namespace {

std::vector<Refusal> All() {
  using namespace refusals;
  return {RecipientMalformed("wall"),
          RecipientMissing(),
          RecipientUnfit("phone", "why"),
          TemplateUnknown(),
          ParameterUnknown("agent"),
          ParameterMissing("agent"),
          ParameterMalformed("agent", "why"),
          CodeUnfit("expire_time", "why"),
          MessageExists(),
          KeysTooFresh(std::chrono::seconds(1)),
          MessageNotFound(),
          NothingNamed(),
          MaskUnknown("name"),
          EtagStale(),
          ChoiceUnfit("preferences.choices", "why"),
          QuietHoursUnfit()};
}

TEST(Refusals, HaveAReasonForClientsAndASentenceForPeople) {
  std::set<std::string> reasons;
  for (const Refusal& refusal : All()) {
    reasons.insert(refusal.reason);
    for (const char c : refusal.reason) EXPECT_TRUE(std::isupper(c) || c == '_') << refusal.reason;
    EXPECT_FALSE(refusal.message.empty()) << refusal.reason;
  }
  EXPECT_EQ(reasons.size(), All().size() - 1) << "a missing recipient is a malformed one";
}

TEST(Refusals, NameTheFieldExactlyWhenARequestIsInvalid) {
  for (const Refusal& refusal : All()) {
    EXPECT_EQ(refusal.fields.size(), refusal.kind == Refusal::Kind::kInvalid ? 1U : 0U)
        << refusal.reason;
  }
  EXPECT_EQ(refusals::ParameterMissing("agent").fields[0].path, "parameters.agent");
}

}  // namespace
}  // namespace qianmo::messages
