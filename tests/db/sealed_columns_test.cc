// Whatever a service keeps sealed is brought under new keys by it, so that an old one can be
// retired without anything becoming unreadable.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/reseal_store.h"
#include "ledger/reseal_store.h"
#include "messages/reseal_store.h"
#include "pg/row.h"
#include "registry/reseal_store.h"
#include "support/database.h"

namespace qianmo::db {
namespace {

TEST(SealedColumns, AreAllBroughtUnderNewKeys) {
  const support::Database database;
  std::vector<std::string> there;
  for (const auto& row :
       database.Execute("SELECT table_schema || '.' || table_name || '.' || column_name AS name"
                        " FROM information_schema.columns WHERE column_name LIKE '%sealed'"
                        "  AND data_type = 'bytea'")) {
    there.push_back(pg::Get<std::string>(row, "name"));
  }
  std::vector<std::string> resealed;
  for (const auto& columns : {identity::SealedColumns(), ledger::SealedColumns(),
                              messages::SealedColumns(), registry::SealedColumns()}) {
    resealed.insert(resealed.end(), columns.begin(), columns.end());
  }
  EXPECT_GE(there.size(), 20u) << "they are looked for where they are";
  EXPECT_THAT(resealed, testing::UnorderedElementsAreArray(there));
}

}  // namespace
}  // namespace qianmo::db
