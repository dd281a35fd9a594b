// A file of 64 MiB goes through a real process whose memory stays flat.
#include <fstream>

#include <gtest/gtest.h>

#include "crypto/live_keyring.h"
#include "rpc/token.h"
#include "services/registry/archive.h"
#include "support/daemon.h"

namespace qianmo::registry {
namespace {

constexpr int kChunks = 64;
constexpr int kFirstChunks = 16;

// The peak of a process's resident memory, in KiB.
long PeakOf(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; status >> word;) {
    if (word == "VmHWM:") {
      long peak = 0;
      status >> peak;
      return peak;
    }
  }
  return 0;
}

class LargeFile : public testing::Test {
 protected:
  LargeFile() {
    database_.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
    daemon_.Start({"--services", "registry"});
    keyring_ = *crypto::LiveKeyring::Open(daemon_.keys());
    stub_ = v1::FilesService::NewStub(daemon_.channel());
  }

  template <class Request, class Reply>
  Reply Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
            const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
    context.AddMetadata("authorization", "Bearer " + rpc::SignToken(*keyring_->Current(), person_,
                                                                    SystemClock().Now()));
    Reply reply;
    const auto status = (stub_.get()->*method)(&context, request, &reply);
    if (!status.ok()) throw std::runtime_error(status.error_message());
    return reply;
  }

  v1::Upload Put(const std::string& upload, int index, const std::string& bytes) {
    auto request = Named<v1::PutChunkRequest>(upload);
    request.set_offset(static_cast<std::int64_t>(index * kMiB));
    request.mutable_body()->set_data(bytes);
    return Ask(&Stub::PutChunk, request);
  }

  support::Database database_;
  support::Daemon daemon_{database_};
  const rpc::v1::Caller person_ = Archive::Person();
  std::unique_ptr<crypto::LiveKeyring> keyring_;
  std::unique_ptr<Stub> stub_;
};

TEST_F(LargeFile, DoesNotFillTheMemory) {
  v1::CreateUploadRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  request.set_file_name("large.bin");
  request.set_total_size(static_cast<std::int64_t>(kChunks * kMiB));
  const std::string upload = Ask(&Stub::CreateUpload, request).name();
  const std::string bytes = Noise(kMiB);
  // Each thread of the process keeps the room of the first chunk that it had.
  for (int i = 0; i < kFirstChunks; ++i) Put(upload, i, bytes);
  const long before = PeakOf(daemon_.pid());
  ASSERT_GT(before, 0);
  for (int i = kFirstChunks; i < kChunks; ++i) Put(upload, i, bytes);
  const v1::File file = Ask(&Stub::FinishUpload, Named<v1::FinishUploadRequest>(upload));
  EXPECT_EQ(file.size(), static_cast<std::int64_t>(kChunks * kMiB));
  auto download = Named<v1::DownloadFileRequest>(file.name());
  std::int64_t got = 0;
  while (got < file.size()) {
    download.mutable_window()->set_offset(got);
    got += static_cast<std::int64_t>(Ask(&Stub::DownloadFile, download).data().size());
  }
  const long after = PeakOf(daemon_.pid());
  EXPECT_LT(after - before, 24 * 1024) << before << " KiB became " << after;
}

}  // namespace
}  // namespace qianmo::registry
