// The comments of the protos, found by the full name of what they stand beside.
#include "gateway/openapi/comments.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

namespace qianmo::gateway {
namespace {

TEST(Comments, AreFoundByFullName) {
  const Comments& comments = Comments::BuiltIn();
  struct Case {
    const char* name;
    const char* begins;
  };
  for (const Case& one : std::vector<Case>{
           {"qianmo.rpc.v1.OperationsService", "Watches and stops long work."},
           {"qianmo.rpc.v1.OperationsService.GetOperation", "How far an operation is;"},
           {"qianmo.rpc.v1.OperationProgress", "The metadata of every operation."},
           {"qianmo.rpc.v1.OperationProgress.kind", "What kind of work it is"},
           {"qianmo.rpc.v1.ROLE_VILLAGE_CLERK", "村报账员"},
           {"qianmo.registry.v1.Upload.STATE_OPEN", "Takes chunks."}}) {
    EXPECT_EQ(comments.Of(one.name).rfind(one.begins, 0), 0u)
        << one.name << ": " << comments.Of(one.name);
  }
  EXPECT_EQ(comments.Of("qianmo.nothing"), "");
}

TEST(Comments, AreThereForEveryPublishedServiceAndMethod) {
  const Comments& comments = Comments::BuiltIn();
  EXPECT_GE(comments.services().size(), 4u);
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const std::string& name : comments.services()) {
    EXPECT_NE(comments.Of(name), "") << name;
    const auto* service = pool->FindServiceByName(name);
    ASSERT_NE(service, nullptr) << name;
    for (int i = 0; i < service->method_count(); ++i) {
      EXPECT_NE(comments.Of(service->method(i)->full_name()), "")
          << service->method(i)->full_name();
    }
  }
}

TEST(Comments, RefuseWhatIsNoDescriptorSet) {
  EXPECT_THROW(Comments("\xff\xff\xff"), std::runtime_error);
}

TEST(FirstSentence, EndsAtItsFullStop) {
  EXPECT_EQ(FirstSentence("One. Two."), "One.");
  EXPECT_EQ(FirstSentence("See 4.1 of it. Two."), "See 4.1 of it.");
  EXPECT_EQ(FirstSentence("One.\n\nTwo."), "One.");
  EXPECT_EQ(FirstSentence("no full stop"), "no full stop");
  EXPECT_EQ(FirstSentence(""), "");
}

}  // namespace
}  // namespace qianmo::gateway
