// backup.json: what a backup is of, and the digests of the files that PostgreSQL's own manifest
// does not cover: the keys, the write-ahead log, and that manifest itself.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"

namespace qianmo::ctl {

struct Manifest {
  Time time;
  std::string postgresql;  // the server's version
  std::string database;
  std::string role;                               // who made it, and may read all of it
  std::vector<std::string> migrations;            // "0001_house"
  std::map<std::string, std::string> files = {};  // path within the backup to SHA-256 in hex

  // Throws a Failure when there is none, or a single byte of it is not as ToJson has written it.
  static Manifest Load(const std::filesystem::path& backup);
  // Ends with a digest of all that comes before.
  std::string ToJson() const;

  // Enters every file of `folder`, a folder of `backup`, or `folder` itself when it is a file.
  void AddFiles(const std::filesystem::path& backup, const std::string& folder);
  // One sentence for each entered file that is missing or changed.
  std::vector<std::string> Faults(const std::filesystem::path& backup) const;
};

inline constexpr char kManifestName[] = "backup.json";

}  // namespace qianmo::ctl
