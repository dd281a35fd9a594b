#include "registry/domain/member_row.h"

#include <map>

#include "base/identity_number.h"
#include "base/time_text.h"

namespace qianmo::registry {
namespace {

using Column = HouseholdColumn;

constexpr std::size_t kMostAddress = 200;
constexpr int kUnitPlaces = 2;
constexpr std::int64_t kMostUnits = 100'000'000'000;
constexpr int kHeadRelation = 1;
constexpr int kOtherRelation = 9;

std::optional<int> FindRelation(const std::string& word) {
  static const std::map<std::string_view, int> relations = {
      {"户主", 1},   {"本人", 1},     {"head", 1},       {"配偶", 2},    {"妻", 2},
      {"妻子", 2},   {"夫", 2},       {"丈夫", 2},       {"spouse", 2},  {"子", 3},
      {"儿子", 3},   {"长子", 3},     {"次子", 3},       {"三子", 3},    {"son", 3},
      {"女", 4},     {"女儿", 4},     {"长女", 4},       {"次女", 4},    {"三女", 4},
      {"孙子", 5},   {"孙女", 5},     {"孙", 5},         {"外孙", 5},    {"外孙女", 5},
      {"父母", 6},   {"父", 6},       {"父亲", 6},       {"母", 6},      {"母亲", 6},
      {"公公", 6},   {"婆婆", 6},     {"岳父", 6},       {"岳母", 6},    {"祖父", 7},
      {"祖母", 7},   {"爷爷", 7},     {"奶奶", 7},       {"外祖父", 7},  {"外祖母", 7},
      {"兄", 8},     {"弟", 8},       {"姐", 8},         {"妹", 8},      {"兄弟", 8},
      {"姐妹", 8},   {"其他", 9},     {"儿媳", 9},       {"女婿", 9},    {"other", 9},
      {"parent", 6}, {"daughter", 4}, {"grandchild", 5}, {"sibling", 8}, {"grandparent", 7}};
  const auto found = relations.find(FoldWord(word));
  if (found == relations.end()) return std::nullopt;
  return found->second;
}

std::optional<bool> FindYesNo(const std::string& word) {
  static const std::map<std::string_view, bool> words = {
      {"是", true},  {"1", true},  {"yes", true}, {"true", true},   {"√", true},
      {"否", false}, {"0", false}, {"no", false}, {"false", false}, {"", false}};
  const auto found = words.find(FoldWord(word));
  if (found == words.end()) return std::nullopt;
  return found->second;
}

int ReadRelation(RowReader* row, const TableHeader& header) {
  const std::string word = row->Text(Column::kRelation, kMostWord);
  const auto flag = FindYesNo(row->Text(Column::kHead, kMostWord));
  if (!flag) row->Fault(Column::kHead, RowProblem::kMalformed);
  const bool flagged = flag.value_or(false);
  if (word.empty()) {
    if (header.PositionOf(Column::kHead) == 0) row->Fault(Column::kRelation, RowProblem::kMissing);
    return flagged ? kHeadRelation : kOtherRelation;
  }
  const auto relation = FindRelation(word);
  if (!relation) {
    row->Fault(Column::kRelation, RowProblem::kMalformed);
    return kOtherRelation;
  }
  const bool agree = flagged == (*relation == kHeadRelation);
  if (header.PositionOf(Column::kHead) != 0 && flag && !agree) {
    row->Fault(Column::kHead, RowProblem::kContradiction);
  }
  return *relation;
}

// Odd for men in the 17th place of the number.
void CheckSex(RowReader* row, const std::string& id_number) {
  const std::string word = FoldWord(row->Text(Column::kSex, kMostWord));
  if (word.empty()) return;
  const bool man = word == "男" || word == "male" || word == "m";
  if (!man && word != "女" && word != "female" && word != "f") {
    return row->Fault(Column::kSex, RowProblem::kMalformed);
  }
  if (id_number.empty()) return;
  const bool odd = (id_number[16] - '0') % 2 == 1;
  if (odd != man) row->Fault(Column::kSex, RowProblem::kContradiction);
}

void ReadPerson(RowReader* row, Date day, MemberTableRow* into) {
  into->name = row->Needed(Column::kName, kMostWord);
  const std::string typed = row->Text(Column::kIdNumber, kMostWord);
  const auto number = ReadIdentityNumber(typed);
  if (number) into->id_number = *number;
  if (!number && !typed.empty()) row->Fault(Column::kIdNumber, RowProblem::kMalformed);
  if (number) into->birth_date = BirthDateOf(*number);
  if (number && *into->birth_date > day) row->Fault(Column::kIdNumber, RowProblem::kMalformed);
  const std::string born = row->Text(Column::kBirthDate, kMostWord);
  if (!born.empty()) {
    const auto date = ParseIsoDate(born);
    if (!date || *date > day) {
      row->Fault(Column::kBirthDate, RowProblem::kMalformed);
    } else if (number && *date != *into->birth_date) {
      row->Fault(Column::kBirthDate, RowProblem::kContradiction);
    }
    if (!number) into->birth_date = date;
  }
  CheckSex(row, into->id_number);
  into->phone = row->Digits(Column::kPhone, 11, 11);
  if (!into->phone.empty() && (into->phone[0] != '1' || into->phone[1] < '3')) {
    row->Fault(Column::kPhone, RowProblem::kMalformed);
  }
}

void ReadBank(RowReader* row, MemberTableRow* into) {
  into->address = row->Text(Column::kAddress, kMostAddress);
  into->bank_name = row->Text(Column::kBankName, kMostWord);
  into->account_holder = row->Text(Column::kAccountHolder, kMostWord);
  into->bank_account = row->Digits(Column::kBankAccount, 8, 32);
  if (into->bank_account.empty()) return;
  if (into->bank_name.empty()) row->Fault(Column::kBankName, RowProblem::kMissing);
  if (into->account_holder.empty()) row->Fault(Column::kAccountHolder, RowProblem::kMissing);
}

void ReadUnits(RowReader* row, MemberTableRow* into) {
  for (std::size_t i = 0; i < kUnitKinds.size(); ++i) {
    const auto column = ColumnOf(kUnitKinds[i]);
    if (!column) continue;
    const auto hundredths = row->Amount(*column, kUnitPlaces, kMostUnits);
    if (hundredths) into->units[i] = Units(*hundredths);
  }
}

}  // namespace

MemberTableRow ReadMemberRow(const TableHeader& header, const ImportRecord& record, Date day,
                             std::vector<RowFault>* faults) {
  MemberTableRow into;
  into.line = record.line;
  RowReader row(header, record, faults);
  into.collective = row.Needed(Column::kCollective, kMostCollectiveName);
  into.number = row.Needed(Column::kNumber, kMostHouseholdNumber);
  // As an export writes a number that another collective gave.
  if (into.number.find("·") != into.number.npos) row.Fault(Column::kNumber, RowProblem::kMalformed);
  if (record.cells.size() != header.width()) {
    faults->push_back({record.line, 0, RowProblem::kWidth});
    return into;
  }
  into.relation = ReadRelation(&row, header);
  ReadPerson(&row, day, &into);
  ReadBank(&row, &into);
  ReadUnits(&row, &into);
  return into;
}

}  // namespace qianmo::registry
