#include "ledger/village_paying.h"

#include <chrono>
#include <exception>
#include <stdexcept>

#include "rpc/log.h"

namespace qianmo::ledger {
namespace {

using namespace std::chrono_literals;

constexpr int kTransfersAtOnce = 200;
constexpr char kBroken[] = "INTERNAL";  // no rule refused it

pg::TransactOptions PayingTime() { return {.deadline = std::chrono::steady_clock::now() + 10s}; }

// The reason why it could not be paid; empty when it was. What breaks with one village need not
// break with the next, and the log says what it was.
std::string PayOne(pg::Pool& pool, CountyId county, const crypto::Keyring& ring, TransferId id,
                   Time now) {
  try {
    const auto paid = pg::Transact(pool, PayingTime(), [&](pg::Transaction& tx) {
      return PayTransfer(tx, county, ring, id, now);
    });
    return paid ? "" : paid.refusal().reason;
  } catch (const pg::Trouble&) {
    throw;  // of the database: the others would not fare better
  } catch (const std::exception& broken) {
    rpc::Log(rpc::Level::kError, "village_transfer_broken",
             {{"county", std::int64_t{county.number}},
              {"transfer", id.ToString()},
              {"what", std::string(broken.what())}});
    return kBroken;
  }
}

void NoteTrouble(pg::Pool& pool, CountyId county, TransferId id, const std::string& reason) {
  rpc::Log(
      rpc::Level::kWarning, "village_not_paid",
      {{"county", std::int64_t{county.number}}, {"transfer", id.ToString()}, {"reason", reason}});
  const auto noted = pg::Transact(pool, PayingTime(), [&](pg::Transaction& tx) -> Result<Done> {
    SetTransferTrouble(tx, county, id, reason);
    return Done{};
  });
  if (!noted) throw std::logic_error("nothing refuses a note");
}

}  // namespace

int PayVillages(pg::Pool& pool, CountyId county, const crypto::Keyring& ring, Time now) {
  int unpaid = 0;
  for (TransferId after{};;) {
    const auto page = pg::Transact(pool, PayingTime(),
                                   [&](pg::Transaction& tx) -> Result<std::vector<TransferId>> {
                                     return PayableAfter(tx, county, after, kTransfersAtOnce);
                                   });
    for (const TransferId id : *page) {
      const std::string reason = PayOne(pool, county, ring, id, now);
      if (reason.empty()) continue;
      NoteTrouble(pool, county, id, reason);
      ++unpaid;
    }
    if (page->size() < kTransfersAtOnce) return unpaid;
    after = page->back();
  }
}

}  // namespace qianmo::ledger
