// The CA on disk, and that no reader ever sees half of a renewal.
#include "crypto/certificate_folder.h"

#include <atomic>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include "services/crypto/scratch_folder.h"

namespace qianmo::crypto {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::seconds;

const Time kToday = SystemClock().Now();

class CertificateFolderTest : public testing::Test {
 protected:
  ScratchFolder scratch_;
  const fs::path path_ = scratch_.path() / "certs";
};

TEST_F(CertificateFolderTest, KeepsItsAuthorityAndShowsItToNobodyElse) {
  const mode_t before = umask(0);
  const auto made = CertificateFolder::Create(path_, kToday);
  umask(before);
  ASSERT_TRUE(made) << made.refusal().message;
  EXPECT_EQ(ModeOf(path_ / "ca.key"), 0600u);
  EXPECT_EQ(ModeOf(path_), 0700u);
  const auto opened = CertificateFolder::Open(path_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->authority().key, made->authority().key);
  EXPECT_EQ(CertificateFolder::Create(path_, kToday).refusal().reason, "CA_EXISTS");
  EXPECT_EQ(ReadText(path_ / "ca.key"), made->authority().key) << "it was left alone";
  fs::permissions(path_ / "ca.key", fs::perms(0640));
  EXPECT_EQ(CertificateFolder::Open(path_).refusal().reason, "CA_EXPOSED");
}

TEST_F(CertificateFolderTest, SaysWhatIsMissing) {
  EXPECT_EQ(CertificateFolder::Open(path_).refusal().reason, "CA_MISSING");
  EXPECT_EQ(CertificateFolder::Create(scratch_.path() / "a/b", kToday).refusal().reason,
            "CERTIFICATES_UNWRITABLE");
  const auto folder = CertificateFolder::Create(path_, kToday);
  EXPECT_EQ(folder->Show("identity").refusal().reason, "CERTIFICATE_UNREADABLE");
  EXPECT_EQ(folder->Issue("../x", kToday, hours(1)).refusal().reason, "NAME_INVALID");
}

TEST_F(CertificateFolderTest, FinishesWhatAKilledTryBegan) {
  fs::create_directory(path_);
  WriteText(path_ / "ca.key", "half");
  WriteText(path_ / "ca.new", "half");
  const auto folder = CertificateFolder::Create(path_, kToday);
  ASSERT_TRUE(folder) << folder.refusal().message;
  fs::create_symlink("nowhere", path_ / "identity.new");
  EXPECT_TRUE(folder->Issue("identity", kToday, hours(1)));
}

TEST_F(CertificateFolderTest, GivesEachPeerItsFolderAndKeepsTwoSetsAtMost) {
  const auto folder = CertificateFolder::Create(path_, kToday);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(folder->Issue("identity", kToday, seconds(60 + i)));
    ASSERT_TRUE(folder->Issue("gateway", kToday, hours(1)));
  }
  EXPECT_EQ(folder->Show("identity")->not_after, std::chrono::floor<seconds>(kToday) + seconds(64));
  EXPECT_EQ(ModeOf(path_ / "identity/key.pem"), 0600u);
  EXPECT_EQ(ReadText(path_ / "identity/ca.pem"), folder->authority().certificate);
  const auto sets = std::distance(fs::directory_iterator(path_ / ".sets"), {});
  EXPECT_EQ(sets, 4);
}

// Whether the key in this open folder is that of its certificate.
bool Fits(int set) {
  const auto read = [&](const char* name) {
    return fdopen(openat(set, name, O_RDONLY | O_CLOEXEC), "r");
  };
  FILE* certificate_file = read("cert.pem");
  FILE* key_file = read("key.pem");
  if (certificate_file == nullptr || key_file == nullptr) return false;
  X509* certificate = PEM_read_X509(certificate_file, nullptr, nullptr, nullptr);
  EVP_PKEY* key = PEM_read_PrivateKey(key_file, nullptr, nullptr, nullptr);
  const bool fits =
      certificate != nullptr && key != nullptr && X509_check_private_key(certificate, key) == 1;
  X509_free(certificate);
  EVP_PKEY_free(key);
  fclose(certificate_file);
  fclose(key_file);
  return fits;
}

TEST_F(CertificateFolderTest, NeverShowsAKeyWithAnotherCertificateWhileItRenews) {
  const auto folder = CertificateFolder::Create(path_, kToday);
  ASSERT_TRUE(folder->Issue("identity", kToday, hours(1)));
  std::atomic<bool> done = false;
  std::thread renewing([&] {
    for (int i = 0; i < 20; ++i) {
      ASSERT_TRUE(folder->Issue("identity", kToday, hours(1)));
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    done = true;
  });
  int looks = 0;
  while (!done) {
    const int set = open((path_ / "identity").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ASSERT_GE(set, 0) << "a peer is never without a certificate";
    // A reader is at most one renewal behind: its set is still whole.
    EXPECT_TRUE(Fits(set));
    close(set);
    ++looks;
  }
  renewing.join();
  EXPECT_GT(looks, 10);
}

}  // namespace
}  // namespace qianmo::crypto
