// outbox: calls between services that died, and their second life.
#pragma once

#include <CLI/CLI.hpp>

#include "qianmoctl/command.h"

namespace qianmo::ctl {

void AddOutbox(CLI::App& app, Settings& settings);

}  // namespace qianmo::ctl
