// Reads the files of a tree, leaving out what is built or fetched.
#pragma once

#include <filesystem>

#include "tidy/source.h"

namespace qianmo::tidy {

// Sorted by path. A file that is not text has no lines.
Tree ReadTree(const std::filesystem::path& root);

}  // namespace qianmo::tidy
