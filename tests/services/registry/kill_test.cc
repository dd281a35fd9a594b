// The server is killed while files arrive: what was acknowledged stays, what was not can be sent
// again, and the file is whole.
#include <atomic>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/live_keyring.h"
#include "rpc/token.h"
#include "services/registry/archive.h"
#include "support/daemon.h"

namespace qianmo::registry {
namespace {

constexpr std::size_t kChunk = 128 << 10;

// By itself gRPC would wait ever longer, up to minutes.
grpc::ChannelArguments ComeBackSoon() {
  grpc::ChannelArguments arguments;
  for (const char* backoff :
       {GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, GRPC_ARG_MIN_RECONNECT_BACKOFF_MS,
        GRPC_ARG_MAX_RECONNECT_BACKOFF_MS}) {
    arguments.SetInt(backoff, 100);
  }
  return arguments;
}

// Keeps trying, as a browser does, with the same request until it is answered.
class Stubborn {
 public:
  Stubborn(support::Daemon& daemon, const crypto::LiveKeyring& keyring)
      : channel_(grpc::CreateCustomChannel(daemon.address(), grpc::InsecureChannelCredentials(),
                                           ComeBackSoon())),
        stub_(v1::FilesService::NewStub(channel_)),
        keyring_(keyring) {}

  template <class Request, class Reply>
  Reply Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
            const Request& request) {
    for (int attempt = 0; attempt < 3'000; ++attempt) {
      grpc::ClientContext context;
      context.set_deadline(gpr_time_from_seconds(60, GPR_TIMESPAN));
      context.AddMetadata("authorization", "Bearer " + rpc::SignToken(*keyring_.Current(), person_,
                                                                      SystemClock().Now()));
      Reply reply;
      const auto status = (stub_.get()->*method)(&context, request, &reply);
      if (status.ok()) return reply;
      if (status.error_code() != grpc::StatusCode::UNAVAILABLE) {
        throw std::runtime_error(ReasonIn(status) + " " + status.error_message());
      }
      ++lost_;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("never answered");
  }
  int lost() const { return lost_; }

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Stub> stub_;
  const crypto::LiveKeyring& keyring_;
  const rpc::v1::Caller person_ = Archive::Person();
  int lost_ = 0;
};

std::string Upload(Stubborn& client, const std::string& content) {
  v1::CreateUploadRequest request;
  request.set_parent("counties/7");
  request.set_request_id(NewRequestId());
  request.set_file_name("a.bin");
  request.set_total_size(static_cast<std::int64_t>(content.size()));
  const std::string name = client.Ask(&Stub::CreateUpload, request).name();
  for (std::size_t at = 0; at < content.size(); at += kChunk) {
    auto put = Named<v1::PutChunkRequest>(name);
    put.set_offset(static_cast<std::int64_t>(at));
    put.mutable_body()->set_data(content.substr(at, kChunk));
    client.Ask(&Stub::PutChunk, put);
  }
  return client.Ask(&Stub::FinishUpload, Named<v1::FinishUploadRequest>(name)).sha256();
}

TEST(KilledServer, LosesNoByteOfAnUpload) {
  support::Database database;
  database.Execute("INSERT INTO house.county (county_id, name, code) VALUES (7, 'x', '990007')");
  support::Daemon daemon(database);
  daemon.Start({"--services", "registry"});
  const auto keyring = *crypto::LiveKeyring::Open(daemon.keys());
  std::atomic<bool> done = false;
  std::atomic<int> lost = 0;
  std::thread uploads([&] {
    for (unsigned round = 0; round < 3 || lost == 0; ++round) {
      Stubborn client(daemon, *keyring);
      const std::string content = Noise(40 * kChunk + 17, round);
      EXPECT_EQ(Upload(client, content), ToHex(AsText(crypto::Sha256(content))));
      lost += client.lost();
    }
    done = true;
  });
  std::mt19937 random(20261120);
  while (!done) {
    std::this_thread::sleep_for(std::chrono::milliseconds(150 + random() % 300));
    daemon.Kill();
    daemon.Start({"--services", "registry"});
  }
  uploads.join();
  const auto counts = database.Execute(
      "SELECT count(*), (SELECT count(*) FROM registry.file),"
      " (SELECT sum(size) FROM registry.chunk) = (SELECT sum(size) FROM registry.blob)"
      " FROM registry.upload");
  EXPECT_EQ(counts[0][0].as<int>(), counts[0][1].as<int>()) << "every upload is one file";
  EXPECT_TRUE(counts[0][2].as<bool>()) << "and has its bytes once";
}

}  // namespace
}  // namespace qianmo::registry
