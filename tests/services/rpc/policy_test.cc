#include "rpc/policy.h"

#include <set>

#include <gtest/gtest.h>

#include "qianmo/rpc/v1/operations.pb.h"
#include "qianmo/test/v1/notebook.pb.h"
#include "qianmo/test/v1/ticker.pb.h"
#include "qianmo/test/v1/unfit.pb.h"

namespace qianmo::rpc {
namespace {

const google::protobuf::MethodDescriptor& Method(const std::string& service,
                                                 const std::string& method) {
  test::v1::Unfit::descriptor();  // links the file into the pool
  const auto* found = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      "qianmo.test.v1." + service + "." + method);
  if (found == nullptr) throw std::invalid_argument("no method " + service + "." + method);
  return *found;
}

MethodPolicy NotebookPolicy(const std::string& method) {
  return PolicyOf(Method("NotebookService", method)).value();
}

TEST(PolicyOf, NamesTheMethodInBothForms) {
  const auto policy = NotebookPolicy("WriteNote");
  EXPECT_EQ(policy.full_name, "qianmo.test.v1.NotebookService.WriteNote");
  EXPECT_EQ(policy.path, "/qianmo.test.v1.NotebookService/WriteNote");
}

TEST(PolicyOf, KeepsTheGrantsAsDeclared) {
  const auto policy = NotebookPolicy("WriteNote");
  ASSERT_EQ(policy.access.grants_size(), 2);
  EXPECT_EQ(policy.access.grants(0).scope(), v1::SCOPE_OWN_ORGANISATION);
  EXPECT_EQ(policy.access.grants(1).scope(), v1::SCOPE_OWN_TOWNSHIP);
  ASSERT_EQ(policy.access.grants(1).roles_size(), 1);
  EXPECT_EQ(policy.access.grants(1).roles(0), v1::ROLE_TOWNSHIP_APPROVER);
}

TEST(PolicyOf, TellsReadsPublicMethodsAndPersonalReplies) {
  const struct {
    const char* method;
    bool reads_only, is_public, reply_is_personal;
  } cases[] = {{"WriteNote", false, false, true}, {"GetNote", true, false, true},
               {"Misbehave", false, false, true}, {"Receive", false, false, false},
               {"CopyNote", false, false, false}, {"Echo", true, true, false}};
  for (const auto& c : cases) {
    const auto policy = NotebookPolicy(c.method);
    EXPECT_EQ(policy.reads_only, c.reads_only) << c.method;
    EXPECT_EQ(policy.is_public, c.is_public) << c.method;
    EXPECT_EQ(policy.reply_is_personal, c.reply_is_personal) << c.method;
  }
}

TEST(PolicyOf, RefusesMethodsThatDeclareTooLittleOrNonsense) {
  const std::string no_request_id =
      "changes something but its request has no required UUIDv7 request_id";
  const struct {
    const char *service, *method;
    std::string why;
  } cases[] = {{"UndeclaredService", "Open", "declares no access"},
               {"UnrepeatableService", "Change", no_request_id},
               {"UnfitService", "GrantNothing", "declares no access"},
               {"UnfitService", "GrantWithoutScope", "has a grant without scope"},
               {"UnfitService", "GrantToNoRole", "grants access to no role"},
               {"UnfitService", "ChangeWithoutRequestId", no_request_id},
               {"UnfitService", "ChangeWithOptionalRequestId", no_request_id},
               {"UnfitService", "ChangeWithAnyRequestId", no_request_id},
               {"UnfitService", "ChangeWithManyRequestIds", no_request_id},
               {"UnfitService", "TakeAStream", "streams requests, which no handler takes"},
               {"UnfitService", "StreamEffects", "streams answers but declares side effects"}};
  for (const auto& c : cases) {
    const auto& method = Method(c.service, c.method);
    const auto policy = PolicyOf(method);
    ASSERT_FALSE(policy.ok()) << c.method;
    EXPECT_EQ(policy.refusal().kind, Refusal::Kind::kPrecondition);
    EXPECT_EQ(policy.refusal().reason, "METHOD_UNFIT");
    EXPECT_EQ(policy.refusal().message, method.full_name() + " " + c.why);
  }
}

TEST(PolicyOf, AcceptsStreamsOfReads) {
  test::v1::TickerState::descriptor();  // links the file into the pool
  const auto policy = PolicyOf(Method("TickerService", "WatchOwnTicker"));
  ASSERT_TRUE(policy.ok());
  EXPECT_TRUE(policy->reads_only);
}

TEST(PolicyOf, RefusesFieldRulesThatCannotBeEnforced) {
  const auto policy = PolicyOf(Method("UnfitService", "ReadByUnfitRules"));
  ASSERT_FALSE(policy.ok());
  EXPECT_EQ(policy.refusal().reason, "FIELD_RULES_UNFIT");
}

TEST(PolicyOf, AcceptsEveryMethodOfOperations) {
  v1::OperationProgress::descriptor();  // links the file into the pool
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "qianmo.rpc.v1.OperationsService");
  ASSERT_NE(service, nullptr);
  for (int i = 0; i < service->method_count(); ++i) {
    const auto policy = PolicyOf(*service->method(i));
    EXPECT_TRUE(policy.ok()) << service->method(i)->full_name();
    EXPECT_EQ(policy->reads_only, service->method(i)->name() != "CancelOperation");
  }
}

// Who may do without, by hand: those who act for themselves or draft for others, and services.
TEST(NeedsSecondFactor, IsAskedOfEveryRoleThatDecidesSupervisesOrSeesOthers) {
  const std::set<int> without = {v1::ROLE_UNSPECIFIED,    v1::ROLE_VILLAGE_CLERK, v1::ROLE_MEMBER,
                                 v1::ROLE_HOUSEHOLD_HEAD, v1::ROLE_BIDDER,        v1::ROLE_SERVICE};
  const std::set<int> with = {v1::ROLE_BOARD_CHAIR,    v1::ROLE_SUPERVISOR,
                              v1::ROLE_TOWNSHIP_AGENT, v1::ROLE_TOWNSHIP_APPROVER,
                              v1::ROLE_CENTRE_OFFICER, v1::ROLE_CENTRE_APPROVER,
                              v1::ROLE_COUNTY_ADMIN,   v1::ROLE_DISCIPLINE,
                              v1::ROLE_AUDITOR,        v1::ROLE_BANK};
  for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
    ASSERT_NE(with.contains(role), without.contains(role)) << role << " is in neither or both";
    EXPECT_EQ(NeedsSecondFactor(static_cast<v1::Role>(role)), with.contains(role))
        << v1::Role_Name(role);
  }
  EXPECT_FALSE(NeedsSecondFactor(static_cast<v1::Role>(v1::Role_MAX + 1)));
}

}  // namespace
}  // namespace qianmo::rpc
