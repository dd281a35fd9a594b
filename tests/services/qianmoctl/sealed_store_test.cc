#include "qianmoctl/sealed_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/seal.h"
#include "qianmoctl/session.h"
#include "support/database.h"
#include "support/process.h"

namespace qianmo::ctl {
namespace {

using testing::IsSupersetOf;

class SealedStoreTest : public testing::Test {
 protected:
  SealedStoreTest() {
    database_.Execute(
        "CREATE TABLE identity.letter_box (county_id int, box int, slot text, note_sealed bytea,"
        " PRIMARY KEY (county_id, slot, box))");
  }

  std::string SealedHex(const std::string& context) {
    return "'\\x" + ToHex(crypto::Seal(*crypto::Keyring::Load(keys_), context, "plain")) + "'";
  }
  void Insert(int box, const std::string& sealed) {
    database_.Execute("INSERT INTO identity.letter_box VALUES (7, " + std::to_string(box) +
                      ", 'a b', " + sealed + ")");
  }
  static std::string Place(int box) {
    return "identity.letter_box.note/7/a b/" + std::to_string(box);
  }
  // How many values of the table are in a sample, and how many of those open.
  std::pair<int, int> Sample(int most) {
    const auto ring = *crypto::Keyring::Load(keys_);
    const auto values =
        Session(database_.Url()).Read([&](pg::Transaction& tx) -> Result<std::vector<SealedValue>> {
          for (const auto& column : SealedColumns(tx)) {
            if (column.label == "identity.letter_box.note_sealed") {
              return SampleOf(tx, column, ring, most);
            }
          }
          throw std::runtime_error("the column was not found");
        });
    int open = 0;
    for (const auto& value : values) {
      open += crypto::Open(ring, value.context, value.sealed) == "plain" ? 1 : 0;
    }
    return {static_cast<int>(values.size()), open};
  }

  support::Database database_;
  support::TemporaryFolder folder_;
  const std::filesystem::path keys_ = folder_.path() / "keys";
  const bool made_ = crypto::Keyring::Create(keys_, SystemClock().Now()).ok();
};

TEST_F(SealedStoreTest, FindsEverySealedColumnOfTheHouse) {
  const auto columns =
      Session(database_.Url()).Read([](pg::Transaction& tx) -> Result<std::vector<SealedColumn>> {
        return SealedColumns(tx);
      });
  std::vector<std::string> labels;
  for (const auto& column : columns) labels.push_back(column.label);
  EXPECT_THAT(labels,
              IsSupersetOf({"identity.account.handle_sealed", "identity.account.phone_sealed",
                            "identity.authenticator.secret_sealed", "identity.journal.answer",
                            "identity.outbox.request"}));
}

TEST_F(SealedStoreTest, OpensValuesInTheContextOfTheirRow) {
  Insert(1, SealedHex(Place(1)));
  Insert(2, SealedHex(Place(2)));
  Insert(3, "NULL");
  EXPECT_EQ(Sample(10), std::pair(2, 2));
  Insert(4, SealedHex(Place(5)));  // moved here from another row
  EXPECT_EQ(Sample(10), std::pair(3, 2));
}

TEST_F(SealedStoreTest, SamplesUnderEachKeyAndUnderNone) {
  for (int box = 1; box <= 5; ++box) Insert(box, SealedHex(Place(box)));
  EXPECT_EQ(Sample(3), std::pair(3, 3));
  ASSERT_TRUE(crypto::Keyring::Rotate(keys_, crypto::KeyPurpose::kData, SystemClock().Now()).ok());
  for (int box = 6; box <= 10; ++box) Insert(box, SealedHex(Place(box)));
  EXPECT_EQ(Sample(3), std::pair(6, 6));
  Insert(11, "'\\x0100000003aa'");  // of a key that the ring lacks
  Insert(12, "'plain'");
  EXPECT_EQ(Sample(3), std::pair(8, 6));
}

}  // namespace
}  // namespace qianmo::ctl
