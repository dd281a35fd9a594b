// One row of a table of assets.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "registry/domain/asset.h"
#include "registry/domain/asset_columns.h"
#include "registry/domain/table_row.h"

namespace qianmo::registry {

inline constexpr std::size_t kMostAssetName = 100;  // characters

struct AssetTableRow {
  std::int64_t line = 0;
  std::string collective = {};  // as the file calls it, in its normal form
  std::string name = {};
  AssetClass asset_class = AssetClass::kResource;
  RightType right = RightType::kNone;
  Measure measure = Measure::kMu;
  std::int64_t quantity_e3 = 0;
  std::int64_t book_value_fen = 0;
  std::string site = {};
  std::string parcel_code = {};
  std::string contract_code = {};
  std::string unit_number = {};
  AssetState state = AssetState::kIdle;

  // What must be the same for the asset to be the one that is there already.
  auto Said() const {
    return std::tie(name, asset_class, right, measure, quantity_e3, book_value_fen, site,
                    parcel_code, contract_code, unit_number, state);
  }
};

// What the record says; adds what is wrong with it to `faults`.
AssetTableRow ReadAssetRow(const TableHeader& header, const ImportRecord& record,
                           std::vector<RowFault>* faults);

}  // namespace qianmo::registry
