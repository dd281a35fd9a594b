// Income-right units (收益权份额): which kinds there are, and what can happen to them. The numbers
// are those of the proto and of the tables.
#pragma once

#include <array>

namespace qianmo::registry {

// 成员股, 集体股 (the collective's own), 劳龄股, 土地股, 资产股.
enum class UnitKind { kMember = 1, kCollective = 2, kLabour = 3, kLand = 4, kAsset = 5 };

inline constexpr std::array kUnitKinds = {UnitKind::kMember, UnitKind::kCollective,
                                          UnitKind::kLabour, UnitKind::kLand, UnitKind::kAsset};

// A carry follows a merge or a split of the collective; nobody asks for it.
enum class UnitAct {
  kIssue = 1,
  kTransfer = 2,
  kInherit = 3,
  kBuyBack = 4,
  kFreeze = 5,
  kUnfreeze = 6,
  kPledge = 7,
  kRelease = 8,
  kCarry = 9
};

}  // namespace qianmo::registry
