// What every command of qianmoctl is made of: the settings they share, and how one says no.
//
// A command group is a header with `void AddX(CLI::App& app, Settings& settings)`: it adds its
// subcommand and gives it a callback. `settings` is filled when the callback runs and outlives it;
// what the subcommand's own options fill is kept alive by the callback (a shared_ptr).
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/result.h"
#include "crypto/keyring.h"

namespace qianmo::ctl {

// Exit codes: 0 done, 1 no, 2 not what the command line says, 3 there already.
inline constexpr int kNo = 1;
inline constexpr int kUsage = 2;
inline constexpr int kThereAlready = 3;

// Ends the command: main prints the sentence to stderr and exits with the code.
class Failure final : public std::runtime_error {
 public:
  explicit Failure(const std::string& sentence, int code = kNo)
      : std::runtime_error(sentence), code_(code) {}
  int code() const { return code_; }

 private:
  int code_;
};

// The refusal as the end of the command; what is there already has its own code.
Failure Refused(const Refusal& refusal, int code);

template <class T>
T Must(Result<T> result, int code = kNo) {
  if (!result) throw Refused(result.refusal(), code);
  return *std::move(result);
}

// How long a password may wait for its turn to be hashed.
inline constexpr std::chrono::seconds kHashTime{30};

// What others said, as the end of a sentence of ours: without the line ends at its end.
std::string Trimmed(std::string text);

struct Settings {
  std::string database_url;
  std::string keys;  // the folder of the key ring

  // Throw a Failure that names the setting when it is missing; Ring also when it cannot be read.
  const std::string& Database() const;
  const std::string& KeyFolder() const;
  crypto::Keyring Ring() const;
};

}  // namespace qianmo::ctl
