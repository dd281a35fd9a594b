#include "registry/household_check.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "registry/domain/import_refusals.h"
#include "registry/ready_household_store.h"

namespace qianmo::registry {
namespace {

struct Candidate {
  ImportHousehold household = {};
  std::vector<RowFault> faults = {};
  std::optional<ImportPlace> place = {};
  Standing standing = Standing::kReady;
  std::int64_t rows = 0;  // also those that a household too large has no room for

  void Add(int column, RowProblem problem) {
    faults.push_back({household.first().line, column, problem});
  }
  HouseholdKey key() const { return {place->collective, household.first().number}; }
};

struct Part {
  std::vector<Candidate> candidates;
  std::size_t rows = 0;
  CheckedPart outcome;
};

void Append(MemberTableRow row, std::vector<RowFault> faults, Candidate* candidate) {
  ++candidate->rows;
  candidate->faults.insert(candidate->faults.end(), faults.begin(), faults.end());
  if (candidate->household.rows.size() > kMostImportedMembers) {
    candidate->faults.push_back({row.line, 0, RowProblem::kHouseholdTooLarge});
    return;
  }
  candidate->household.rows.push_back(std::move(row));
}

Result<Part> ReadPart(ImportTable* table, const ImportRow& row) {
  Part part;
  while (true) {
    std::vector<RowFault> faults;
    QM_ASSIGN(const auto record, table->Next(&faults));
    part.outcome = {.next = table->place(), .last = !record};
    if (!record) return part;
    MemberTableRow read = ReadMemberRow(table->header(), *record, row.effective_date, &faults);
    const bool same = !part.candidates.empty() && part.candidates.back().household.Takes(read);
    if (!same && part.rows >= kRowsAPart) return part;
    if (row.counts.rows + static_cast<std::int64_t>(++part.rows) > kMostImportRows) {
      return refusals::ImportTooLarge(kMostImportRows);
    }
    if (!same) part.candidates.emplace_back();
    Append(std::move(read), std::move(faults), &part.candidates.back());
  }
}

// Where each belongs.
void FindPlaces(pg::Transaction& tx, const ImportRow& row, const TableHeader& header,
                std::vector<Candidate>* candidates) {
  const auto places = ImportPlaces::Load(tx, row.county);
  const int column = header.PositionOf(HouseholdColumn::kCollective);
  for (Candidate& candidate : *candidates) {
    CheckHousehold(header, &candidate.household, &candidate.faults);
    const auto found = places.Find(candidate.household.first().collective, row.org_path);
    if (const auto* place = std::get_if<ImportPlace>(&found)) {
      candidate.place = *place;
    } else {
      candidate.Add(column, std::get<RowProblem>(found));
    }
  }
}

std::vector<HouseholdKey> KeysIn(const std::vector<Candidate>& candidates) {
  std::vector<HouseholdKey> keys;
  for (const Candidate& candidate : candidates) {
    if (candidate.place) keys.push_back(candidate.key());
  }
  return keys;
}

// Each number once in the table; and who is there already must be there exactly so.
void CompareNumbers(pg::Transaction& tx, const crypto::Keyring& ring, const ImportRow& row,
                    const TableHeader& header, std::vector<Candidate>* candidates) {
  const auto keys = KeysIn(*candidates);
  auto seen = KeptNumbers(tx, row, keys);
  const auto there = LoadSameHouseholds(tx, ring, row.county, keys);
  const int column = header.PositionOf(HouseholdColumn::kNumber);
  for (Candidate& candidate : *candidates) {
    if (!candidate.place) continue;
    if (!seen.insert(candidate.key()).second) {
      candidate.Add(column, RowProblem::kTwice);
      candidate.place.reset();  // its number is kept already
      continue;
    }
    const auto same = there.find(candidate.key());
    if (same == there.end()) continue;
    candidate.standing = Standing::kUnchanged;
    if (!SameHousehold(candidate.household, same->second)) {
      candidate.Add(column, RowProblem::kDiffers);
    }
  }
}

// Each ID number once in the table, and nobody else's. Refuses IMPORT_MEMBERS_ELSEWHERE.
Result<Done> CompareIdNumbers(pg::Transaction& tx, const crypto::Keyring& ring,
                              const ImportRow& row, const TableHeader& header,
                              std::vector<Candidate>* candidates) {
  std::vector<std::string> numbers;
  for (const Candidate& candidate : *candidates) {
    if (candidate.standing != Standing::kReady) continue;
    for (const MemberTableRow& member : candidate.household.rows) {
      if (!member.id_number.empty()) numbers.push_back(member.id_number);
    }
  }
  auto seen = KeptIdNumbers(tx, ring, row, numbers);
  const TakenNumbers taken = FindTakenIdNumbers(tx, ring, row, numbers);
  if (taken.elsewhere > 0) return refusals::ImportMembersElsewhere(taken.elsewhere);
  const int column = header.PositionOf(HouseholdColumn::kIdNumber);
  for (Candidate& candidate : *candidates) {
    if (candidate.standing != Standing::kReady) continue;
    for (const MemberTableRow& member : candidate.household.rows) {
      if (member.id_number.empty()) continue;
      if (!seen.insert(member.id_number).second) {
        candidate.faults.push_back({member.line, column, RowProblem::kIdNumberTwice});
      }
      if (taken.within.contains(member.id_number)) {
        candidate.faults.push_back({member.line, column, RowProblem::kIdNumberTaken});
      }
    }
  }
  return Done{};
}

// A household with one bad row is bad as a whole.
void Settle(Candidate* candidate) {
  if (candidate->faults.empty()) return;
  candidate->standing = Standing::kBad;
  std::set<std::int64_t> bad;
  for (const RowFault& fault : candidate->faults) bad.insert(fault.line);
  for (const MemberTableRow& member : candidate->household.rows) {
    if (bad.insert(member.line).second) {
      candidate->faults.push_back({member.line, 0, RowProblem::kNeighbour});
    }
  }
}

void Count(const Candidate& candidate, ImportCounts* counts) {
  counts->rows += candidate.rows;
  ++counts->items;
  counts->ready += candidate.standing == Standing::kReady ? 1 : 0;
  counts->unchanged += candidate.standing == Standing::kUnchanged ? 1 : 0;
  counts->bad_rows += candidate.standing == Standing::kBad ? candidate.rows : 0;
}

}  // namespace

Result<CheckedPart> CheckHouseholds(pg::Transaction& tx, const crypto::Keyring& ring,
                                    ImportTable* table, ImportRow* row, Time now) {
  QM_ASSIGN(Part part, ReadPart(table, *row));
  const TableHeader& header = table->header();
  FindPlaces(tx, *row, header, &part.candidates);
  CompareNumbers(tx, ring, *row, header, &part.candidates);
  QM_TRY(CompareIdNumbers(tx, ring, *row, header, &part.candidates));
  std::vector<ReadyHousehold> kept;
  std::vector<RowFault> faults;
  for (Candidate& candidate : part.candidates) {
    Settle(&candidate);
    Count(candidate, &row->counts);
    faults.insert(faults.end(), candidate.faults.begin(), candidate.faults.end());
    const std::string& number = candidate.household.first().number;
    const bool sayable = !number.empty() && CountCodePoints(number) <= kMostHouseholdNumber;
    if (!candidate.place || !sayable) continue;
    kept.push_back({std::move(candidate.household), *candidate.place, candidate.standing});
  }
  KeepReady(tx, ring, *row, kept, now);
  row->counts.faults += static_cast<std::int64_t>(faults.size());
  QM_TRY(AddImportFaults(tx, *row, faults, header));
  SaveImportCounts(tx, *row);
  return part.outcome;
}

}  // namespace qianmo::registry
