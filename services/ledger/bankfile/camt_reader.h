// Reads camt.053.001.08 and camt.054.001.08.
#pragma once

#include <string>

#include "ledger/bankfile/camt_entry.h"
#include "ledger/bankfile/statement_form.h"
#include "ledger/bankfile/tally.h"
#include "ledger/bankfile/xml_reader.h"

namespace qianmo::ledger::bankfile {

class CamtReader final : public StatementReader::Form {
 public:
  CamtReader(const StatementProfile& profile, StatementSink sink, const Limits& limits);

  Result<Done> Feed(std::string_view bytes) override { return xml_.Feed(bytes); }
  Result<Done> Finish() override { return xml_.Finish(); }

 private:
  struct Balance {
    std::string type;
    std::optional<Fen> amount;
    std::optional<Direction> direction;
  };
  // Of one Stmt or Ntfctn.
  struct Statement {
    StatementHead head;
    bool head_given = false;
    std::string related_account;
    std::optional<Fen> opening;
    std::optional<Fen> previous_closing;
    std::optional<Fen> closing;
    StatedTotals totals;
    std::optional<Direction> net_direction;
  };

  Result<Done> Take(const XmlEvent& event);
  Result<Done> TakeGroup(const XmlEvent& event);
  Result<Done> TakeHeadText(const XmlEvent& event);
  Result<Done> TakeTotal(const XmlEvent& event);
  Result<Done> EndBalance();
  Result<Done> EndEntry();
  Result<Done> EndBatch();
  Result<Done> EndDetail();
  Result<Done> EndStatement();
  // Before the first item at the latest.
  Result<Done> GiveHead();
  Result<Done> GiveItem(StatementItem item);
  refusals::Place place() const { return {xml_.line(), in_entry_ ? entry_.number : 0}; }

  const StatementProfile profile_;
  const StatementSink sink_;
  const Limits limits_;
  XmlReader xml_;
  StatementKind kind_ = StatementKind::kStatement;
  std::string message_;
  std::int64_t entries_ = 0;
  std::int64_t items_ = 0;
  Statement statement_;
  Balance balance_;
  StatementTally tally_;
  bool in_entry_ = false;
  CamtEntry entry_;
  bool in_detail_ = false;
  CamtDetail detail_;
};

}  // namespace qianmo::ledger::bankfile
