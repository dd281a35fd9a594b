// What the simulated bank was told to do, in a file that is only ever added to: reading it again
// makes the bank as it was.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace qianmo::bank {

using Order = std::vector<std::string>;  // a word, and what belongs to it

class Journal {
 public:
  // Makes the folder. Throws std::runtime_error when it cannot be written.
  explicit Journal(const std::filesystem::path& folder);

  // All that were added; a line that a crash cut short is left out.
  const std::vector<Order>& orders() const { return orders_; }
  void Add(const Order& order);

 private:
  std::filesystem::path file_;
  std::vector<Order> orders_;
};

}  // namespace qianmo::bank
