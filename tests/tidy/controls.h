// For each rule, small trees that break it and small trees that keep it.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "tidy/source.h"

namespace qianmo::tidy {

struct File {
  std::string path;
  std::string text;
};

struct Control {
  std::vector<File> files;
};

Tree ToTree(const Control& control);

struct Rule {
  std::string name;
  std::function<Breaches(const Tree&)> check;
  std::vector<Control> broken;  // each in exactly one place
  std::vector<Control> kept;
};

inline void PrintTo(const Rule& rule, std::ostream* out) { *out << rule.name; }

std::vector<Rule> AllRules();

}  // namespace qianmo::tidy
