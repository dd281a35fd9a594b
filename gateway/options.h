// The settings of qianmo-gateway: flags, environment, or a TOML file.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "gateway/http/server.h"

namespace qianmo::gateway {

struct Options {
  HttpOptions http;
  std::string admin;  // address and port of /metrics; "" for none
  std::string web;    // the folder of the web application; "" for none
  std::string upstream = "127.0.0.1:7401";
  std::vector<std::string> peers;  // package.Service=host:port
  std::string mesh;                // a folder, or "" for plaintext on this machine
  int grace_seconds = 15;
};

void Declare(CLI::App* app, Options* options);

}  // namespace qianmo::gateway
