#include "registry/asset_check.h"

#include "base/text.h"
#include "registry/domain/import_refusals.h"
#include "registry/ready_asset_store.h"

namespace qianmo::registry {
namespace {

struct AssetCandidate {
  AssetTableRow asset;
  std::vector<RowFault> faults;
  std::optional<ImportPlace> place = {};
  Standing standing = Standing::kReady;

  AssetKey key() const { return {place->collective, asset.name}; }
};

struct AssetPart {
  std::vector<AssetCandidate> candidates;
  CheckedPart outcome;
};

Result<AssetPart> ReadAssets(ImportTable* table, const ImportRow& row) {
  AssetPart part;
  while (true) {
    std::vector<RowFault> faults;
    QM_ASSIGN(const auto record, table->Next(&faults));
    part.outcome = {.next = table->place(), .last = !record};
    if (!record || part.candidates.size() == kRowsAPart) return part;
    if (row.counts.rows + static_cast<std::int64_t>(part.candidates.size()) >= kMostImportRows) {
      return refusals::ImportTooLarge(kMostImportRows);
    }
    AssetTableRow asset = ReadAssetRow(table->header(), *record, &faults);
    part.candidates.push_back({std::move(asset), std::move(faults)});
  }
}

void FindKeepers(const ImportPlaces& places, const ImportRow& row, int column,
                 std::vector<AssetCandidate>* candidates) {
  for (AssetCandidate& candidate : *candidates) {
    const auto found = places.Find(candidate.asset.collective, row.org_path);
    if (const auto* place = std::get_if<ImportPlace>(&found)) {
      candidate.place = *place;
    } else {
      candidate.faults.push_back({candidate.asset.line, column, std::get<RowProblem>(found)});
    }
  }
}

// What the registry has to say of a name that is there already, or not.
void CompareWith(const std::multimap<AssetKey, AssetTableRow>& there, const TableHeader& header,
                 AssetCandidate* candidate) {
  const auto [begin, end] = there.equal_range(candidate->key());
  const std::int64_t line = candidate->asset.line;
  if (begin == end) {
    if (candidate->asset.state == AssetState::kIdle) return;
    candidate->faults.push_back(
        {line, header.PositionOf(AssetColumn::kState), RowProblem::kMalformed});
    return;
  }
  candidate->standing = Standing::kUnchanged;
  for (auto same = begin; same != end; ++same) {
    if (same->second.Said() == candidate->asset.Said()) return;
  }
  candidate->faults.push_back({line, header.PositionOf(AssetColumn::kName), RowProblem::kDiffers});
}

// Each name once in the table; and what is there already must be there exactly so.
void CompareNames(pg::Transaction& tx, const ImportRow& row, const TableHeader& header,
                  std::vector<AssetCandidate>* candidates) {
  std::vector<AssetKey> keys;
  for (const AssetCandidate& candidate : *candidates) {
    if (candidate.place) keys.push_back(candidate.key());
  }
  auto seen = KeptAssets(tx, row, keys);
  const auto there = LoadSameAssets(tx, row.county, keys);
  for (AssetCandidate& candidate : *candidates) {
    if (!candidate.place) continue;
    if (seen.insert(candidate.key()).second) {
      CompareWith(there, header, &candidate);
      continue;
    }
    candidate.faults.push_back(
        {candidate.asset.line, header.PositionOf(AssetColumn::kName), RowProblem::kTwice});
    candidate.place.reset();  // its name is kept already
  }
}

void CountAsset(const AssetCandidate& candidate, ImportCounts* counts) {
  ++counts->rows;
  ++counts->items;
  counts->ready += candidate.standing == Standing::kReady ? 1 : 0;
  counts->unchanged += candidate.standing == Standing::kUnchanged ? 1 : 0;
  counts->bad_rows += candidate.standing == Standing::kBad ? 1 : 0;
}

}  // namespace

Result<CheckedPart> CheckAssets(pg::Transaction& tx, const crypto::Keyring& /*ring*/,
                                ImportTable* table, ImportRow* row, Time now) {
  QM_ASSIGN(AssetPart part, ReadAssets(table, *row));
  const TableHeader& header = table->header();
  FindKeepers(ImportPlaces::Load(tx, row->county), *row,
              header.PositionOf(AssetColumn::kCollective), &part.candidates);
  CompareNames(tx, *row, header, &part.candidates);
  std::vector<ReadyAsset> kept;
  std::vector<RowFault> faults;
  for (AssetCandidate& candidate : part.candidates) {
    if (!candidate.faults.empty()) candidate.standing = Standing::kBad;
    CountAsset(candidate, &row->counts);
    faults.insert(faults.end(), candidate.faults.begin(), candidate.faults.end());
    // Bad ones are kept for their names alone.
    const std::string& name = candidate.asset.name;
    if (!candidate.place || name.empty() || CountCodePoints(name) > kMostAssetName) continue;
    if (candidate.standing == Standing::kBad) {
      candidate.asset = {.line = candidate.asset.line, .name = std::move(candidate.asset.name)};
    }
    kept.push_back({std::move(candidate.asset), *candidate.place, candidate.standing});
  }
  KeepReadyAssets(tx, *row, kept, now);
  row->counts.faults += static_cast<std::int64_t>(faults.size());
  QM_TRY(AddImportFaults(tx, *row, faults, header));
  SaveImportCounts(tx, *row);
  return part.outcome;
}

}  // namespace qianmo::registry
