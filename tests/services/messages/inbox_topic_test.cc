#include "messages/inbox_topic.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace qianmo::messages {
namespace {

const Uuid kAccount = *Uuid::Parse("01930000-0000-7000-8000-0000000000a1");

TEST(InboxTopic, IsReadBackAsItWasWritten) {
  for (const Locale locale : kLocales) {
    for (const std::vector<std::string>& inboxes :
         {std::vector<std::string>{}, {"account/x"}, {"role/1/7/", "wall/7/"}}) {
      const InboxTopic topic = ParseTopic(TextOf(InboxTopic{{kAccount, inboxes}, locale}));
      EXPECT_EQ(topic.view.account, kAccount);
      EXPECT_EQ(topic.view.inboxes, inboxes);
      EXPECT_EQ(topic.locale, locale);
    }
  }
}

TEST(InboxTopic, IsNothingElse) {
  for (const char* text : {"", "x", "x\nzh\n", "01930000-0000-7000-8000-0000000000a1\nzh"}) {
    EXPECT_THROW(ParseTopic(text), std::logic_error) << text;
  }
}

TEST(VersionOf, DiffersWithTheStateAndTheLanguage) {
  const InboxTopic chinese{{kAccount, {}}, Locale::kZh};
  const InboxTopic english{{kAccount, {}}, Locale::kEn};
  EXPECT_NE(VersionOf(chinese, {1, "a"}), VersionOf(english, {1, "a"}));
  EXPECT_NE(VersionOf(chinese, {1, "a"}), VersionOf(chinese, {1, "b"}));
}

}  // namespace
}  // namespace qianmo::messages
