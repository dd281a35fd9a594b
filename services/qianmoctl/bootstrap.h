// bootstrap: opens a county with its first two officers, of whom each is to confirm the other.
#pragma once

#include <CLI/CLI.hpp>

#include "qianmoctl/command.h"

namespace qianmo::ctl {

void AddBootstrap(CLI::App& app, Settings& settings);

}  // namespace qianmo::ctl
