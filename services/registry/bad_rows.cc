#include "registry/bad_rows.h"

#include <map>

#include "registry/import_table.h"
#include "registry/made_file_store.h"
#include "sheet/csv_writer.h"

namespace qianmo::registry {
namespace {

constexpr char kTextType[] = "text/plain; charset=utf-8";

std::string_view ReasonOf(RowProblem problem) {
  switch (problem) {
    case RowProblem::kMissing:
      return "不能为空";
    case RowProblem::kMalformed:
      return "格式不对";
    case RowProblem::kFormula:
      return "是公式";
    case RowProblem::kWidth:
      return "列数与表头不符";
    case RowProblem::kContradiction:
      return "前后矛盾";
    case RowProblem::kTooLong:
      return "太长";
    case RowProblem::kNoHead:
      return "本户没有户主";
    case RowProblem::kSecondHead:
      return "本户有两个户主";
    case RowProblem::kTwice:
      return "重复，或同一户的行不相连";
    case RowProblem::kHouseholdTooLarge:
      return "本户人数过多";
    case RowProblem::kIdNumberTwice:
      return "在表中重复";
    case RowProblem::kIdNumberTaken:
      return "已是其他户在册成员";
    case RowProblem::kCollectiveUnknown:
      return "没有这个集体，或有重名";
    case RowProblem::kCollectiveOutside:
      return "不在导入范围内";
    case RowProblem::kDiffers:
      return "已登记，内容不同";
    case RowProblem::kNeighbour:
      return "本户其他行有错";
  }
  return "";
}

// Why, by line.
std::map<std::int64_t, std::string> ReasonsByLine(const std::vector<RowFault>& faults,
                                                  const TableHeader& header) {
  std::map<std::int64_t, std::string> reasons;
  for (const RowFault& fault : faults) {
    std::string& text = reasons[fault.line];
    if (!text.empty()) text += "；";
    const std::string title = header.title(fault.column);
    if (!title.empty()) text += title + "：";
    text += ReasonOf(fault.problem);
  }
  return reasons;
}

}  // namespace

Result<Done> WriteBadRows(pg::Transaction& tx, const crypto::Keyring& ring, const ImportRow& row,
                          const TableColumns& columns, Time now) {
  const auto faults = LoadImportFaults(tx, row);
  if (faults.empty()) return Done{};
  QM_ASSIGN(ImportTable table, ImportTable::Open(tx, ring, row.county, row.file, columns));
  const TableHeader& header = table.header();
  const auto reasons = ReasonsByLine(faults, header);
  const auto append = [&](MadeFile* file, std::vector<std::string> cells, const std::string& why) {
    cells.resize(header.width());
    const int reason = header.PositionOf(columns.reason);
    if (reason == 0) cells.push_back(why);
    if (reason != 0) cells[reason - 1] = why;
    std::string text;
    sheet::AppendCsv(&text, cells);
    file->Write(text);
  };
  MadeFile file(tx, ring, row.county, row.maker, "未导入的行.csv", now);
  file.Write(sheet::kByteOrderMarkOfCsv);
  std::vector<std::string> head;
  for (std::size_t i = 1; i <= header.width(); ++i)
    head.push_back(header.title(static_cast<int>(i)));
  append(&file, std::move(head), std::string(columns.ChineseName(columns.reason)));
  while (true) {
    std::vector<RowFault> ignored;  // they were found before
    QM_ASSIGN(auto record, table.Next(&ignored));
    if (!record) break;
    const auto why = reasons.find(record->line);
    if (why != reasons.end()) append(&file, std::move(record->cells), why->second);
  }
  SetBadRowsFile(tx, row, file.Finish(kTextType));
  return Done{};
}

}  // namespace qianmo::registry
