// restore: a backup as a data folder and a key ring, checked before anybody relies on them.
#pragma once

#include <CLI/CLI.hpp>

#include "qianmoctl/command.h"

namespace qianmo::ctl {

void AddRestore(CLI::App& app, Settings& settings);

}  // namespace qianmo::ctl
