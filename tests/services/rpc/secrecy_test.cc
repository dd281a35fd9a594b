#include "rpc/secrecy.h"

#include <gtest/gtest.h>

#include "qianmo/test/v1/marked.pb.h"

namespace qianmo::rpc {
namespace {

using test::v1::Impersonal;
using test::v1::Marked;
using test::v1::Personal;

// Everything that can be set on one level: open data says "open", personal data "phone" or 4711,
// secrets "secret".
Marked OneLevel() {
  Marked marked;
  marked.set_open("open");
  marked.set_phone("phone");
  marked.set_password("secret");
  marked.set_key("secret");
  marked.set_pin(4711);
  marked.add_phones("phone");
  marked.add_phones("phone");
  marked.add_passwords("secret");
  (*marked.mutable_personal_by_name())["phone"] = "phone";
  (*marked.mutable_secrets_by_name())["secret"] = "secret";
  marked.set_code("secret");
  marked.add_open_list("open");
  (*marked.mutable_open_by_name())["open"] = "open";
  return marked;
}

// One level within every field that can hold one.
Marked AllAround(const Marked& within) {
  Marked marked = OneLevel();
  *marked.mutable_inner() = within;
  *marked.add_list() = within;
  *marked.add_list() = within;
  (*marked.mutable_by_name())["open"] = within;
  *marked.mutable_home() = within;
  *marked.add_homes() = within;
  (*marked.mutable_homes_by_name())["phone"] = within;
  return marked;
}

Marked Deep() { return AllAround(AllAround(OneLevel())); }

int Occurrences(const std::string& text, const std::string& word) {
  int count = 0;
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++count;
  return count;
}

TEST(MaskedJson, ShowsStarsForTextAndNothingForTheRest) {
  EXPECT_EQ(MaskedJson(OneLevel()), R"({"open":"open","phone":"***","password":"***","code":"***",)"
                                    R"("open_list":["open"],"open_by_name":{"open":"open"}})");
}

TEST(MaskedJson, HidesAtEveryDepthAndShowsTheRest) {
  const std::string json = MaskedJson(Deep());
  EXPECT_EQ(Occurrences(json, "secret"), 0) << json;
  EXPECT_EQ(Occurrences(json, "c2VjcmV0"), 0) << "base64 of the key";
  EXPECT_EQ(Occurrences(json, "4711"), 0) << json;
  EXPECT_EQ(Occurrences(json, "phone"), Occurrences(json, R"("phone":"***")")) << json;
  // 1 + 4 + 16 levels are not personal as a whole. Each has "open":"open" twice, as its own field
  // and as its map's only entry, and one list.
  EXPECT_EQ(Occurrences(json, R"("open":"open")"), 2 * 21) << json;
  EXPECT_EQ(Occurrences(json, R"(["open"])"), 21) << json;
}

TEST(MaskedJson, SaysNothingOfWhatIsNotSet) {
  EXPECT_EQ(MaskedJson(Marked()), "{}");
  Marked marked;
  marked.mutable_inner();
  EXPECT_EQ(MaskedJson(marked), R"({"inner":{}})");
}

TEST(MaskedJson, IsOneLineWhateverTheTextHolds) {
  Marked marked;
  marked.set_open("line\nline\r\"quoted\"");
  const std::string json = MaskedJson(marked);
  EXPECT_EQ(json, R"({"open":"line\nline\r\"quoted\""})");
}

TEST(MaskedJson, LeavesTheMessageAsItWas) {
  const Marked marked = Deep();
  const std::string before = marked.DebugString();
  MaskedJson(marked);
  EXPECT_EQ(marked.DebugString(), before);
}

TEST(RemoveSecrets, RemovesExactlyTheSecretsOfOneLevel) {
  Marked marked = OneLevel();
  RemoveSecrets(&marked);
  Marked expected = OneLevel();
  expected.clear_password();
  expected.clear_key();
  expected.clear_passwords();
  expected.clear_secrets_by_name();
  expected.clear_code();
  EXPECT_EQ(marked.DebugString(), expected.DebugString());
}

TEST(RemoveSecrets, RemovesThemAtEveryDepthAlsoWithinPersonalData) {
  Marked marked = Deep();
  RemoveSecrets(&marked);
  const std::string left = marked.SerializeAsString();
  EXPECT_EQ(Occurrences(left, "secret"), 0) << marked.DebugString();
  Marked bare = OneLevel();
  RemoveSecrets(&bare);
  const auto around = [](const Marked& within) {
    Marked all = AllAround(within);
    RemoveSecrets(&all);
    return all;
  };
  EXPECT_EQ(marked.DebugString(), around(around(bare)).DebugString());
}

TEST(RemoveSecrets, LeavesTheOtherChoiceOfAOneof) {
  Marked marked;
  marked.set_card("card");
  RemoveSecrets(&marked);
  EXPECT_EQ(marked.card(), "card");
}

TEST(CarriesPersonal, FindsPersonalDataWhereverItCanBe) {
  EXPECT_TRUE(CarriesPersonal(*Marked::descriptor()));
  const auto* personal = Personal::descriptor();
  EXPECT_EQ(personal->nested_type_count(), 8);
  for (int i = 0; i < personal->nested_type_count(); ++i) {
    EXPECT_TRUE(CarriesPersonal(*personal->nested_type(i))) << personal->nested_type(i)->name();
  }
}

TEST(CarriesPersonal, TakesSecretsAndLoopsForWhatTheyAre) {
  EXPECT_FALSE(CarriesPersonal(*Impersonal::descriptor()));
  EXPECT_FALSE(CarriesPersonal(*Impersonal::Secretive::descriptor()));
  EXPECT_FALSE(CarriesPersonal(*Impersonal::Endless::descriptor()));
}

}  // namespace
}  // namespace qianmo::rpc
