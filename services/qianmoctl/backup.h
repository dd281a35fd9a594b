// backup: a copy of the whole cluster, with the key ring, that `restore` can bring back.
#pragma once

#include <CLI/CLI.hpp>

#include "qianmoctl/command.h"

namespace qianmo::ctl {

void AddBackup(CLI::App& app, Settings& settings);

}  // namespace qianmo::ctl
