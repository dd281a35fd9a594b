#include "messages/domain/recipient.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "messages/domain/texts.h"

namespace qianmo::messages {
namespace {

using testing::UnorderedElementsAre;
using enum RecipientKind;

constexpr char kOne[] = "01930000-0000-7000-8000-0000000000a1";
constexpr char kTwo[] = "01930000-0000-7000-8000-0000000000b1";

std::string Path(const std::vector<std::string>& ids) {
  std::string path = "/7/";
  for (const std::string& id : ids) path += id + "/";
  return path;
}

std::vector<Recipient> OneOfEach() {
  const Uuid id = *Uuid::Parse(kOne);
  return {{.kind = kAccount, .id = id},
          {.kind = kHousehold, .id = id},
          {.kind = kParty, .id = id},
          {.kind = kRole, .role = 12, .org_path = Path({kOne})},
          {.kind = kPhone},
          {.kind = kWall, .org_path = Path({})}};
}

TEST(InboxOf, GivesEachRecipientOneOfItsOwnAndIsReadBack) {
  std::set<std::string> inboxes;
  for (const Recipient& recipient : OneOfEach()) {
    inboxes.insert(InboxOf(recipient));
    EXPECT_EQ(ParseInbox(recipient.kind, InboxOf(recipient)), recipient) << InboxOf(recipient);
  }
  EXPECT_EQ(inboxes.size(), OneOfEach().size());
  EXPECT_EQ(InboxOf({.kind = kPhone}), "");
}

TEST(ParseInbox, RefusesTheInboxOfAnotherKind) {
  for (const Recipient& recipient : OneOfEach()) {
    for (const Recipient& other : OneOfEach()) {
      if (recipient.kind == other.kind) continue;
      EXPECT_FALSE(ParseInbox(other.kind, InboxOf(recipient))) << InboxOf(recipient);
    }
  }
  EXPECT_FALSE(ParseInbox(kAccount, "account/7"));
  EXPECT_FALSE(ParseInbox(kRole, "role//7/"));
}

TEST(IsOrgPath, TakesExactlyPathsOfTheCounty) {
  for (const std::string& path : {Path({}), Path({kOne}), Path({kOne, kTwo, kOne})}) {
    EXPECT_TRUE(IsOrgPath(CountyId{7}, path)) << path;
    EXPECT_FALSE(IsOrgPath(CountyId{8}, path)) << path;
  }
  for (const std::string path :
       {"", "/", "/7", "7/", "/07/", "/7//", "/7/x/", "/77/",
        "/7/01930000-0000-7000-8000-0000000000A1/", "/7/01930000-0000-7000-8000-0000000000a1"}) {
    EXPECT_FALSE(IsOrgPath(CountyId{7}, path)) << path;
  }
  EXPECT_FALSE(IsOrgPath(CountyId{7}, Path({kOne, kTwo, kOne, kTwo})));
}

TEST(InboxesOf, AreThoseOfThePersonTheOfficesAndTheBoardsAbove) {
  const Reader reader{.account_id = kOne,
                      .household_id = kTwo,
                      .party_id = kOne,
                      .offices = {{1, Path({kOne, kTwo})}, {9, Path({})}},
                      .homes = {Path({kOne, kTwo}), Path({})}};
  EXPECT_THAT(
      InboxesOf(reader),
      UnorderedElementsAre(std::string("account/") + kOne, std::string("household/") + kTwo,
                           std::string("party/") + kOne, "role/1" + Path({kOne, kTwo}), "role/9/7/",
                           "wall/7/", "wall" + Path({kOne}), "wall" + Path({kOne, kTwo})));
}

TEST(InboxesOf, AreOnlyTheAccountsWithoutAnythingElse) {
  EXPECT_THAT(InboxesOf({.account_id = kOne}),
              UnorderedElementsAre(std::string("account/") + kOne));
  EXPECT_TRUE(InboxesOf({.account_id = ""}).empty());
}

TEST(InboxesOf, MeetTheAddressesOfMessages) {
  const auto inboxes = InboxesOf({.account_id = kOne,
                                  .household_id = kOne,
                                  .party_id = kOne,
                                  .offices = {{12, Path({kOne})}},
                                  .homes = {Path({kOne})}});
  for (const Recipient& recipient : OneOfEach()) {
    EXPECT_EQ(inboxes.contains(InboxOf(recipient)), recipient.kind != kPhone);
  }
}

TEST(CheckReach, LetsTemplatesGoOnlyWhereTheyHaveWords) {
  struct Case {
    TemplateKind text;
    RecipientKind kind;
    bool addressee;
    const char* refused;  // the field, or "" for none
  };
  const Case cases[] = {
      {TemplateKind::kPhoneCode, kPhone, false, ""},
      {TemplateKind::kPhoneCode, kAccount, false, "addressee"},
      {TemplateKind::kPhoneCode, kPhone, true, "addressee"},
      {TemplateKind::kPasswordChanged, kAccount, false, ""},
      {TemplateKind::kPasswordChanged, kPhone, false, ""},
      {TemplateKind::kPasswordChanged, kAccount, true, "addressee"},
      {TemplateKind::kAgentChanged, kParty, true, ""},
      {TemplateKind::kAgentChanged, kWall, false, "wall"},
      {TemplateKind::kHouseholdLetter, kHousehold, true, ""},
      {TemplateKind::kHouseholdLetter, kHousehold, false, "addressee"},
      {TemplateKind::kHouseholdLetter, kPhone, true, "phone"},
      {TemplateKind::kWallNotice, kWall, false, ""},
      {TemplateKind::kWallNotice, kRole, false, "wall"},
      {TemplateKind::kWallNotice, kPhone, false, "phone"},
  };
  for (const Case& one : cases) {
    const auto checked = CheckReach(*Newest(AllTexts(), one.text), one.kind, one.addressee);
    EXPECT_EQ(checked.ok() ? "" : checked.refusal().fields[0].path, one.refused)
        << static_cast<int>(one.text) << " to " << static_cast<int>(one.kind);
    if (!checked.ok()) {
      EXPECT_EQ(checked.refusal().reason, "RECIPIENT_UNFIT");
    }
  }
}

TEST(LiesInInbox, IsForTextsWithWordsForIt) {
  const auto lies = [](TemplateKind text, RecipientKind kind) {
    return LiesInInbox(*Newest(AllTexts(), text), kind);
  };
  EXPECT_TRUE(lies(TemplateKind::kPasswordChanged, kAccount));
  EXPECT_FALSE(lies(TemplateKind::kPasswordChanged, kPhone));
  EXPECT_TRUE(lies(TemplateKind::kWallNotice, kWall));
  EXPECT_FALSE(lies(TemplateKind::kHouseholdLetter, kHousehold));
}

}  // namespace
}  // namespace qianmo::messages
