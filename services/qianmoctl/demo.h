// demo: an invented county with people in every role, so that a developer can sign in as any of
// them; and code: what their authenticators would show.
#pragma once

#include <CLI/CLI.hpp>

#include "qianmoctl/command.h"

namespace qianmo::ctl {

void AddDemo(CLI::App& app, Settings& settings);
void AddCode(CLI::App& app);

}  // namespace qianmo::ctl
