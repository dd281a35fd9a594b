// migrate and status: the database's schema and the passwords of the services' roles.
#pragma once

#include <CLI/CLI.hpp>

#include "qianmoctl/command.h"
#include "qianmoctl/session.h"

namespace qianmo::ctl {

void AddMigrate(CLI::App& app, Settings& settings);
void AddStatus(CLI::App& app, Settings& settings);

// Throws a Failure unless the role of the url may make roles and owns the database.
void RequireMigrator(Session& session);
// Gives every role of a service the password that the newest database key in the folder makes for
// it, and returns how many there are. The ring is read under a lock that rotations take as well, so
// that the last one to finish leaves the newest.
int SetPasswords(Session& session, const Settings& settings);

}  // namespace qianmo::ctl
