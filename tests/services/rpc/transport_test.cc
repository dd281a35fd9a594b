// Mutual TLS between real sockets: who gets in, as whom, and what happens when certificates change.
#include "rpc/transport.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <grpc/support/time.h>
#include <gtest/gtest.h>

#include "crypto/certificate_folder.h"
#include "rpc/health.h"
#include "support/process.h"

namespace qianmo::rpc {
namespace {

using crypto::CertificateFolder;
using grpc::StatusCode;
using std::chrono::hours;
using std::chrono::seconds;
using testing::HasSubstr;

Time Now() { return SystemClock().Now(); }

// A server that remembers who called it last.
class Door final : public grpc::health::v1::Health::CallbackService {
 public:
  explicit Door(const Transport& transport, int port = 0) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port), transport.ForServer(), &port_);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    transport.BoundConnections(&builder);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~Door() override { server_->Shutdown(gpr_time_0(GPR_TIMESPAN)); }

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::health::v1::HealthCheckRequest*,
                                  grpc::health::v1::HealthCheckResponse*) override {
    {
      std::lock_guard lock(mutex_);
      peer_ = PeerOfCall::Of(*context);
      const auto shown =
          context->auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
      if (!shown.empty()) certificate_.assign(shown.front().data(), shown.front().size());
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  PeerOfCall peer() {
    std::lock_guard lock(mutex_);
    return peer_;
  }
  // When the certificate is over that the last caller's connection was made with.
  Time certificate_end() {
    std::lock_guard lock(mutex_);
    return crypto::ReadCertificate(certificate_)->not_after;
  }
  int port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::shared_ptr<grpc::Channel> InProcess() { return server_->InProcessChannel({}); }

 private:
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  std::mutex mutex_;
  PeerOfCall peer_;
  std::string certificate_;
};

grpc::ChannelArguments Alone() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return arguments;
}

grpc::Status Knock(const std::shared_ptr<grpc::Channel>& channel, int wait_ms = 30'000,
                   bool patient = false) {
  grpc::ClientContext context;
  context.set_wait_for_ready(patient);
  context.set_deadline(gpr_time_from_millis(wait_ms, GPR_TIMESPAN));
  grpc::health::v1::HealthCheckResponse reply;
  return grpc::health::v1::Health::NewStub(channel)->Check(&context, {}, &reply);
}

class MeshTest : public testing::Test {
 protected:
  MeshTest() {
    for (const char* name : {"identity", "messages", "gateway"}) Issue(name, hours(24));
  }
  void Issue(const char* name, seconds life, Time when = Now()) {
    ASSERT_TRUE(certificates_.Issue(name, when, life));
  }
  Transport As(const std::string& name) const { return Transport::Mesh(path_ / name); }
  std::shared_ptr<grpc::Channel> From(const Transport& who, const Door& to,
                                      const std::string& expected = "identity") const {
    return who.Connect(to.address(), expected, Alone());
  }

  support::TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "certs";
  const CertificateFolder certificates_ = *CertificateFolder::Create(path_, Now());
};

TEST_F(MeshTest, TellsTheServerWhoCallsAndThatOnlyTheGatewaySpeaksForOthers) {
  Door door(As("identity"));
  const auto from_messages = Knock(From(As("messages"), door));
  ASSERT_TRUE(from_messages.ok()) << from_messages.error_message();
  EXPECT_EQ(door.peer().mesh_name, "messages");
  EXPECT_EQ(door.peer().address, "127.0.0.1");
  EXPECT_FALSE(door.peer().is_gateway);
  ASSERT_TRUE(Knock(From(As("gateway"), door)).ok());
  EXPECT_EQ(door.peer().mesh_name, "gateway");
  EXPECT_TRUE(door.peer().is_gateway);
}

TEST_F(MeshTest, InPlainTextBelievesItsOwnMachineAndItself) {
  Door door(Transport::Plain());
  ASSERT_TRUE(Knock(From(Transport::Plain(), door)).ok());
  EXPECT_EQ(door.peer().address, "127.0.0.1");
  EXPECT_EQ(door.peer().mesh_name, "");
  EXPECT_TRUE(door.peer().is_gateway);
  ASSERT_TRUE(Knock(door.InProcess()).ok());
  EXPECT_TRUE(door.peer().is_gateway);
}

TEST_F(MeshTest, RefusesWhoeverShowsNoCertificateOfItsOwnAuthority) {
  Door door(As("identity"));
  EXPECT_EQ(Knock(From(Transport::Plain(), door)).error_code(), StatusCode::UNAVAILABLE);
  grpc::experimental::TlsChannelCredentialsOptions bare;
  bare.set_certificate_provider(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          path_ / "identity/ca.pem", 1u));
  bare.watch_root_certs();
  auto arguments = Alone();
  arguments.SetSslTargetNameOverride("identity.qianmo.internal");
  const auto nameless = grpc::CreateCustomChannel(
      door.address(), grpc::experimental::TlsCredentials(bare), arguments);
  EXPECT_EQ(Knock(nameless).error_code(), StatusCode::UNAVAILABLE);

  const auto strangers = CertificateFolder::Create(folder_.path() / "strangers", Now());
  ASSERT_TRUE(strangers->Issue("messages", Now(), hours(1)));
  // It trusts us, but we do not trust it.
  std::filesystem::copy_file(path_ / "ca.pem", folder_.path() / "strangers/messages/ca.pem",
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(Knock(From(Transport::Mesh(folder_.path() / "strangers/messages"), door)).error_code(),
            StatusCode::UNAVAILABLE);
}

TEST_F(MeshTest, RefusesAnExpiredCertificateOnEitherSide) {
  Issue("messages", seconds(-60));
  Door door(As("identity"));
  EXPECT_EQ(Knock(From(As("messages"), door)).error_code(), StatusCode::UNAVAILABLE);
  Issue("identity", seconds(-60));
  Door late(As("identity"));
  EXPECT_EQ(Knock(From(As("gateway"), late)).error_code(), StatusCode::UNAVAILABLE);
  Issue("messages", hours(1), Now() + hours(1));  // not good yet
  EXPECT_EQ(Knock(From(As("messages"), door)).error_code(), StatusCode::UNAVAILABLE);
}

TEST_F(MeshTest, CallsNobodyButTheServiceItMeans) {
  Door door(As("messages"));
  EXPECT_EQ(Knock(From(As("gateway"), door, "identity")).error_code(), StatusCode::UNAVAILABLE);
  EXPECT_TRUE(Knock(From(As("gateway"), door, "messages")).ok());
}

TEST_F(MeshTest, SpeaksTls13AndNothingOlder) {
  Door door(As("identity"));
  const auto greet = [&](const std::string& version) {
    const std::string own = path_ / "gateway/";
    const auto said = support::RunToEnd(
        {"timeout", "1", "openssl", "s_client", "-connect", door.address(), version, "-cert",
         own + "cert.pem", "-key", own + "key.pem", "-CAfile", own + "ca.pem", "-alpn", "h2"},
        {});
    return said.output;
  };
  EXPECT_THAT(greet("-tls1_3"), HasSubstr("New, TLSv1.3, Cipher is TLS_"));
  EXPECT_THAT(greet("-tls1_2"), HasSubstr("New, (NONE), Cipher is (NONE)"));
}

TEST_F(MeshTest, TakesUpNewCertificatesWhileItRunsWithoutAFailedCall) {
  Issue("identity", seconds(4));
  Issue("messages", seconds(4));
  Door door(As("identity"));
  const Transport caller = As("messages");
  const auto standing = From(caller, door);
  std::atomic<bool> done = false;
  std::thread renewing([&] {
    while (!done) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1'300));
      Issue("identity", seconds(4));
      Issue("messages", seconds(4));
    }
  });
  int calls = 0;
  // Twice as long as any certificate lives.
  for (const auto until = Now() + seconds(8); Now() < until || calls <= 20; ++calls) {
    const auto old = Knock(standing);
    EXPECT_TRUE(old.ok()) << old.error_message();
    const auto fresh = Knock(From(caller, door));
    EXPECT_TRUE(fresh.ok()) << fresh.error_message();
  }
  done = true;
  renewing.join();
}

TEST_F(MeshTest, KeepsNoConnectionBeyondItsCertificateAndDropsNoCallForThat) {
  Issue("identity", seconds(4));
  Issue("messages", seconds(4));
  Door door(As("identity"));
  const Transport caller = As("messages");
  const auto busy = From(caller, door);
  const auto idle = From(caller, door);
  std::atomic<bool> done = false;
  std::thread renewing([&] {
    while (!done) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1'300));
      Issue("identity", seconds(4));
      Issue("messages", seconds(4));
    }
  });
  const auto in_process = door.InProcess();
  int calls = 0;
  for (const auto until = Now() + seconds(12); Now() < until || calls <= 100; ++calls) {
    for (const auto& channel : {busy, calls % 40 == 0 ? idle : busy}) {
      const auto status = Knock(channel);
      EXPECT_TRUE(status.ok()) << status.error_message();
      EXPECT_GT(door.certificate_end(), Now());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  done = true;
  renewing.join();
  EXPECT_TRUE(Knock(in_process).ok()) << "what has no certificate needs no end";
}

TEST_F(MeshTest, FindsAPeerAgainThatWentAway) {
  auto door = std::make_unique<Door>(As("identity"));
  const auto channel = From(As("messages"), *door);
  ASSERT_TRUE(Knock(channel).ok());
  const int port = door->port();
  door.reset();
  EXPECT_EQ(Knock(channel, 300).error_code(), StatusCode::UNAVAILABLE);
  std::this_thread::sleep_for(seconds(1));
  door = std::make_unique<Door>(As("identity"), port);
  const auto again = Knock(channel, 30'000, true);
  EXPECT_TRUE(again.ok()) << again.error_message();
}

TEST_F(MeshTest, SaysAtOnceWhichFileIsMissing) {
  std::filesystem::remove(path_ / "identity/key.pem");
  try {
    As("identity");
    FAIL() << "it was taken";
  } catch (const std::runtime_error& trouble) {
    EXPECT_THAT(trouble.what(), HasSubstr("identity/key.pem"));
  }
}

TEST(Transport, KnowsWhatStaysOnThisMachine) {
  for (const char* here : {"127.0.0.1:1", "127.9.9.9:1", "localhost:1", "[::1]:1", "unix:/a"}) {
    EXPECT_TRUE(IsLoopback(here)) << here;
  }
  for (const char* there : {"0.0.0.0:1", "10.0.0.1:1", "[::]:1", "localhost.cn:1", "128.0.0.1:1"}) {
    EXPECT_FALSE(IsLoopback(there)) << there;
  }
}

TEST(Transport, NamesAServiceByItsPackage) {
  EXPECT_EQ(MeshNameOfService("qianmo.messages.v1.MessagesService"), "messages");
  EXPECT_EQ(MeshNameOfService("identity"), "identity");
}

}  // namespace
}  // namespace qianmo::rpc
