// Reads pain.002.001.11.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/bankfile/result_form.h"
#include "ledger/bankfile/value.h"
#include "ledger/bankfile/xml_reader.h"

namespace qianmo::ledger::bankfile {

// Of a status code of ISO 20022.
Outcome OutcomeOf(std::string_view status);

class Pain002Reader final : public ResultReader::Form {
 public:
  Pain002Reader(ResultSink sink, const Limits& limits);

  Result<Done> Feed(std::string_view bytes) override { return xml_.Feed(bytes); }
  Result<Done> Finish() override;

 private:
  // How many items have a status, and what they come to.
  struct Share {
    std::string status;
    std::optional<std::int64_t> count;
    std::optional<Fen> sum;
    refusals::Place place;
  };
  struct Found {
    std::int64_t count = 0;
    Fen sum;
    bool summed = true;  // all of them repeat their amounts
  };

  // The file, or one of its payments: what is stated of it, and what it has.
  struct Level {
    std::vector<Share> shares;           // a handful
    std::map<std::string, Found> found;  // by status

    Result<Done> Add(const PayoutResult& result, const refusals::Place& place);
    Result<Done> Check() const;
  };

  Result<Done> Take(const XmlEvent& event);
  Result<Done> TakeGroup(const XmlEvent& event);
  Result<Done> TakeHead(const XmlEvent& event);
  Result<Done> TakeShare(const XmlEvent& event);
  Result<Done> TakeResult(const XmlEvent& event);
  Result<Done> EndResult();
  Result<Done> GiveHead();
  Result<Done> EndPayment();
  refusals::Place place() const { return {xml_.line(), in_result_ ? results_ : 0}; }

  const ResultSink sink_;
  const Limits limits_;
  XmlReader xml_;
  ResultHead head_;
  bool head_given_ = false;
  Level all_;
  bool in_payment_ = false;
  Level payment_;
  bool in_result_ = false;
  std::int64_t results_ = 0;
  PayoutResult result_;
};

}  // namespace qianmo::ledger::bankfile
