// What peers show to each other, looked at with the openssl command as an outsider would.
#include "crypto/certificate.h"

#include <array>
#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/crypto/scratch_folder.h"

namespace qianmo::crypto {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Time kMade = SystemClock().Now();

// Standard output and error of a command of the shell.
std::string Output(const std::string& command) {
  std::string output;
  std::array<char, 1024> piece;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) output += piece.data();
  pclose(pipe);
  return output;
}

class CertificateTest : public testing::Test {
 protected:
  std::string Verify(const CertifiedKey& authority, const CertifiedKey& peer,
                     const std::string& more) {
    WriteText(scratch_.path() / "ca", authority.certificate);
    WriteText(scratch_.path() / "peer", peer.certificate);
    const std::string folder = scratch_.path();
    return Output("openssl verify -x509_strict -CAfile " + folder + "/ca " + more + " " + folder +
                  "/peer");
  }
  std::string Text(const CertifiedKey& peer) {
    WriteText(scratch_.path() / "peer", peer.certificate);
    return Output("openssl x509 -noout -text -in " + scratch_.path().string() + "/peer");
  }

  ScratchFolder scratch_;
  const CertifiedKey authority_ = MakeAuthority(kMade);
};

TEST_F(CertificateTest, IsGoodForCallingAndForBeingCalledUnderItsNameAndOnThisMachine) {
  const auto peer = IssueCertificate(authority_, "identity", kMade, hours(24));
  ASSERT_TRUE(peer) << peer.refusal().message;
  for (const char* use : {"-purpose sslserver", "-purpose sslclient"}) {
    for (const char* who : {"-verify_hostname identity.qianmo.internal", "-verify_ip 127.0.0.1"}) {
      EXPECT_THAT(Verify(authority_, *peer, std::string(use) + " " + who), HasSubstr(": OK"));
    }
  }
  EXPECT_THAT(Verify(authority_, *peer, "-verify_hostname messages.qianmo.internal"),
              HasSubstr("hostname mismatch"));
  EXPECT_THAT(Verify(authority_, *peer, "-verify_ip 127.0.0.2"), HasSubstr("IP address mismatch"));
  EXPECT_THAT(Verify(MakeAuthority(kMade), *peer, ""), HasSubstr("failed"));
  EXPECT_THAT(Text(*peer), HasSubstr("ASN1 OID: prime256v1"));
}

TEST_F(CertificateTest, OfAPeerSignsNoOthers) {
  EXPECT_THAT(Text(authority_), HasSubstr("CA:TRUE, pathlen:0"));
  EXPECT_THAT(Text(authority_), HasSubstr("Certificate Sign, CRL Sign"));
  const auto peer = IssueCertificate(authority_, "identity", kMade, hours(24));
  EXPECT_THAT(Text(*peer), HasSubstr("CA:FALSE"));
  EXPECT_THAT(Text(*peer), Not(HasSubstr("Certificate Sign")));
}

TEST_F(CertificateTest, LastsAsLongAsAskedAndBeginsALittleBefore) {
  const auto peer = IssueCertificate(authority_, "identity", kMade, seconds(90));
  const auto facts = ReadCertificate(peer->certificate);
  ASSERT_TRUE(facts);
  const Time second = std::chrono::floor<seconds>(kMade);
  EXPECT_EQ(facts->not_before, second - minutes(5));
  EXPECT_EQ(facts->not_after, second + seconds(90));
  EXPECT_THAT(facts->dns_names, ElementsAre("identity.qianmo.internal"));
  const auto authority = ReadCertificate(authority_.certificate);
  EXPECT_GT(authority->not_after, kMade + hours(24 * 365 * 10 - 24));
  EXPECT_LT(authority->not_after, kMade + hours(24 * 366 * 10 + 24));
}

TEST_F(CertificateTest, HasAKeyAndASerialOfItsOwn) {
  const auto one = IssueCertificate(authority_, "identity", kMade, hours(1));
  const auto other = IssueCertificate(authority_, "identity", kMade, hours(1));
  EXPECT_NE(one->key, other->key);
  const auto serial = ReadCertificate(one->certificate)->serial;
  EXPECT_NE(serial, ReadCertificate(other->certificate)->serial);
  EXPECT_EQ(serial.size(), 32u);
}

TEST_F(CertificateTest, IsRefusedForAWrongNameAndByAWrongAuthority) {
  for (const char* name : {"", "Identity", "a.b", "a,IP:1.2.3.4", "-a", "a-", "9a", "a b", "*"}) {
    const auto peer = IssueCertificate(authority_, name, kMade, hours(1));
    ASSERT_FALSE(peer) << name;
    EXPECT_EQ(peer.refusal().reason, "NAME_INVALID");
  }
  EXPECT_FALSE(IsMeshName(std::string(33, 'a')));
  EXPECT_TRUE(IsMeshName(std::string(32, 'a')));
  EXPECT_TRUE(IsMeshName("income-rights2"));
  CertifiedKey mixed = authority_;
  mixed.key = MakeAuthority(kMade).key;
  EXPECT_EQ(IssueCertificate(mixed, "identity", kMade, hours(1)).refusal().reason,
            "CERTIFICATE_UNREADABLE");
  mixed = authority_;
  mixed.certificate = "";
  EXPECT_FALSE(IssueCertificate(mixed, "identity", kMade, hours(1)));
  EXPECT_FALSE(ReadCertificate("nothing"));
}

TEST(MeshName, IsTheFirstPartOfItsHostAndOfNoOther) {
  EXPECT_EQ(MeshNameOf(MeshHostOf("gateway")), "gateway");
  for (const char* host : {"gateway", "a.gateway.qianmo.internal", "gateway.qianmo.internal.cn",
                           ".qianmo.internal", "", "127.0.0.1"}) {
    EXPECT_EQ(MeshNameOf(host), "") << host;
  }
}

}  // namespace
}  // namespace qianmo::crypto
