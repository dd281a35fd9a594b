// Stories of files: one that is sent piece by piece while the service falls, and what of it people
// get back.
#include <fstream>

#include "system/story.h"

namespace qianmo {
namespace {

using support::Answer;
using support::Field;
using testing::HasSubstr;
using testing::Not;

constexpr char kOwner[] = "13912345678";
constexpr char kOther[] = "13912345679";
constexpr std::size_t kPiece = 256 * 1024;

class FileStory : public Story {
 protected:
  FileStory() {
    LoadDemo();
    SignUp(kOwner);
    SignUp(kOther);
    session_ = SignIn(kOwner);
    content_ = "%PDF-1.7\n";
    for (std::size_t i = 0; content_.size() < kPiece + 70'000; ++i) {
      content_ += std::to_string(i * i) + '\0';
    }
  }

  std::string Announce() {
    const Answer made = stack_.Post("/v1/counties/1/uploads",
                                    Wish({{"fileName", Quoted("会议通知 2026.pdf")},
                                          {"totalSize", Quoted(std::to_string(content_.size()))}}),
                                    session_);
    EXPECT_EQ(made.status, 200) << made.body;
    return Field(made.body, "name");
  }
  Answer Put(const std::string& upload, std::size_t offset, const std::string& request_id) {
    const auto piece = folder_.path() / "piece";
    std::ofstream(piece, std::ios::binary) << content_.substr(offset, kPiece);
    return stack_.Curl(
        "/v1/" + upload + "/content?requestId=" + request_id + "&offset=" + std::to_string(offset),
        {"-X", "PUT", "-H", "Content-Type: application/octet-stream", "-H",
         "Authorization: Bearer " + session_, "--data-binary", "@" + piece.string()});
  }
  Answer Finish(const std::string& upload) {
    return stack_.Post("/v1/" + upload + ":finish", Wish(), session_);
  }
  // The name of a file with the content.
  std::string Upload() {
    const std::string upload = Announce();
    Put(upload, 0, NewRequestId());
    Put(upload, kPiece, NewRequestId());
    return Field(Finish(upload).body, "name");
  }
  Answer Download(const std::string& file, const std::string& header) {
    return stack_.Curl("/v1/" + file + ":download",
                       {"-H", "Authorization: Bearer " + session_, "-H", header});
  }

  support::TemporaryFolder folder_;
  std::string session_;
  std::string content_;
};

INSTANTIATE_TEST_SUITE_P(Both, FileStory, BothModes(), NameOfMode);

// The value of a header, whatever its case.
std::string Header(const Answer& answer, const std::string& name) {
  std::string lower = answer.head;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto at = lower.find("\n" + name + ": ");
  if (at == lower.npos) return "";
  const auto begin = at + name.size() + 3;
  const auto end = answer.head.find('\r', begin);
  return answer.head.substr(begin, end == answer.head.npos ? end : end - begin);
}

TEST_P(FileStory, AFileArrivesThoughTheServiceFallsBetweenItsPieces) {
  const std::string upload = Announce();
  const Answer first = Put(upload, 0, NewRequestId());
  ASSERT_EQ(first.status, 200) << first.body;
  const std::string again = NewRequestId();
  stack_.Kill("registry");
  const Answer away = Put(upload, kPiece, again);
  EXPECT_EQ(away.status, 503) << away.body;
  stack_.Start("registry");
  Answer second;
  EXPECT_TRUE(Becomes([&] {
    second = Put(upload, kPiece, again);
    return second.status == 200;
  })) << second.head
      << second.body;
  stack_.Kill("registry");
  stack_.Start("registry");
  EXPECT_TRUE(Becomes([&] { return Put(upload, kPiece, again).status == 200; }));
  EXPECT_EQ(Put(upload, kPiece, again).body, second.body);
  const Answer finished = Finish(upload);
  ASSERT_EQ(finished.status, 200) << finished.body;
  EXPECT_EQ(Field(finished.body, "contentType"), "application/pdf");
  const Answer whole = Download(Field(finished.body, "name"), "Accept: */*");
  EXPECT_EQ(whole.status, 200) << whole.head;
  EXPECT_TRUE(whole.body == content_) << whole.body.size();
}

TEST_P(FileStory, PeopleGetAFileWholeInPartAndOnlyOnce) {
  const std::string file = Upload();
  const Answer whole = Download(file, "Accept: */*");
  ASSERT_EQ(whole.status, 200) << whole.head << whole.body.substr(0, 500);
  EXPECT_TRUE(whole.body == content_);
  EXPECT_EQ(Header(whole, "content-type"), "application/pdf");
  EXPECT_THAT(Header(whole, "content-disposition"),
              HasSubstr("filename*=UTF-8''%E4%BC%9A%E8%AE%AE%E9%80%9A%E7%9F%A5%202026.pdf"));
  const std::string etag = Header(whole, "etag");
  stack_.Kill("registry");
  stack_.Start("registry");
  Answer part;
  EXPECT_TRUE(Becomes([&] {
    part = Download(file, "Range: bytes=262100-262199");
    return part.status == 206;
  })) << part.head
      << part.body;
  EXPECT_TRUE(part.body == content_.substr(262'100, 100));
  EXPECT_EQ(Header(part, "content-range"),
            "bytes 262100-262199/" + std::to_string(content_.size()));
  EXPECT_EQ(Header(part, "etag"), etag);
  const Answer end = Download(file, "Range: bytes=-7");
  EXPECT_EQ(end.status, 206);
  EXPECT_TRUE(end.body == content_.substr(content_.size() - 7));
  const Answer known = Download(file, "If-None-Match: " + etag);
  EXPECT_EQ(known.status, 304) << known.head;
  EXPECT_EQ(known.body, "");
  EXPECT_EQ(Download(file, "Range: bytes=99999999-").status, 416);
}

TEST_P(FileStory, NobodyElseSeesAFile) {
  const std::string file = Upload();
  const std::string other = SignIn(kOther);
  for (const std::string& path : {"/v1/" + file + ":download", "/v1/" + file}) {
    EXPECT_EQ(stack_.Curl(path).status, 401) << path;
    const Answer theirs = stack_.Get(path, other);
    EXPECT_TRUE(theirs.status == 403 || theirs.status == 404) << theirs.status << theirs.body;
    EXPECT_THAT(theirs.body, Not(HasSubstr("会议")));
  }
  EXPECT_THAT(stack_.Get("/v1/counties/1/files", other).body, Not(HasSubstr(file)));
  EXPECT_THAT(stack_.Get("/v1/counties/1/files", session_).body, HasSubstr(file));
}

// What clients get wrong, and what they are told.
TEST_P(FileStory, MistakesAreNamed) {
  const Answer nowhere = stack_.Get("/v1/nothing/here", session_);
  EXPECT_EQ(nowhere.status, 404);
  EXPECT_THAT(nowhere.body, HasSubstr(R"("status")"));
  EXPECT_THAT(nowhere.body, HasSubstr("NOT_FOUND"));
  const Answer method = stack_.Curl("/v1/me", {"-X", "DELETE"});
  EXPECT_EQ(method.status, 405);
  EXPECT_THAT(Header(method, "allow"), HasSubstr("GET"));
  EXPECT_THAT(method.body, HasSubstr(R"("error")"));
  const Answer twice = stack_.Post("/v1/sessions:signIn",
                                   "{\"handle\": \"a\",\n \"password\": \"b\", \"handle\": \"c\"}");
  EXPECT_EQ(twice.status, 400);
  EXPECT_THAT(twice.body, HasSubstr("handle"));
  EXPECT_THAT(twice.body, HasSubstr("line 2")) << "the position is not told";
  const Answer late =
      Put("counties/1/uploads/01936c4e-5a00-7d4e-9a5f-2c6b8e1d0f34", 0, NewRequestId());
  EXPECT_EQ(late.status, 404);
  EXPECT_THAT(late.body, HasSubstr("UPLOAD_NOT_FOUND"));
}

TEST_P(FileStory, TheApiDescribesItself) {
  const Answer page = stack_.Curl("/openapi.json");
  ASSERT_EQ(page.status, 200);
  const auto file = folder_.path() / "openapi.json";
  std::ofstream(file) << page.body;
  const auto parsed =
      support::RunToEnd({"node", "-e",
                         "const api = JSON.parse(require('fs').readFileSync(process.argv[1]));"
                         "console.log(api.openapi, Object.keys(api.paths).length > 40)",
                         file},
                        {});
  EXPECT_EQ(parsed.output, "3.1.0 true\n");
}

}  // namespace
}  // namespace qianmo
