// What one service works with; every service of a process has its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "crypto/live_keyring.h"
#include "pg/pool.h"

namespace qianmo::rpc {

struct Room {
  std::string service;  // "identity": its schema, its database role, its outbox
  pg::Pool& pool;
  const crypto::LiveKeyring& keyring;
  const Clock& clock;
  // Called after a commit that left calls in the outbox or started an operation.
  std::function<void()> wake = [] {};

  // "identity.journal": a table of this service.
  std::string Table(const char* name) const { return service + "." + name; }
};

// Every county of this database. Background work goes county by county, since a transaction never
// spans two.
std::vector<CountyId> CountiesOf(const Room& room);

}  // namespace qianmo::rpc
