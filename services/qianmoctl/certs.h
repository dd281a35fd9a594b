// certs: the CA of a development exchange, and the certificates of its processes.
#pragma once

#include <CLI/CLI.hpp>

#include "qianmoctl/command.h"

namespace qianmo::ctl {

void AddCerts(CLI::App& app);

}  // namespace qianmo::ctl
