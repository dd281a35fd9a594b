#include "rpc/room.h"

#include "pg/transaction.h"

namespace qianmo::rpc {

std::vector<CountyId> CountiesOf(const Room& room) {
  const pg::TransactOptions options{
      .deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5),
      .mode = pg::Mode::kReadOnly};
  using Found = Result<std::vector<CountyId>>;
  return *pg::Transact(room.pool, options, [](pg::Transaction& tx) -> Found {
    std::vector<CountyId> counties;
    for (const auto& row : tx.Run("SELECT county_id FROM house.county ORDER BY county_id")) {
      counties.push_back(pg::Get<CountyId>(row, "county_id"));
    }
    return counties;
  });
}

}  // namespace qianmo::rpc
