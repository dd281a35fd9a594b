// What a bank says has become of payments: pain.002.001.11, or CSV by profile.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/money.h"
#include "base/result.h"
#include "ledger/bankfile/limits.h"
#include "ledger/bankfile/profile.h"

namespace qianmo::ledger::bankfile {

enum class Outcome {
  kAccepted,  // ACTC, ACCP, ACSP, ACWC, ACWP: the bank means to pay
  kPaid,      // ACSC, ACCC
  kRejected,  // RJCT, CANC: it was not paid and will not be
  kReturned,  // RTRN: it was paid, and came back
  kPending,   // PDNG, RCVD: nothing decided
  kUnknown,   // anything else: ask the bank, never pay again
};

struct ResultHead {
  std::string message;           // the file's own number; empty in CSV
  std::string original_message;  // PayoutHead::id; empty in CSV that does not say
  // Of the file as a whole, where it says so: a rejected one need not list its items.
  std::optional<Outcome> group = {};
  std::string reason_code;
  std::string reason;
  std::optional<std::int64_t> original_count = {};  // of the payout file, as the bank read it
  std::optional<Fen> original_sum = {};
};

struct PayoutResult {
  std::string end_to_end_id;
  Outcome outcome = Outcome::kUnknown;
  std::string status;  // as the bank wrote it
  std::string reason_code;
  std::string reason;
  std::string reference;           // the bank's, where it gave one
  std::optional<Fen> amount = {};  // where it is repeated
  std::string account;             // the payee's, where it is repeated; else empty
  std::int64_t line = 0;
};

// As for statements: each part as it is complete, and nothing is true before Finish. An item that a
// file does not name has no result.
struct ResultSink {
  std::function<void(const ResultHead&)> head;
  std::function<void(const PayoutResult&)> result;
};

class ResultReader {
 public:
  ResultReader(const ResultProfile& profile, ResultSink sink, const Limits& limits = {});
  ~ResultReader();
  ResultReader(const ResultReader&) = delete;
  ResultReader& operator=(const ResultReader&) = delete;

  Result<Done> Feed(std::string_view bytes);
  Result<Done> Finish();

  class Form;

 private:
  std::unique_ptr<Form> form_;
  std::optional<Refusal> refusal_;
};

}  // namespace qianmo::ledger::bankfile
