// Numbers that people type; what an answer masked does not come back as one.
#include "registry/domain/personal_number.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace qianmo::registry {
namespace {

TEST(PersonalNumbers, AreTakenInTheirForms) {
  for (const char* mobile : {"", "13812345678", "19912345678"}) {
    EXPECT_TRUE(CheckMobile("f", mobile).ok()) << mobile;
  }
  for (const char* wrong : {"12812345678", "1381234567", "138123456789", "23812345678",
                            "1381234567a", "+8613812345678"}) {
    EXPECT_FALSE(CheckMobile("f", wrong).ok()) << wrong;
  }
  EXPECT_TRUE(CheckTelephone("f", "+86 571-8888 0000").ok());
  EXPECT_FALSE(CheckTelephone("f", "8888").ok());
  EXPECT_TRUE(CheckBankAccount("f", "6230990000000012345").ok());
  EXPECT_FALSE(CheckBankAccount("f", "6230990").ok());
  EXPECT_FALSE(CheckBankAccount("f", std::string(33, '1')).ok());
}

TEST(PersonalNumbers, AreNotTakenBackMasked) {
  EXPECT_FALSE(CheckMobile("f", MaskPhone("13812345678")).ok());
  EXPECT_FALSE(CheckTelephone("f", MaskPhone("13812345678")).ok());
  EXPECT_FALSE(CheckBankAccount("f", MaskAccount("6230990000000012345")).ok());
}

}  // namespace
}  // namespace qianmo::registry
