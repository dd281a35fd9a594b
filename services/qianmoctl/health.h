// health: asks a server over gRPC whether calls may come.
#pragma once

#include <CLI/CLI.hpp>

#include "qianmoctl/command.h"

namespace qianmo::ctl {

void AddHealth(CLI::App& app, Settings& settings);

}  // namespace qianmo::ctl
