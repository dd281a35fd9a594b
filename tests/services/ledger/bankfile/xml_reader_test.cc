// XML from strangers: what is given of it, and what is never let in.
#include "ledger/bankfile/xml_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/bankfile/xml_form.h"
#include "support/heap.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr const char* kOpening = "<Document xmlns=\"urn:one\"><Message>";
constexpr const char* kClosing = "</Message></Document>";

const XmlForm& FormOne() {
  static const XmlForm form = [] {
    constexpr XmlRule kRules[] = {{"Id", 1, XmlTake::kText, 4},
                                  {"Line", 2, XmlTake::kTexts},
                                  {"Group", 3, XmlTake::kGroups},
                                  {"Group/Deep/Amt", 4},
                                  {"Head", 5, XmlTake::kGroup}};
    XmlForm made("urn:one", "Message");
    made.Add("", kRules);
    return made;
  }();
  return form;
}
const XmlForm& FormTwo() {
  static const XmlForm form("urn:two", "Message");
  return form;
}

struct Seen {
  std::string events;
  std::string reason;
  std::string line;
};

Seen ReadXml(const std::string& text, std::size_t piece = 1 << 20, const Limits& limits = {}) {
  Seen seen;
  XmlReader reader(
      {&FormOne(), &FormTwo()},
      {.form = [&](std::size_t form) { seen.events += "form " + std::to_string(form) + ";"; },
       .event = [&](const XmlEvent& event) -> Result<Done> {
         seen.events += std::to_string(event.field);
         if (event.kind == XmlEvent::Kind::kOpen) seen.events += "{";
         if (event.kind == XmlEvent::Kind::kClose) seen.events += "}";
         if (event.kind == XmlEvent::Kind::kText) {
           seen.events += "=" + std::string(event.text) + std::string(event.currency) + ";";
         }
         return Done();
       }},
      limits);
  Result<Done> outcome = Done();
  for (std::size_t at = 0; outcome && at < text.size(); at += piece) {
    outcome = reader.Feed(std::string_view(text).substr(at, piece));
  }
  if (outcome) outcome = reader.Finish();
  if (outcome) return seen;
  seen.reason = outcome.refusal().reason;
  if (!outcome.refusal().metadata.empty()) seen.line = outcome.refusal().metadata[0].second;
  return seen;
}

std::string Message(const std::string& inside) { return kOpening + inside + kClosing; }

TEST(XmlReader, GivesWhatTheFormAsksFor) {
  const std::string text = Message(
      "<Id> M&#49;&amp; </Id><Other><Id>x</Id></Other><Line>a</Line><Line><![CDATA[<b>]]>c</Line>"
      "<Group><Deep><Amt Ccy=\"CNY\">1.00</Amt></Deep></Group><Group/><!-- <Id>no</Id> -->"
      "<Head>\n</Head><Line/>");
  for (const std::size_t piece : {1, 2, 3, 7, 1000}) {
    const Seen seen = ReadXml(text, piece);
    EXPECT_EQ(seen.reason, "");
    EXPECT_EQ(seen.events, "form 0;1=M1&;2=a;2=<b>c;3{4=1.00CNY;3}3{3}5{5}2=;");
  }
}

TEST(XmlReader, TellsMessagesApartByTheirNamespace) {
  EXPECT_EQ(ReadXml("<Document xmlns=\"urn:two\"><Message/></Document>").events, "form 1;");
  EXPECT_EQ(ReadXml("<n:Document xmlns:n=\"urn:one\"><n:Message><n:Id>1</n:Id></n:Message>"
                    "</n:Document>")
                .events,
            "form 0;1=1;");
}

TEST(XmlReader, LeavesSupplementsAlone) {
  EXPECT_EQ(ReadXml(Message("<SplmtryData><x xmlns=\"urn:x\"><Id>1</Id></x></SplmtryData>")).reason,
            "");
}

TEST(XmlReader, RefusesWhatIsNotPlainXmlOfItsForm) {
  const std::string dtd = "<!DOCTYPE Document>\n";
  struct Case {
    const char* what;
    std::string text;
    const char* reason;
    const char* line;
  };
  for (const Case& one : {
           Case{"nothing", "", "BANK_FILE_CUT_SHORT", "1"},
           Case{"half", std::string(kOpening) + "\n<Id>1", "BANK_FILE_CUT_SHORT", "2"},
           Case{"half a tag", std::string(kOpening) + "<I", "BANK_FILE_CUT_SHORT", "1"},
           Case{"half a character", std::string(kOpening) + "<Id>\xe7", "BANK_FILE_CUT_SHORT", "1"},
           Case{"no XML", "a,b,c", "XML_MALFORMED", "1"},
           Case{"tags crossed", Message("\n<Id></Line>"), "XML_MALFORMED", "2"},
           Case{"behind the end", Message("") + "\n<Document/>", "XML_MALFORMED", "2"},
           Case{"bytes behind the end", Message("") + "\nabc", "XML_MALFORMED", "2"},
           Case{"a zero", Message(std::string("<Id>\0</Id>", 10)), "BANK_FILE_ENCODING", "1"},
           Case{"a control character", Message("<Id>&#1;</Id>"), "XML_MALFORMED", "1"},
           Case{"text between", Message("<Head>text</Head>"), "XML_MALFORMED", "1"},
           Case{"an element in a text", Message("<Id><b/></Id>"), "XML_MALFORMED", "1"},
           Case{"no prefix of anything", Message("<a:Id/>"), "XML_MALFORMED", "1"},
           Case{"a DTD", dtd + Message(""), "XML_FORBIDDEN", "1"},
           Case{"a DTD from elsewhere",
                "<!DOCTYPE Document SYSTEM \"http://127.0.0.1/a.dtd\">" + Message(""),
                "XML_FORBIDDEN", "1"},
           Case{"a million laughs",
                "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>" + Message("<Id>&b;</Id>"),
                "XML_FORBIDDEN", "1"},
           Case{
               "a file of the machine",
               "<!DOCTYPE l [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" + Message("<Id>&a;</Id>"),
               "XML_FORBIDDEN", "1"},
           Case{"an entity", Message("\n\n<Id>&nbsp;</Id>"), "XML_FORBIDDEN", "3"},
           Case{"an instruction", Message("<?php echo 1?>"), "XML_FORBIDDEN", "1"},
           Case{"a style", "<?xml-stylesheet href=\"a\"?>" + Message(""), "XML_FORBIDDEN", "1"},
           Case{"GBK", Message("<Id>\xd5\xc5</Id>"), "BANK_FILE_ENCODING", "1"},
           Case{"overlong", Message("<Id>\xc0\xaf</Id>"), "BANK_FILE_ENCODING", "1"},
           Case{"a surrogate", Message("<Id>\xed\xa0\x80</Id>"), "BANK_FILE_ENCODING", "1"},
           Case{"GBK declared", "<?xml version=\"1.0\" encoding=\"GBK\"?>" + Message(""),
                "BANK_FILE_ENCODING", "1"},
           Case{"UTF-16", std::string("\xff\xfe<\0D\0", 6), "BANK_FILE_ENCODING", "1"},
           Case{"UTF-16 without a mark", std::string("<\0D\0", 4), "BANK_FILE_ENCODING", "1"},
           Case{"UTF-16 of the other end", std::string("\0<\0D", 4), "BANK_FILE_ENCODING", "1"},
           Case{"another namespace", "<Document xmlns=\"urn:three\"/>", "XML_UNKNOWN_MESSAGE", "1"},
           Case{"no namespace", "<Document/>", "XML_UNKNOWN_MESSAGE", "1"},
           Case{"another root", "<Envelope xmlns=\"urn:one\"/>", "XML_UNKNOWN_MESSAGE", "1"},
           Case{"another message", "<Document xmlns=\"urn:one\"><Msg/></Document>",
                "XML_UNKNOWN_MESSAGE", "1"},
           Case{"a stranger", Message("\n<Id xmlns=\"urn:x\">1</Id>"), "XML_FOREIGN_ELEMENT", "2"},
           Case{"twice", Message("<Id>1</Id>\n<Id>1</Id>"), "XML_REPEATED", "2"},
           Case{"a group twice", Message("<Head/><Head/>"), "XML_REPEATED", "1"},
           Case{"a way twice", Message("<Group><Deep/><Deep/></Group>"), "XML_REPEATED", "1"},
           Case{"a message twice", "<Document xmlns=\"urn:one\"><Message/><Message/></Document>",
                "XML_REPEATED", "1"},
           Case{"a long text", Message("<Id>田地田地田</Id>"), "VALUE_TOO_LONG", "1"},
       }) {
    for (const std::size_t piece : {1, 5, 100'000}) {
      const Seen seen = ReadXml(one.text, piece);
      EXPECT_EQ(seen.reason, one.reason) << one.what << ", in pieces of " << piece;
      EXPECT_EQ(seen.line, one.line) << one.what << ", in pieces of " << piece;
    }
  }
  EXPECT_EQ(ReadXml(Message("<Id>田地田地</Id>")).reason, "");
  EXPECT_EQ(ReadXml("\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Message("")).reason,
            "");
}

std::string Times(std::size_t times, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string Nested(std::size_t levels) {
  return Message(Times(levels - 2, "<a>") + Times(levels - 2, "</a>"));
}

std::string ManyKinds(std::size_t kinds) {
  std::string text;
  for (std::size_t i = 0; i < kinds; ++i) text += "<a" + std::to_string(i) + "/>";
  return Message(text);
}

TEST(XmlReader, HoldsItsLimitsToTheByte) {
  const Limits limits{
      .file_bytes = 4000, .depth = 8, .text_bytes = 10, .token_bytes = 300, .kinds = 20};
  struct Case {
    const char* what;
    std::string most;
    std::string more;
    const char* reason;
  };
  const std::string whole = Message("");
  for (const Case& one : {
           Case{"bytes", whole + std::string(4000 - whole.size(), '\n'),
                whole + std::string(4001 - whole.size(), '\n'), "BANK_FILE_TOO_LARGE"},
           Case{"levels", Nested(8), Nested(9), "XML_TOO_DEEP"},
           Case{"text", Message("<Line>" + std::string(10, 'a') + "</Line>"),
                Message("<Line>" + std::string(11, 'a') + "</Line>"), "XML_TOO_LONG"},
           Case{"blank text", Message("<Line>" + std::string(10, ' ') + "</Line>"),
                Message("<Line>" + std::string(11, ' ') + "</Line>"), "XML_TOO_LONG"},
           Case{"a comment", Message("<!--" + std::string(293, 'a') + "-->"),
                Message("<!--" + std::string(294, 'a') + "-->"), "XML_TOO_LONG"},
           Case{"a tag", Message("<a b=\"" + std::string(291, 'a') + "\"/>"),
                Message("<a b=\"" + std::string(292, 'a') + "\"/>"), "XML_TOO_LONG"},
           // One of the kinds is the namespace's.
           Case{"kinds of elements", ManyKinds(19), ManyKinds(20), "XML_TOO_LONG"},
           Case{"a name", Message("<" + std::string(200, 'a') + "/>"),
                Message("<" + std::string(201, 'a') + "/>"), "XML_TOO_LONG"},
       }) {
    for (const std::size_t piece : {1, 64, 100'000}) {
      EXPECT_EQ(ReadXml(one.most, piece, limits).reason, "") << one.what << " " << piece;
      EXPECT_EQ(ReadXml(one.more, piece, limits).reason, one.reason) << one.what << " " << piece;
    }
  }
}

// What a file of one endless thing makes the reader hold at most.
std::size_t HeldOf(const std::string& opening, const std::function<std::string(int)>& piece,
                   const std::string& reason) {
  const std::size_t before = support::HeapBytes();
  std::size_t most = 0;
  XmlReader reader(
      {&FormOne()},
      {.form = [](std::size_t) {}, .event = [](const XmlEvent&) -> Result<Done> { return Done(); }},
      {.file_bytes = 4 << 20});
  Result<Done> outcome = reader.Feed(opening);
  for (int i = 0; outcome; ++i) {
    outcome = reader.Feed(piece(i));
    most = std::max(most, support::HeapBytes());
  }
  EXPECT_EQ(outcome.refusal().reason, reason);
  return most - std::min(most, before);
}

TEST(XmlReader, HoldsLittleOfAnEndlessFile) {
  constexpr std::size_t kLittle = 512 << 10;
  const auto same = [](const std::string& text) {
    return [text = Times(1000, text)](int) { return text; };
  };
  EXPECT_LT(HeldOf(kOpening, same("<Group><Deep/></Group>\n"), "BANK_FILE_TOO_LARGE"), kLittle);
  EXPECT_LT(HeldOf(kOpening, same("<Line>text</Line>"), "BANK_FILE_TOO_LARGE"), kLittle);
  EXPECT_LT(HeldOf(kOpening, same("<x>text that nobody wants</x>"), "BANK_FILE_TOO_LARGE"),
            kLittle);
  EXPECT_LT(HeldOf(std::string(kOpening) + "<x>", same("text"), "BANK_FILE_TOO_LARGE"), kLittle);
  EXPECT_LT(HeldOf(std::string(kOpening) + "<Line>", same("text"), "XML_TOO_LONG"), kLittle);
  EXPECT_LT(HeldOf(std::string(kOpening) + "<!--", same("text"), "XML_TOO_LONG"), kLittle);
  EXPECT_LT(HeldOf(std::string(kOpening) + "<x y='", same("text"), "XML_TOO_LONG"), kLittle);
  EXPECT_LT(HeldOf("<", same("text"), "XML_TOO_LONG"), kLittle);
  EXPECT_LT(HeldOf(kOpening, same("<x>"), "XML_TOO_DEEP"), kLittle);
  EXPECT_LT(HeldOf(
                kOpening, [](int i) { return "<x" + std::to_string(i) + "/>"; }, "XML_TOO_LONG"),
            kLittle);
  EXPECT_LT(HeldOf(
                kOpening, [](int i) { return "<x xmlns:n" + std::to_string(i) + "='urn:n'/>"; },
                "XML_TOO_LONG"),
            kLittle);
}

TEST(XmlReader, NamesAStrangerInWholeCharacters) {
  std::string name;
  while (name.size() < 210) name += "田";
  XmlReader reader({&FormOne()}, {.form = {}, .event = {}}, {});
  const auto refused = reader.Feed("<" + name + "/>");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.refusal().metadata.back().second, name.substr(0, 198));
}

TEST(XmlReader, LetsThroughWhatItsSinkThrows) {
  XmlReader reader({&FormOne()},
                   {.form = [](std::size_t) {},
                    .event = [](const XmlEvent&) -> Result<Done> {
                      throw std::runtime_error("the database is gone");
                    }},
                   {});
  EXPECT_THROW((void)reader.Feed(Message("<Id>1</Id>")), std::runtime_error);
}

RC_GTEST_PROP(XmlReader, ComesToAnEndWhateverComes, (const std::string& text)) {
  ReadXml(text, 3);
  ReadXml(Message(text), 3);
}

}  // namespace
}  // namespace qianmo::ledger::bankfile
