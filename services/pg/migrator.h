// Brings a database's schema forward: numbered migrations, each once, each in its own transaction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "pg/trouble.h"

namespace qianmo::pg {

struct Migration {
  int number = 0;  // increasing from 1 within a list, gaps allowed
  std::string_view name;
  std::string_view sql;
};

enum class MigrationState {
  kApplied,
  kPending,
  kEdited,  // applied, but its text has changed since
  kUnknown  // applied by a newer program: this one does not have it
};

struct MigrationStatus {
  int number = 0;
  std::string name;
  MigrationState state = MigrationState::kPending;
  std::string checksum;  // SHA-256 in hex: of the text here, or as applied when unknown
  std::optional<Time> applied_time;
};

// Why a database was left as it is, in one sentence for the operator.
class MigrationRefused final : public Trouble {
  using Trouble::Trouble;
};

class Migrator {
 public:
  // `url` must name a role that may create schemas and roles. `roles_sql` runs before the
  // migrations, every time; it must be fit for that. Both texts must outlive the migrator.
  Migrator(std::string url, std::span<const Migration> migrations, std::string_view roles_sql);

  // Every known and every applied migration, by number. Changes nothing.
  std::vector<MigrationStatus> Status() const;

  // Applies what is pending and returns the numbers. Waits while another migrator is at work on the
  // same database. A migration that fails leaves nothing of itself; those before it stay. Throws
  // MigrationRefused when one was edited, is unknown, is older than an applied one, or fails.
  std::vector<int> Apply() const;

  // Throws MigrationRefused unless everything is applied exactly as it is here.
  void Verify() const;

 private:
  const std::string connection_string_;
  const std::span<const Migration> migrations_;
  const std::string_view roles_sql_;
};

// Gives `role` (one of ours, qianmo_…) a password. Only its SCRAM verifier is sent.
void SetServicePassword(const std::string& admin_url, const std::string& role,
                        const std::string& password);

}  // namespace qianmo::pg
