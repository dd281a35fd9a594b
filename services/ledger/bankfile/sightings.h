// How often each of many things has been seen, by their hashes, in 16 bytes a thing.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace qianmo::ledger::bankfile {

class Sightings {
 public:
  // How often it had been seen before.
  std::int64_t See(std::uint64_t hash);

 private:
  // Whether it is new.
  bool Insert(std::uint64_t hash);
  void Grow();

  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(64);  // 0 is free
  std::size_t taken_ = 0;
  std::unordered_map<std::uint64_t, std::int64_t> again_;  // only what came more than once
};

}  // namespace qianmo::ledger::bankfile
