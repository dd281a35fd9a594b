// The simulated bank between two calls of its program: orders are kept in a journal, and carried
// out again when the program starts.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "qianmobank/bank.h"
#include "qianmobank/journal.h"

namespace qianmo::bank {

// Throw std::invalid_argument for what cannot be, and std::runtime_error for trouble with files.
class Desk {
 public:
  explicit Desk(const std::filesystem::path& folder);

  // The first order: what kind of bank it is. Without it, it is one of XML and without faults.
  void Begin(const std::string& profile, const Faults& faults);
  void Open(const std::string& number, const std::string& name, Fen balance);
  void Credit(const Incoming& incoming);
  // Why the file was not taken; empty when it was.
  std::string Take(const std::string& payout_file);
  std::vector<OutFile> Day(Date date);

  const std::map<std::string, Account>& accounts() const { return bank_->accounts(); }

 private:
  std::vector<OutFile> CarryOut(const Order& order);

  Journal journal_;
  std::unique_ptr<Bank> bank_;
};

}  // namespace qianmo::bank
