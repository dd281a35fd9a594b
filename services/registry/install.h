// Puts the registry into a server.
#pragma once

#include <string>

#include "rpc/server.h"

namespace qianmo::registry {

// `site` is the address of the web app, for links on paper; without it there are none.
void Install(rpc::Hosted& hosted, const std::string& site = "");

// One for each room, called by Install.
void InstallCollectives(rpc::Hosted& hosted);
void InstallHouseholds(rpc::Hosted& hosted);
void InstallUnits(rpc::Hosted& hosted, const std::string& site);
void InstallAssets(rpc::Hosted& hosted);
void InstallParties(rpc::Hosted& hosted);
void InstallImports(rpc::Hosted& hosted);
void InstallKeys(rpc::Hosted& hosted);

}  // namespace qianmo::registry
