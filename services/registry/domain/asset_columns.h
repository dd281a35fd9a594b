// The columns of a table of assets, and the words in its cells.
#pragma once

#include <map>
#include <string_view>

#include "registry/domain/asset.h"
#include "registry/domain/table_header.h"

namespace qianmo::registry {

enum class AssetColumn {
  kCollective,  // its name or credit code
  kName,
  kClass,
  kRight,
  kQuantity,
  kMeasure,
  kBookValue,
  kSite,
  kParcelCode,
  kContractCode,
  kUnitNumber,
  kState,
  kReason,
};

// Collective, name, class, quantity and measure must be there.
const TableColumns& AssetColumns();

// What a cell may say, in lower case, and what it means.
const std::map<std::string_view, AssetClass>& AssetClassWords();
const std::map<std::string_view, RightType>& RightTypeWords();
const std::map<std::string_view, Measure>& MeasureWords();
const std::map<std::string_view, AssetState>& AssetStateWords();

// As exports write it; imports read it back.
std::string_view ChineseWord(AssetClass asset_class);
std::string_view ChineseWord(RightType right);  // "" for none
std::string_view ChineseWord(Measure measure);
std::string_view ChineseWord(AssetState state);

}  // namespace qianmo::registry
