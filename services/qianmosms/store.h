// What the simulated provider has taken and told, in a file that is only ever added to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "qianmo/messages/v1/provider.pb.h"
#include "qianmosms/faults.h"

namespace qianmo::sms {

using Entry = messages::v1::ProviderEntry;

class Store {
 public:
  // Reads what is there; a line that a crash cut short is left out. Throws std::runtime_error when
  // the file cannot be written.
  explicit Store(const std::filesystem::path& file);

  // Takes a text once per account and client_id; given again, the first provider_id. Empty when the
  // client_id was used for another text.
  std::string Take(const messages::v1::ProviderMessage& message, Time now);
  // Adds the reports that have become due.
  void Report(const Faults& faults, Time now);
  // The reports of an account after a cursor; "" is the beginning.
  messages::v1::ProviderReports Reports(const std::string& account, const std::string& after,
                                        int limit) const;
  const std::vector<Entry>& texts() const { return texts_; }

 private:
  void Read(const std::filesystem::path& file);
  void Apply(const Entry& entry);
  void Add(const Entry& entry);
  void Tell(const Entry& text, const std::string& report_id, bool arrived, Time now);

  std::vector<Entry> texts_;                         // in the order they were taken
  std::map<std::string, std::size_t> by_client_id_;  // "account/client_id"
  std::map<std::string, int> told_;                  // reports by provider_id
  struct Told {
    std::string account;
    messages::v1::ProviderReport report;
  };
  std::vector<Told> reports_;
  std::ofstream out_;
};

}  // namespace qianmo::sms
