// Orders that outlive the program.
#include "qianmobank/journal.h"

#include <fstream>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/process.h"

namespace qianmo::bank {
namespace {

TEST(Journal, KeepsOrdersOfAnyBytes) {
  const support::TemporaryFolder folder;
  const Order order = {"take", std::string("\0\n.\xff", 4), "", "张三"};
  Journal(folder.path() / "bank").Add(order);
  Journal journal(folder.path() / "bank");
  EXPECT_EQ(journal.orders(), (std::vector<Order>{order}));
  journal.Add({"day"});
  EXPECT_EQ(Journal(folder.path() / "bank").orders().size(), 2u);
}

TEST(Journal, LeavesOutWhatACrashCutShort) {
  const support::TemporaryFolder folder;
  Journal(folder.path()).Add({"day", "one"});
  std::ofstream(folder.path() / "journal", std::ios::app) << "ZGF5";
  Journal journal(folder.path());
  EXPECT_EQ(journal.orders().size(), 1u);
  journal.Add({"day", "two"});
  EXPECT_EQ(Journal(folder.path()).orders().back(), (Order{"day", "two"}));
}

TEST(Journal, DoesNotGuess) {
  const support::TemporaryFolder folder;
  std::ofstream(folder.path() / "journal") << "!\n";
  EXPECT_THROW(Journal{folder.path()}, std::runtime_error);
}

}  // namespace
}  // namespace qianmo::bank
