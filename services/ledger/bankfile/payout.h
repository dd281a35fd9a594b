// Payments that we ask a bank to make, as files: pain.001.001.09, or CSV by profile.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "ledger/bankfile/limits.h"
#include "ledger/bankfile/profile.h"

namespace qianmo::ledger::bankfile {

struct Payee {
  std::string name;
  std::string account;
  std::string bank_code;  // 12 digits; empty where only the bank's name is known
  std::string bank_name;

  bool operator==(const Payee&) const = default;
};

struct PayoutItem {
  std::string end_to_end_id;  // the attempt's: results and statements come back under it
  Fen amount;
  Payee payee;
  std::string remittance;

  bool operator==(const PayoutItem&) const = default;
};

struct PayoutHead {
  std::string id;  // of the file, at most 35 characters; the bank takes each once
  Time created;    // whole seconds: that is all the form keeps
  Date execution;
  std::string payer_name;
  std::string payer_account;
  std::int64_t count = 0;
  Fen sum;

  bool operator==(const PayoutHead&) const = default;
};

// The bytes of a file for the bank. The same batch makes the same bytes. They have been read back,
// summed again and compared with what was asked: bytes that did not pass are never returned.
// head.count and head.sum must be what the items are.
// Refuses, naming the payee (metadata index from 0, name, field): characters that the bank cannot
// write, what is empty or too long, numbers that are none, ids that come twice.
Result<std::string> WritePayout(const PayoutProfile& profile, const PayoutHead& head,
                                const std::vector<PayoutItem>& items);

// Reads such a file, giving its items, and then its head with their count and sum. Refuses one that
// states another count or sum. A CSV file says of its head only what its profile has columns for.
Result<PayoutHead> ReadPayout(const PayoutProfile& profile, std::string_view bytes,
                              const std::function<void(const PayoutItem&)>& item,
                              const Limits& limits = {});

}  // namespace qianmo::ledger::bankfile
