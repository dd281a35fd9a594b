#include "crypto/key_file.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace qianmo::crypto {
namespace {

constexpr Time kWritten{std::chrono::microseconds(1'769'846'400'000'005)};

Key Sample() { return Key(KeyPurpose::kToken, 12, kWritten, "0123456789abcdefghijklmnopqrstuv"); }

TEST(KeyFile, IsAShortTextThatEndsWithAChecksum) {
  EXPECT_EQ(FormatKey(Sample()),
            "qianmo-key 1\n"
            "purpose token\n"
            "id 12\n"
            "created 2026-01-31T08:00:00.000005Z\n"
            "key 303132333435363738396162636465666768696a6b6c6d6e6f70717273747576\n"
            "sha256 953b619eb46490ad9ee145d3a25596b78a2393b916c580df4af0efe4414dcde4\n");
}

RC_GTEST_PROP(KeyFile, ReadsBackWhatWasWritten, ()) {
  const auto purpose =
      *rc::gen::elementOf(std::vector<KeyPurpose>(kKeyPurposes.begin(), kKeyPurposes.end()));
  const auto id = *rc::gen::inRange<std::uint32_t>(1, 4'000'000'000);
  const Time created{Duration(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000'000))};
  const Key key = Key::Make(purpose, id, created);
  const auto read = ParseKey(FormatKey(key));
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->purpose() == purpose);
  RC_ASSERT(read->id() == id);
  RC_ASSERT(read->created() == created);
  RC_ASSERT(read->bytes() == key.bytes());
}

TEST(KeyFile, RefusesATextCutAnywhere) {
  const std::string text = FormatKey(Sample());
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ParseKey(text.substr(0, size))) << size;
  }
}

TEST(KeyFile, RefusesATextWithAnyLetterChanged) {
  const std::string text = FormatKey(Sample());
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string altered = text;
    altered[i] ^= 1;
    EXPECT_FALSE(ParseKey(altered)) << i;
  }
}

TEST(KeyFile, RefusesATextWithMoreBehindIt) {
  EXPECT_FALSE(ParseKey(FormatKey(Sample()) + "\n"));
  EXPECT_FALSE(ParseKey(FormatKey(Sample()) + FormatKey(Sample())));
}

TEST(KeyFileName, IsPurposeAndNumber) {
  EXPECT_EQ((KeyFileName{KeyPurpose::kCertificate, 3}.ToString()), "certificate-3.key");
  const auto parsed = KeyFileName::Parse("certificate-3.key");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->purpose, KeyPurpose::kCertificate);
  EXPECT_EQ(parsed->id, 3u);
}

TEST(KeyFileName, RefusesEverythingElse) {
  for (const char* name :
       {"", ".key", "-.key", "data.key", "data-.key", "data-0.key", "data-01.key", "data--1.key",
        "data-1.key ", "data-1.pem", "Data-1.key", "soup-1.key", "data-4294967296.key",
        "data-1x.key", "data-+1.key", "data-1 (copy).key", "-1.key"}) {
    EXPECT_FALSE(KeyFileName::Parse(name)) << name;
  }
  EXPECT_TRUE(KeyFileName::Parse("data-4294967295.key"));
}

}  // namespace
}  // namespace qianmo::crypto
