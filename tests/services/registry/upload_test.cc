// Uploads through the whole service: resumed, repeated, raced, refused.
#include "registry/domain/upload.h"

#include <thread>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "registry/install.h"
#include "registry/uploads_service.h"
#include "services/registry/archive.h"

namespace qianmo::registry {
namespace {

std::string HexOf(const std::string& content) { return ToHex(AsText(crypto::Sha256(content))); }

class UploadTest : public testing::Test {
 protected:
  Answer<v1::Upload> Get(const std::string& upload) {
    return archive_.Ask(person_, &Stub::GetUpload, Named<v1::GetUploadRequest>(upload));
  }

  Archive archive_;
  const rpc::v1::Caller person_ = Archive::Person();
};

TEST_F(UploadTest, BecomesAFileWithTheSameId) {
  const std::string content = "%PDF-1.7 " + Noise(2 * kMiB + 100);
  const auto announced =
      archive_.Announce(person_, content.size(), "会议 通知.jpg", HexOf(content));
  ASSERT_TRUE(announced.ok()) << announced.status.error_message();
  EXPECT_EQ(announced.reply.state(), v1::Upload::STATE_OPEN);
  EXPECT_EQ(announced.reply.received_size(), 0);
  EXPECT_EQ(announced.reply.chunk_limit(), static_cast<std::int64_t>(kMiB));
  EXPECT_EQ(announced.reply.expire_time().seconds() - announced.reply.create_time().seconds(),
            24 * 3600);
  const std::string& name = announced.reply.name();
  for (std::size_t at = 0; at < content.size(); at += kMiB) {
    const auto put = archive_.Put(person_, name, at, content.substr(at, kMiB));
    ASSERT_TRUE(put.ok()) << put.reason();
    EXPECT_EQ(put.reply.received_size(),
              static_cast<std::int64_t>(std::min(at + kMiB, content.size())));
  }
  const auto file = archive_.Finish(person_, name);
  ASSERT_TRUE(file.ok()) << file.reason() << file.status.error_message();
  EXPECT_EQ(file.reply.name().substr(file.reply.name().rfind('/')), name.substr(name.rfind('/')));
  EXPECT_EQ(file.reply.file_name(), "会议 通知.jpg");
  EXPECT_EQ(file.reply.content_type(), "application/pdf") << "whatever the name says";
  EXPECT_EQ(file.reply.size(), static_cast<std::int64_t>(content.size()));
  EXPECT_EQ(file.reply.sha256(), HexOf(content));
  EXPECT_EQ(Get(name).reply.state(), v1::Upload::STATE_FINISHED);
}

TEST_F(UploadTest, IsKeptSealed) {
  const std::string content = "户号,姓名,身份证号\n1,某人,990001196612030014\n";
  const std::string name = archive_.Begin(person_, content.size());
  ASSERT_TRUE(archive_.Put(person_, name, 0, content).ok());
  ASSERT_TRUE(archive_.Finish(person_, name).ok());
  EXPECT_EQ(archive_.Query("SELECT position('990001196612030014'::bytea IN body) FROM"
                           " registry.chunk"),
            "0");
}

TEST_F(UploadTest, GoesOnWhereItWas) {
  const std::string content = Noise(kMiB + 10);
  const std::string name = archive_.Begin(person_, content.size());
  ASSERT_TRUE(archive_.Put(person_, name, 0, content.substr(0, kMiB)).ok());
  const auto seen = Get(name);
  EXPECT_EQ(seen.reply.received_size(), static_cast<std::int64_t>(kMiB));
  ASSERT_TRUE(archive_.Put(person_, name, seen.reply.received_size(), content.substr(kMiB)).ok());
  EXPECT_EQ(archive_.Finish(person_, name).reply.sha256(), HexOf(content));
}

TEST_F(UploadTest, TakesTheSameChunkAgainAndNoOther) {
  const std::string content = Noise(kMiB);
  const std::string name = archive_.Begin(person_, 2 * kMiB);
  ASSERT_TRUE(archive_.Put(person_, name, 0, content).ok());
  const auto again = archive_.Put(person_, name, 0, content);
  ASSERT_TRUE(again.ok()) << again.reason();
  EXPECT_EQ(again.reply.received_size(), static_cast<std::int64_t>(kMiB));
  const auto other = archive_.Put(person_, name, 0, Noise(kMiB, 2));
  EXPECT_EQ(other.reason(), "CHUNK_CHANGED");
  const auto gap = archive_.Put(person_, name, kMiB + 1, content.substr(0, kMiB - 1));
  EXPECT_EQ(gap.reason(), "CHUNK_GAP");
  EXPECT_EQ(gap.metadata("wanted_offset"), std::to_string(kMiB));
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.chunk"), "1");
}

TEST_F(UploadTest, GivesARepeatedRequestTheSameAnswer) {
  auto request = Named<v1::PutChunkRequest>(archive_.Begin(person_, 5));
  request.mutable_body()->set_data("hello");
  const auto first = archive_.Ask(person_, &Stub::PutChunk, request);
  const auto second = archive_.Ask(person_, &Stub::PutChunk, request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first.reply.SerializeAsString(), second.reply.SerializeAsString());
  const auto finish = Named<v1::FinishUploadRequest>(request.name());
  const auto file = archive_.Ask(person_, &Stub::FinishUpload, finish);
  EXPECT_EQ(archive_.Ask(person_, &Stub::FinishUpload, finish).reply.SerializeAsString(),
            file.reply.SerializeAsString());
  request.mutable_body()->set_data("other");
  EXPECT_EQ(archive_.Ask(person_, &Stub::PutChunk, request).reason(), "REQUEST_ID_REUSED");
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.file"), "1");
}

TEST_F(UploadTest, HasOneEffectOfTwoChunksAtOnce) {
  for (int round = 0; round < 5; ++round) {
    const std::string name = archive_.Begin(person_, 2 * kMiB);
    const std::string bytes = Noise(kMiB, round);
    const std::string rival = Noise(kMiB, 100 + round);
    std::vector<Answer<v1::Upload>> answers(4);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back(
          [&, i] { answers[i] = archive_.Put(person_, name, 0, i < 2 ? bytes : rival); });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(answers[0].ok(), answers[1].ok());
    EXPECT_EQ(answers[2].ok(), answers[3].ok());
    EXPECT_NE(answers[0].ok(), answers[2].ok()) << "one content wins";
    EXPECT_EQ(answers[answers[0].ok() ? 2 : 0].reason(), "CHUNK_CHANGED");
    EXPECT_EQ(Get(name).reply.received_size(), static_cast<std::int64_t>(kMiB));
    ASSERT_TRUE(
        archive_.Ask(person_, &Stub::CancelUpload, Named<v1::CancelUploadRequest>(name)).ok());
  }
}

TEST_F(UploadTest, LosesNothingWhenTheContentIsNotTheDeclaredOne) {
  const auto announced = archive_.Announce(person_, 5, "a.txt", HexOf("other"));
  ASSERT_TRUE(archive_.Put(person_, announced.reply.name(), 0, "hello").ok());
  const auto refused = archive_.Finish(person_, announced.reply.name());
  EXPECT_EQ(refused.reason(), "CONTENT_MISMATCH");
  EXPECT_EQ(refused.metadata("found_sha256"), HexOf("hello"));
  const auto seen = Get(announced.reply.name());
  EXPECT_EQ(seen.reply.state(), v1::Upload::STATE_OPEN);
  EXPECT_EQ(seen.reply.received_size(), 5);
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.chunk"), "1");
}

TEST_F(UploadTest, IsRefusedByTheRulesOfItsState) {
  const std::string name = archive_.Begin(person_, 5);
  EXPECT_EQ(archive_.Finish(person_, name).reason(), "UPLOAD_INCOMPLETE");
  EXPECT_EQ(archive_.Put(person_, name, 0, "").reason(), "CHUNK_TOO_SMALL");
  EXPECT_EQ(archive_.Put(person_, name, 0, "longer").reason(), "CHUNK_BEYOND_END");
  const auto large = archive_.Begin(person_, 3 * kMiB);
  EXPECT_EQ(archive_.Put(person_, large, 0, Noise(kMiB + 1)).reason(), "CHUNK_TOO_LARGE");
  ASSERT_TRUE(archive_.Put(person_, name, 0, "hello").ok());
  ASSERT_TRUE(archive_.Finish(person_, name).ok());
  EXPECT_EQ(archive_.Finish(person_, name).reason(), "UPLOAD_ENDED");
  EXPECT_EQ(archive_.Put(person_, name, 0, "hello").reason(), "UPLOAD_ENDED");
  EXPECT_EQ(
      archive_.Ask(person_, &Stub::CancelUpload, Named<v1::CancelUploadRequest>(name)).reason(),
      "UPLOAD_ENDED");
  const std::string nothing = "counties/7/uploads/" + NewRequestId();
  EXPECT_EQ(archive_.Finish(person_, nothing).reason(), "UPLOAD_NOT_FOUND");
  EXPECT_EQ(archive_.Announce(person_, 5, "../secret").reason(), "FILE_NAME_MALFORMED");
  EXPECT_EQ(archive_.Announce(person_, kMostFileBytes + 1).reason(), "INVALID_FIELD");
  EXPECT_EQ(archive_.Announce(person_, 0).reason(), "INVALID_FIELD");
}

TEST_F(UploadTest, KeepsToTheQuotaAlsoWhenAskedAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> opened = 0;
  std::atomic<int> refused = 0;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      const auto answer = archive_.Announce(person_, 5);
      opened += answer.ok();
      refused += answer.reason() == "UPLOAD_COUNT_EXHAUSTED";
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(opened, kMostOpenUploads);
  EXPECT_EQ(refused, 16 - kMostOpenUploads);
  EXPECT_TRUE(archive_.Announce(Archive::Person(), 5).ok()) << "somebody else's quota";
}

TEST_F(UploadTest, GivesItsBytesBackWhenCancelled) {
  for (int i = 0; i < 3; ++i) archive_.Begin(person_, kMostFileBytes);
  EXPECT_EQ(archive_.Announce(person_, 1).reason(), "UPLOAD_BYTES_EXHAUSTED");
  const std::string name =
      "counties/7/uploads/" + archive_.Query("SELECT id FROM registry.upload ORDER BY id LIMIT 1");
  ASSERT_TRUE(archive_.Put(person_, name, 0, Noise(kMiB)).ok());
  const auto cancelled =
      archive_.Ask(person_, &Stub::CancelUpload, Named<v1::CancelUploadRequest>(name));
  ASSERT_TRUE(cancelled.ok()) << cancelled.reason();
  EXPECT_EQ(cancelled.reply.state(), v1::Upload::STATE_CANCELLED);
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.chunk"), "0");
  EXPECT_TRUE(archive_.Announce(person_, 1).ok());
}

TEST_F(UploadTest, KeepsEqualContentsOnceInACounty) {
  const std::string content = Noise(kMiB + 5);
  const rpc::v1::Caller other = Archive::Person();
  const rpc::v1::Caller abroad = Archive::Person(rpc::v1::ROLE_BIDDER, 8);
  const std::string mine = archive_.Bring(person_, content, "a.bin");
  const std::string theirs = archive_.Bring(other, content, "b.bin");
  archive_.Bring(abroad, content, "c.bin");
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.blob WHERE county_id = 7"), "1");
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.chunk WHERE county_id = 7"), "2");
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.chunk WHERE county_id = 8"), "2");
  EXPECT_EQ(archive_.Download(other, theirs, kMiB).reply.data(), content.substr(kMiB));
  EXPECT_EQ(archive_.Download(other, mine).reason(), "OUT_OF_SCOPE");
}

TEST_F(UploadTest, OfEqualContentsAtOnceEndsWell) {
  const std::string content = Noise(kMiB);
  std::vector<std::string> uploads;
  for (int i = 0; i < 4; ++i) {
    uploads.push_back(archive_.Begin(person_, content.size()));
    ASSERT_TRUE(archive_.Put(person_, uploads.back(), 0, content).ok());
  }
  std::vector<std::thread> threads;
  std::atomic<int> finished = 0;
  for (const std::string& upload : uploads) {
    threads.emplace_back([&] { finished += archive_.Finish(person_, upload).ok(); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(finished, 4);
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.blob"), "1");
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.chunk"), "1");
}

TEST_F(UploadTest, IsSealedInTheJournal) {
  archive_.Bring(person_, "hello", "secret-name.txt");
  EXPECT_EQ(archive_.Query("SELECT count(*) FROM registry.journal"
                           " WHERE encode(answer, 'escape') LIKE '%secret-name%'"),
            "0");
}

}  // namespace
}  // namespace qianmo::registry
