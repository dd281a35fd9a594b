// What can go wrong between us and PostgreSQL. All of it is thrown; none of it is a rule's answer.
#pragma once

#include <chrono>
#include <stdexcept>

namespace qianmo::pg {

using Deadline = std::chrono::steady_clock::time_point;

class Trouble : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Every connection of the pool stayed in use until the deadline.
class Exhausted final : public Trouble {
  using Trouble::Trouble;
};

// The server cannot be reached, or the connection broke before anything was committed.
class Unavailable final : public Trouble {
  using Trouble::Trouble;
};

// The deadline passed, or the server stopped a statement or a wait for a lock that took too long.
// Nothing was committed.
class DeadlineExceeded final : public Trouble {
  using Trouble::Trouble;
};

// Others kept getting in the way (deadlocks, serialization failures) until the attempts ran out.
class Contended final : public Trouble {
  using Trouble::Trouble;
};

// The connection broke during COMMIT: it may or may not have happened.
class InDoubt final : public Trouble {
  using Trouble::Trouble;
};

// Committed here, but the server gave up waiting for its standby: a failover may lose it.
class CommitUnknown final : public Trouble {
  using Trouble::Trouble;
};

// A column that is missing or does not hold what was asked of it. The message names the column.
class ColumnError final : public Trouble {
  using Trouble::Trouble;
};

}  // namespace qianmo::pg
