#include "qianmosms/store.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <google/protobuf/util/json_util.h>

#include "rpc/timestamp.h"

namespace qianmo::sms {
namespace {

using messages::v1::ProviderReport;

std::string ToLine(const Entry& entry) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string line;
  if (!google::protobuf::util::MessageToJsonString(entry, &line, options).ok()) {
    throw std::runtime_error("an entry cannot be written as JSON");
  }
  return line;
}

std::string KeyOf(const messages::v1::ProviderMessage& message) {
  return message.account() + "/" + message.client_id();
}

std::size_t ParseCursor(const std::string& cursor) {
  std::size_t position = 0;
  std::from_chars(cursor.data(), cursor.data() + cursor.size(), position);
  return position;
}

}  // namespace

Store::Store(const std::filesystem::path& file) {
  Read(file);
  out_.open(file, std::ios::app);
  if (!out_) throw std::runtime_error("cannot write to " + file.string());
}

void Store::Read(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  bool broken = false;
  while (std::getline(in, line)) {
    Entry entry;
    broken = !google::protobuf::util::JsonStringToMessage(line, &entry).ok();
    if (!broken) Apply(entry);
  }
  // What is added next must begin a line of its own.
  if (broken) std::ofstream(file, std::ios::app) << '\n';
}

void Store::Apply(const Entry& entry) {
  if (entry.has_report()) {
    const auto of = [&](const Entry& text) {
      return text.provider_id() == entry.report().provider_id();
    };
    const auto text = std::find_if(texts_.begin(), texts_.end(), of);
    if (text == texts_.end()) return;
    ++told_[entry.report().provider_id()];
    reports_.push_back({text->message().account(), entry.report()});
  } else if (entry.has_message()) {
    by_client_id_[KeyOf(entry.message())] = texts_.size();
    texts_.push_back(entry);
  } else {
    const auto text = std::find_if(texts_.begin(), texts_.end(), [&](const Entry& one) {
      return one.message().client_id() == entry.repeated_client_id();
    });
    if (text != texts_.end()) text->set_repeats(text->repeats() + 1);
  }
}

void Store::Add(const Entry& entry) {
  out_ << ToLine(entry) << '\n' << std::flush;
  if (!out_) throw std::runtime_error("the store cannot be written any more");
  Apply(entry);
}

std::string Store::Take(const messages::v1::ProviderMessage& message, Time now) {
  const auto known = by_client_id_.find(KeyOf(message));
  Entry entry;
  if (known != by_client_id_.end()) {
    const Entry& text = texts_[known->second];
    if (text.message().to() != message.to()) return "";
    entry.set_repeated_client_id(message.client_id());
    const std::string provider_id = text.provider_id();
    Add(entry);
    return provider_id;
  }
  *entry.mutable_message() = message;
  entry.set_provider_id("P" + std::to_string(1'000'001 + texts_.size()));
  *entry.mutable_accept_time() = rpc::ToTimestamp(now);
  Add(entry);
  return entry.provider_id();
}

void Store::Tell(const Entry& text, const std::string& report_id, bool arrived, Time now) {
  Entry entry;
  ProviderReport& report = *entry.mutable_report();
  report.set_report_id(report_id);
  report.set_client_id(text.message().client_id());
  report.set_provider_id(text.provider_id());
  report.set_outcome(arrived ? ProviderReport::OUTCOME_DELIVERED : ProviderReport::OUTCOME_FAILED);
  if (!arrived) report.set_error("NUMBER_UNREACHABLE");
  *report.mutable_time() = rpc::ToTimestamp(now);
  Add(entry);
}

void Store::Report(const Faults& faults, Time now) {
  std::vector<Entry> due;
  for (const Entry& text : texts_) {
    const bool arrived_by_now = rpc::ToTime(text.accept_time()) + faults.report_delay <= now;
    if (arrived_by_now && !told_.contains(text.provider_id())) due.push_back(text);
  }
  if (faults.report_reversed) std::reverse(due.begin(), due.end());
  for (const Entry& text : due) {
    const bool arrived = !faults.dead_numbers.contains(text.message().to());
    const std::string id = "R" + text.provider_id();
    Tell(text, id, arrived, now);
    if (faults.report_twice) {
      Tell(text, id, arrived, now);
      Tell(text, id + "b", arrived, now);
    }
    if (faults.report_contradicting) Tell(text, id + "c", !arrived, now);
  }
}

messages::v1::ProviderReports Store::Reports(const std::string& account, const std::string& after,
                                             int limit) const {
  messages::v1::ProviderReports found;
  std::size_t position = ParseCursor(after);
  for (; position < reports_.size() && found.reports_size() < limit; ++position) {
    if (reports_[position].account == account) *found.add_reports() = reports_[position].report;
  }
  found.set_cursor(std::to_string(position));
  return found;
}

}  // namespace qianmo::sms
