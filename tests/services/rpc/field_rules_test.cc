#include "rpc/field_rules.h"

#include <functional>

#include <gtest/gtest.h>

#include "qianmo/test/v1/measured.pb.h"
#include "qianmo/test/v1/notebook.pb.h"
#include "qianmo/test/v1/unfit.pb.h"

namespace qianmo::rpc {
namespace {

using std::string_literals::operator""s;
using test::v1::Crowd;
using test::v1::Demanding;
using test::v1::Measured;
using test::v1::Unfit;

constexpr char kUuid7[] = "01920000-1234-7abc-8def-0123456789ab";

// "path: description" of every fault, in order.
std::vector<std::string> FaultsOf(const google::protobuf::Message& message) {
  const auto checked = CheckFieldRules(message);
  std::vector<std::string> faults;
  if (checked) return faults;
  EXPECT_EQ(checked.refusal().kind, Refusal::Kind::kInvalid);
  EXPECT_EQ(checked.refusal().reason, "INVALID_FIELD");
  EXPECT_FALSE(checked.refusal().fields.empty());
  for (const auto& field : checked.refusal().fields) {
    faults.push_back(field.path + ": " + field.description);
  }
  return faults;
}

using Faults = std::vector<std::string>;

// One message with one thing set, and the one fault that this is ("" for none).
struct Case {
  std::function<void(Measured*)> set;
  std::string fault;
};

void ExpectFaults(const std::vector<Case>& cases) {
  for (const auto& c : cases) {
    Measured message;
    c.set(&message);
    EXPECT_EQ(FaultsOf(message), c.fault.empty() ? Faults{} : Faults{c.fault})
        << message.ShortDebugString();
  }
}

TEST(CheckFieldRules, FindsNoFaultWhereNothingIsAsked) {
  EXPECT_EQ(FaultsOf(Measured()), Faults{});
  Measured message;
  message.set_unruled(std::string(100'000, '\x01'));
  EXPECT_EQ(FaultsOf(message), Faults{});
}

TEST(CheckFieldRules, TakesOnlyTheValuesThatTheProtoNames) {
  test::v1::MisbehaveRequest request;
  request.set_request_id(kUuid7);
  request.set_how(test::v1::MisbehaveRequest::HOW_DAWDLE);
  EXPECT_EQ(FaultsOf(request), Faults{});
  request.set_how(static_cast<test::v1::MisbehaveRequest::How>(5));
  EXPECT_EQ(FaultsOf(request), Faults{"how: is none of the values that it can have"});
}

TEST(CheckFieldRules, BoundsIntegersOnBothSides) {
  const auto small = [](int value) { return [=](Measured* m) { m->set_small(value); }; };
  const auto large = [](std::int64_t value) { return [=](Measured* m) { m->set_large(value); }; };
  const auto count = [](std::uint32_t value) {
    return [=](Measured* m) { m->set_unsigned_(value); };
  };
  ExpectFaults({{small(-4), "small: must be at least -3"},
                {small(-3), ""},
                {small(0), ""},
                {small(3), ""},
                {small(4), "small: must be at most 3"},
                {small(INT32_MIN), "small: must be at least -3"},
                {small(INT32_MAX), "small: must be at most 3"},
                {large(INT64_MIN), "large: must be at least -9223372036854775807"},
                {large(INT64_MIN + 1), ""},
                {large(INT64_MAX - 1), ""},
                {large(INT64_MAX), "large: must be at most 9223372036854775806"},
                {count(4294967294u), ""},
                {count(4294967295u), "unsigned: must be at most 4294967294"}});
}

TEST(CheckFieldRules, BoundsTextInCharactersNotBytes) {
  const auto name = [](std::string value) { return [=](Measured* m) { m->set_name(value); }; };
  const std::string too_short = "name: must have at least 2 characters";
  const std::string too_long = "name: may have at most 4 characters";
  ExpectFaults({{name(""), ""},  // not given
                {name("a"), too_short},
                {name("张"), too_short},
                {name("𠮷"), too_short},
                {name("ab"), ""},
                {name("张三"), ""},
                {name("abcd"), ""},
                {name("欧阳娜娜"), ""},
                {name("𠮷𠮷𠮷𠮷"), ""},
                {name("abcde"), too_long},
                {name("阿卜杜拉曼"), too_long}});
}

TEST(CheckFieldRules, BoundsBytesInBytes) {
  const auto blob = [](std::string value) { return [=](Measured* m) { m->set_blob(value); }; };
  ExpectFaults({{blob("\xff"), "blob: must have at least 2 bytes"},
                {blob("\xff\xfe"), ""},
                {blob("\0\0"s), ""},
                {blob("张"), ""},
                {blob("abcd"), ""},
                {blob("abcde"), "blob: may have at most 4 bytes"},
                {blob("张三"), "blob: may have at most 4 bytes"}});
}

TEST(CheckFieldRules, MatchesPatternsWholeAndExplainsThem) {
  const auto word = [](std::string value) { return [=](Measured* m) { m->set_word(value); }; };
  const auto phone = [](std::string value) { return [=](Measured* m) { m->set_phone(value); }; };
  const std::string no_word = "word: must match [a-z]+|张.";
  const std::string no_phone = "phone: must be a mobile number";
  ExpectFaults({{word("a"), ""},
                {word("张三"), ""},
                {word("张"), no_word},
                {word("张三丰"), no_word},
                {word("Aa"), no_word},
                {word("aA"), no_word},
                {word("a\n"), no_word},
                {word("a\0"s), no_word},
                {phone("13812341234"), ""},
                {phone("1381234123"), no_phone},
                {phone("138123412345"), no_phone},
                {phone(" 13812341234"), no_phone},
                {phone("１3812341234"), no_phone}});
}

TEST(CheckFieldRules, TakesUuidsOfVersionSevenOnly) {
  const auto id = [](std::string value) { return [=](Measured* m) { m->set_id(value); }; };
  const std::string fault = "id: must be a UUID of version 7";
  ExpectFaults({{id(""), ""},
                {id(kUuid7), ""},
                {id("01920000-1234-7ABC-8DEF-0123456789AB"), ""},
                {id("01920000-1234-6abc-8def-0123456789ab"), fault},
                {id("01920000-1234-8abc-8def-0123456789ab"), fault},
                {id("00000000-0000-0000-0000-000000000000"), fault},
                {id("01920000-1234-7abc-8def-0123456789a"), fault},
                {id("01920000-1234-7abc-8def-0123456789abc"), fault},
                {id("01920000123470008def0123456789ab"), fault},
                {id("{1920000-1234-7abc-8def-0123456789a}"), fault},
                {id("7"), fault}});
}

TEST(CheckFieldRules, ChecksEveryItem) {
  const auto tags = [](std::initializer_list<std::string> all) {
    return [all = std::vector(all)](Measured* m) {
      m->mutable_tags()->Assign(all.begin(), all.end());
    };
  };
  ExpectFaults(
      {{tags({"ab", "abc", "ab"}), ""},
       {tags({"ab", "ab", "ab", "ab"}), "tags: may have at most 3 items"},
       {tags({"ab", "a", "ab"}), "tags[1]: must have at least 2 characters"},
       {tags({"ab", "ab", ""}), "tags[2]: must have at least 2 characters"},
       {tags({"AB"}), "tags[0]: must be lower-case letters"},
       {[](Measured* m) { m->add_blobs("张"); }, "blobs[0]: may have at most 2 bytes"},
       {[](Measured* m) { m->add_weights(0), m->add_weights(100); }, ""},
       {[](Measured* m) { m->add_weights(0), m->add_weights(101); },
        "weights[1]: must be at most 100"},
       {[](Measured* m) { m->add_weights(-1); }, "weights[0]: must be at least 0"},
       {[](Measured* m) { m->add_weights(INT64_MAX); }, "weights[0]: must be at most 100"},
       {[](Measured* m) { m->add_small_weights(1); }, ""},
       {[](Measured* m) { m->add_small_weights(-1); }, "small_weights[0]: must be at least 1"},
       {[](Measured* m) { m->add_unsigned_weights(1); }, ""},
       {[](Measured* m) { m->add_unsigned_weights(UINT32_MAX); },
        "unsigned_weights[0]: must be at most 1"}});
}

TEST(CheckFieldRules, BoundsTheNumberOfItems) {
  const auto faults_with = [](int items) {
    Crowd crowd;
    for (int i = 0; i < items; ++i) {
      crowd.add_numbers(0);
      (*crowd.mutable_labels())[std::to_string(i)] = "";
    }
    return FaultsOf(crowd);
  };
  const Faults few = {"numbers: needs at least 2 items", "labels: needs at least 2 items"};
  const Faults many = {"numbers: may have at most 3 items", "labels: may have at most 3 items"};
  EXPECT_EQ(faults_with(0), few);
  EXPECT_EQ(faults_with(1), few);
  EXPECT_EQ(faults_with(2), Faults{});
  EXPECT_EQ(faults_with(3), Faults{});
  EXPECT_EQ(faults_with(4), many);
}

TEST(CheckFieldRules, LeavesAloneWhatMayBeAbsentAndIs) {
  ExpectFaults({{[](Measured* m) { m->set_perhaps(1); }, ""},
                {[](Measured* m) { m->set_perhaps(0); }, "perhaps: must be at least 1"},
                {[](Measured* m) { m->set_remark("a"); }, ""},
                {[](Measured* m) { m->set_remark(""); }, "remark: must have at least 1 characters"},
                {[](Measured* m) { m->set_first(1); }, ""},
                {[](Measured* m) { m->set_second(1); }, ""},
                {[](Measured* m) { m->set_first(0); }, "first: must be at least 1"},
                {[](Measured* m) { m->set_second(0); }, "second: must be at least 1"}});
}

TEST(CheckFieldRules, RequiresWhatIsRequired) {
  EXPECT_EQ(FaultsOf(Demanding()),
            (Faults{"text: is required", "blob: is required", "number: is required",
                    "flag: is required", "color: is required", "part: is required",
                    "texts: is required", "labels: is required"}));
  Demanding all;
  all.set_text(" ");
  all.set_blob("\0"s);
  all.set_number(-1);
  all.set_flag(true);
  all.set_color(Demanding::COLOR_RED);
  all.mutable_part();
  all.add_texts("");
  (*all.mutable_labels())[""] = "";
  EXPECT_EQ(FaultsOf(all), Faults{});
}

TEST(CheckFieldRules, NamesThePathOfWhatLiesDeep) {
  Measured message;
  message.mutable_part()->mutable_below()->mutable_below()->set_text("given");
  message.add_parts()->set_text("given");
  message.add_parts()->mutable_below();
  (*message.mutable_parts_by_name())["a"];
  message.mutable_inner()->mutable_inner()->add_parts();
  message.mutable_inner()->set_small(4);
  EXPECT_EQ(FaultsOf(message),
            (Faults{"part.text: is required", "part.below.text: is required",
                    "parts[1].text: is required", "parts[1].below.text: is required",
                    "parts_by_name[0].value.text: is required", "inner.small: must be at most 3",
                    "inner.inner.parts[0].text: is required"}));
}

TEST(CheckFieldRules, TellsAllFaultsAtOnceAndTheFirstInTheMessage) {
  test::v1::WriteNoteRequest request;
  request.set_request_id("7");
  request.set_text("记");
  request.add_tags("ok");
  request.add_tags("NOT");
  request.set_weight(101);
  request.mutable_author()->set_phone("110");
  EXPECT_EQ(FaultsOf(request),
            (Faults{"request_id: must be a UUID of version 7", "org_path: is required",
                    "text: must have at least 2 characters", "tags[1]: must be lower-case letters",
                    "weight: must be at most 100", "author.phone: must be a mobile number"}));
  EXPECT_EQ(CheckFieldRules(request).refusal().message, "request_id must be a UUID of version 7");
}

// Why the only field of the message is unfit, or "" when it is not.
std::string WhyUnfit(const google::protobuf::Descriptor& message) {
  const auto compiled = CompileFieldRules(message);
  if (compiled) return "";
  EXPECT_EQ(compiled.refusal().kind, Refusal::Kind::kPrecondition);
  EXPECT_EQ(compiled.refusal().reason, "FIELD_RULES_UNFIT");
  const std::string field = message.field(0)->full_name() + " ";
  const std::string& why = compiled.refusal().message;
  EXPECT_EQ(why.substr(0, field.size()), field);
  return why.substr(field.size());
}

TEST(CompileFieldRules, RefusesRulesThatDoNotFitTheField) {
  const std::string no_integer = "has bounds but is no integer";
  const std::string no_text = "has rules for text but is no text";
  const std::string not_repeated = "has bounds of items but is not repeated";
  const std::string bad_pattern = "has a bad pattern";
  const std::string contradiction = "is required but may be set to nothing";
  const std::map<std::string, std::string> reasons = {{"BoundsOfText", no_integer},
                                                      {"BoundsOfFlag", no_integer},
                                                      {"BoundsOfEnum", no_integer},
                                                      {"BoundsOfMessage", no_integer},
                                                      {"BoundsOfUnsignedLarge", no_integer},
                                                      {"BoundsOfFloat", no_integer},
                                                      {"BoundsOfMap", no_integer},
                                                      {"LeastLengthOfInteger", no_text},
                                                      {"MostLengthOfMessage", no_text},
                                                      {"PatternOfInteger", no_text},
                                                      {"IdOfInteger", no_text},
                                                      {"LeastItemsOfOne", not_repeated},
                                                      {"MostItemsOfOne", not_repeated},
                                                      {"OpenPattern", bad_pattern},
                                                      {"LookAheadPattern", bad_pattern},
                                                      {"RequiredButOptional", contradiction},
                                                      {"RequiredButOneOfSeveral", contradiction}};
  const auto* unfit = Unfit::descriptor();
  EXPECT_EQ(unfit->nested_type_count(), static_cast<int>(reasons.size()));
  for (const auto& [name, why] : reasons) {
    const auto* message = unfit->FindNestedTypeByName(name);
    ASSERT_NE(message, nullptr) << name;
    EXPECT_EQ(WhyUnfit(*message), why) << name;
    EXPECT_EQ(WhyUnfit(*message), why) << name << ", asked again";
  }
}

TEST(CompileFieldRules, LooksIntoEveryMessageBelow) {
  for (const auto* message :
       {test::v1::UnfitWithin::descriptor(), test::v1::UnfitWithinRepeated::descriptor(),
        test::v1::UnfitWithinMap::descriptor()}) {
    const auto compiled = CompileFieldRules(*message);
    ASSERT_FALSE(compiled.ok()) << message->name();
    EXPECT_EQ(compiled.refusal().message,
              "qianmo.test.v1.Unfit.OpenPattern.field has a bad pattern");
  }
}

TEST(CompileFieldRules, TakesRulesThatFitAlsoOfMessagesThatHoldThemselves) {
  for (const auto* message : {Measured::descriptor(), Demanding::descriptor(), Crowd::descriptor(),
                              test::v1::WriteNoteRequest::descriptor()}) {
    EXPECT_TRUE(CompileFieldRules(*message).ok()) << message->name();
  }
}

}  // namespace
}  // namespace qianmo::rpc
