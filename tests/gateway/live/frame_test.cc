// The three forms of a stream, byte by byte.
#include "gateway/live/frame.h"

#include <gtest/gtest.h>

namespace qianmo::gateway {
namespace {

TEST(FormOf, TakesWhatIsNamedBeforeWhatIsMerelyTaken) {
  const struct {
    const char* accept;
    std::optional<Form> form;
  } cases[] = {{"", Form::kArray},
               {"*/*", Form::kArray},
               {"application/json", Form::kArray},
               {"application/*", Form::kArray},
               {"text/event-stream", Form::kEvents},
               {"Text/Event-Stream; charset=utf-8, */*;q=0.1", Form::kEvents},
               {"text/*", Form::kEvents},
               {"application/x-ndjson", Form::kLines},
               {"application/json, application/x-ndjson", Form::kLines},
               {"text/event-stream;q=0, application/x-ndjson", Form::kLines},
               {"text/event-stream;q=0, */*", Form::kArray},
               {"text/html", std::nullopt},
               {"image/png, application/json;q=0", std::nullopt}};
  for (const auto& c : cases) EXPECT_EQ(FormOf(c.accept), c.form) << c.accept;
}

TEST(Frame, LooksAsEachFormWants) {
  const Frame frame(1, "v7", R"({"a":1})");
  EXPECT_EQ(*frame.In(Form::kEvents, true), "id: v7\ndata: {\"a\":1}\n\n");
  EXPECT_EQ(*frame.In(Form::kLines, true), "{\"a\":1}\n");
  EXPECT_EQ(*frame.In(Form::kArray, true), "[{\"a\":1}");
  EXPECT_EQ(*frame.In(Form::kArray, false), ",\n{\"a\":1}");
}

TEST(Frame, IsMadeOncePerForm) {
  const Frame frame(1, "v7", "{}");
  EXPECT_EQ(frame.In(Form::kEvents, true), frame.In(Form::kEvents, false));
  EXPECT_NE(frame.In(Form::kArray, true), frame.In(Form::kArray, false));
}

TEST(Frame, HasNoIdThatCouldForgeAnEvent) {
  for (const std::string version : {"", "1\ndata: forged", "1\r2"}) {
    const Frame frame(1, version, "{}");
    const std::string event = *frame.In(Form::kEvents, true);
    EXPECT_EQ(event.find("forged"), event.npos);
    EXPECT_EQ(event.find('\r'), event.npos);
  }
  EXPECT_EQ(*Frame(1, std::string("1\0", 2), "{}").In(Form::kEvents, true), "data: {}\n\n");
}

TEST(ErrorPiece, IsTheLastOfItsStream) {
  const std::string error = R"({"error":{}})";
  EXPECT_EQ(ErrorPiece(Form::kEvents, false, error), "event: error\ndata: {\"error\":{}}\n\n");
  EXPECT_EQ(ErrorPiece(Form::kLines, false, error), "{\"error\":{}}\n");
  EXPECT_EQ(ErrorPiece(Form::kArray, false, error), ",\n{\"error\":{}}]\n");
  EXPECT_EQ(ErrorPiece(Form::kArray, true, error), "[{\"error\":{}}]\n");
}

TEST(EndPiece, MakesTheArrayWhole) {
  EXPECT_EQ(EndPiece(Form::kArray, true), "[]\n");
  EXPECT_EQ(EndPiece(Form::kArray, false), "]\n");
  EXPECT_EQ(EndPiece(Form::kEvents, false), "");
  EXPECT_EQ(EndPiece(Form::kLines, true), "");
}

TEST(Heartbeat, IsNothingThatAReaderWouldSee) {
  EXPECT_EQ(Heartbeat(Form::kEvents), ":\n\n");
  EXPECT_EQ(Heartbeat(Form::kArray), "\n");
  EXPECT_EQ(Heartbeat(Form::kLines), "\n");
}

}  // namespace
}  // namespace qianmo::gateway
