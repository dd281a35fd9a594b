#include "gateway/transcode/download.h"

#include <thread>

#include <gtest/gtest.h>

#include "gateway/transcode/recorded.h"
#include "gateway/transcode/stage.h"

namespace qianmo::gateway {
namespace {

std::string Letters(std::int64_t from, std::int64_t size) {
  std::string bytes;
  for (std::int64_t i = from; i < from + size; ++i) bytes += static_cast<char>('a' + i * 7 % 26);
  return bytes;
}

class Downloading : public testing::Test {
 protected:
  HttpResponse Get(const std::string& target, const HeaderList& headers = {},
                   const std::string& method = "GET") {
    last_ = std::make_shared<Recorded>(MakeRequest(method, "/t/files/" + target, headers));
    house_.transcoder.Serve(last_);
    return last_->Wait();
  }

  Stage stage_;
  House house_{stage_};
  std::shared_ptr<Recorded> last_;
};

TEST_F(Downloading, AnswersAFileWithAllThatABrowserNeeds) {
  const HttpResponse response = Get("plain/1000/%E9%80%9A%E7%9F%A5.pdf:download");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, Letters(0, 1000));
  EXPECT_EQ(response.headers.Get("Content-Type"), "application/pdf");
  EXPECT_EQ(response.headers.Get("ETag"), "\"v1\"");
  EXPECT_EQ(response.headers.Get("Accept-Ranges"), "bytes");
  EXPECT_EQ(response.headers.Get("Content-Disposition"),
            "inline; filename=\"__.pdf\"; filename*=UTF-8''%E9%80%9A%E7%9F%A5.pdf");
  EXPECT_EQ(Get("plain/10/a.html:download").headers.Get("Content-Disposition").substr(0, 10),
            "attachment");
  EXPECT_EQ(Get("plain/0/a.txt:download").body, "");
  EXPECT_EQ(Get("missing/1/a.txt:download").status, 404);
}

TEST_F(Downloading, ReadsALargeFileWindowByWindow) {
  const std::int64_t size = 5 * (1 << 20) + 3;
  const HttpResponse response = Get("plain/" + std::to_string(size) + "/a.txt:download");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.body == Letters(0, size));
  EXPECT_EQ(last_->length, static_cast<std::uint64_t>(size));
  EXPECT_EQ(last_->closed_complete, true);
  EXPECT_LE(last_->largest, Download::kWindow);
  EXPECT_EQ(last_->writes, 6);
}

TEST_F(Downloading, ServesRanges) {
  const struct {
    const char* range;
    int status;
    int first;
    int size;
    const char* content_range;
  } cases[] = {
      {"bytes=0-9", 206, 0, 10, "bytes 0-9/1000"},
      {"bytes=990-", 206, 990, 10, "bytes 990-999/1000"},
      {"bytes=-10", 206, 990, 10, "bytes 990-999/1000"},
      {"bytes=0-0", 206, 0, 1, "bytes 0-0/1000"},
      {"bytes=0-99999", 206, 0, 1000, "bytes 0-999/1000"},
      {"bytes=0-1,5-6", 200, 0, 1000, ""},
      {"lines=1-2", 200, 0, 1000, ""},
      {"bytes=1000-", 416, 0, 0, "bytes */1000"},
  };
  for (const char* kind : {"plain/1000/a.txt:download", "plain/1000/a.txt"}) {
    for (const auto& one : cases) {
      const HttpResponse response = Get(kind, {{"Range", one.range}});
      EXPECT_EQ(response.status, one.status) << kind << one.range;
      EXPECT_EQ(response.headers.Get("Content-Range"), one.content_range) << kind << one.range;
      if (one.status == 416) continue;
      EXPECT_EQ(response.body, Letters(one.first, one.size)) << one.range;
    }
  }
}

TEST_F(Downloading, ServesALargeRangeInWindows) {
  const HttpResponse response =
      Get("plain/4000000/a.txt:download", {{"Range", "bytes=1000000-3500000"}});
  EXPECT_EQ(response.status, 206);
  EXPECT_EQ(last_->length, 2'500'001U);
  EXPECT_TRUE(response.body == Letters(1'000'000, 2'500'001));
}

TEST_F(Downloading, KnowsWhatTheClientHasAlready) {
  const std::string file = "plain/1000/a.txt:download";
  const HttpResponse known = Get(file, {{"If-None-Match", "\"v1\""}});
  EXPECT_EQ(known.status, 304);
  EXPECT_EQ(known.headers.Get("ETag"), "\"v1\"");
  EXPECT_EQ(Get(file, {{"If-None-Match", "\"v2\""}}).status, 200);
  EXPECT_EQ(Get(file, {{"Range", "bytes=0-1"}, {"If-Range", "\"v1\""}}).status, 206);
  const HttpResponse changed = Get(file, {{"Range", "bytes=0-1"}, {"If-Range", "\"v0\""}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body.size(), 1000U);
}

TEST_F(Downloading, GivesNothingThatTheClientDoesNotAccept) {
  const std::string file = "plain/1000/a.txt:download";
  for (const char* accept : {"", "*/*", "text/plain", "text/*;q=0.1", "image/png, text/plain"}) {
    EXPECT_EQ(Get(file, {{"Accept", accept}}).status, 200) << accept;
  }
  for (const char* accept : {"application/json", "text/plain;q=0, */*", "image/*"}) {
    for (const char* method : {"GET", "HEAD"}) {
      const HttpResponse response = Get(file, {{"Accept", accept}}, method);
      EXPECT_EQ(response.status, 406) << accept;
      EXPECT_NE(response.body.find("\"reason\":\"NOT_ACCEPTABLE\""), std::string::npos);
    }
  }
}

TEST_F(Downloading, GivesNoPartOfAnotherContentThanTheClientMeans) {
  const std::string file = "plain/1000/a.txt:download";
  const auto status = [&](const std::string& if_match) {
    return Get(file, {{"Range", "bytes=0-1"}, {"If-Match", if_match}}).status;
  };
  for (const char* holds : {"\"v1\"", "*", "\"v0\", \"v1\""})
    EXPECT_EQ(status(holds), 206) << holds;
  for (const char* fails : {"\"v0\"", "W/\"v1\"", "v1", "\"v1"}) {
    EXPECT_EQ(status(fails), 412) << fails;
  }
  EXPECT_EQ(Get(file, {{"If-Match", "\"v0\""}}, "HEAD").status, 412);
  EXPECT_EQ(Get(file, {{"If-Match", "\"v0\""}, {"If-None-Match", "\"v1\""}}).status, 412);
  EXPECT_NE(Get(file, {{"If-Match", "\"v0\""}}).body.find("ETAG_STALE"), std::string::npos);
}

TEST_F(Downloading, TagsAContentThatSaysNothingOfItselfByItsDigest) {
  const HttpResponse first = Get("plain/1000/a.txt");
  EXPECT_EQ(first.body, Letters(0, 1000));
  const std::string tag(first.headers.Get("ETag"));
  EXPECT_EQ(tag.size(), 66U);
  EXPECT_EQ(Get("plain/1000/a.txt", {{"If-None-Match", tag}}).status, 304);
  EXPECT_NE(Get("plain/1001/a.txt").headers.Get("ETag"), tag);
}

TEST_F(Downloading, AnswersHeadWithoutReadingTheContent) {
  const HttpResponse head = Get("plain/5000000/a.txt:download", {}, "HEAD");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(last_->length, 5'000'000U);
  EXPECT_EQ(last_->closed_complete, true);
  EXPECT_EQ(stage_.calls("ReadFile"), 1);
}

TEST_F(Downloading, CutsTheConnectionWhenTheContentChangesMidway) {
  const HttpResponse response = Get("changing/5000000/a.txt:download");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(last_->closed_complete, false);
  EXPECT_LT(response.body.size(), 5'000'000U);
}

TEST_F(Downloading, CutsTheConnectionWhenTheServiceFailsMidway) {
  const HttpResponse response = Get("failing/5000000/a.txt:download");
  EXPECT_EQ(last_->closed_complete, false);
  EXPECT_EQ(response.body.find("10.0.0.7"), std::string::npos);
}

TEST_F(Downloading, LeavesNothingBehind) {
  EXPECT_EQ(Get("plain/3000000/a.txt:download").status, 200);
  const std::weak_ptr<Recorded> exchange = last_;
  last_.reset();
  for (int i = 0; i < 2'000 && !exchange.expired(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_TRUE(exchange.expired());
}

TEST_F(Downloading, GoesOnWhenTheServiceComesBack) {
  const HttpResponse response = Get("wavering/3000000/a.txt:download");
  EXPECT_EQ(last_->closed_complete, true);
  EXPECT_TRUE(response.body == Letters(0, 3'000'000));
}

}  // namespace
}  // namespace qianmo::gateway
