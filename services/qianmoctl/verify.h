// verify: whether a database is what this program expects, and this key ring the one it is sealed
// with.
#pragma once

#include <CLI/CLI.hpp>

#include "qianmoctl/command.h"

namespace qianmo::ctl {

void AddVerify(CLI::App& app, Settings& settings);

// Prints one line for each check and each fault; throws a Failure that counts the faults.
void Verify(const Settings& settings);

}  // namespace qianmo::ctl
