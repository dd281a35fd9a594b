// keys: the key ring. Never shows a byte of a key.
#pragma once

#include <CLI/CLI.hpp>

#include "qianmoctl/command.h"

namespace qianmo::ctl {

void AddKeys(CLI::App& app, Settings& settings);

}  // namespace qianmo::ctl
