#include "registry/domain/household_columns.h"

namespace qianmo::registry {

const TableColumns& HouseholdColumns() {
  static const TableColumns columns = {
      .titles = {{"集体", "集体经济组织", "所属集体", "村组", "统一社会信用代码", "collective",
                  "credit code"},
                 {"户号", "户编号", "household number", "household"},
                 {"是否户主", "户主标志", "head", "is head"},
                 {"与户主关系", "关系", "relation"},
                 {"姓名", "成员姓名", "name"},
                 {"性别", "sex", "gender"},
                 {"身份证号", "身份证号码", "公民身份号码", "证件号码", "id number"},
                 {"联系电话", "手机号", "手机号码", "电话", "phone"},
                 {"出生日期", "birth date"},
                 {"住址", "地址", "address"},
                 {"开户银行", "开户行", "bank"},
                 {"账户名", "开户名", "account holder"},
                 {"银行账号", "银行卡号", "bank account"},
                 {"成员股", "人口股", "member units"},
                 {"劳龄股", "labour units"},
                 {"土地股", "land units"},
                 {"资产股", "asset units"},
                 {"原因", "reason"}},
      .needed = {{static_cast<int>(HouseholdColumn::kCollective)},
                 {static_cast<int>(HouseholdColumn::kNumber)},
                 {static_cast<int>(HouseholdColumn::kName)},
                 {static_cast<int>(HouseholdColumn::kRelation),
                  static_cast<int>(HouseholdColumn::kHead)}},
      .reason = static_cast<int>(HouseholdColumn::kReason)};
  return columns;
}

std::optional<HouseholdColumn> ColumnOf(UnitKind kind) {
  switch (kind) {
    case UnitKind::kMember:
      return HouseholdColumn::kMemberUnits;
    case UnitKind::kLabour:
      return HouseholdColumn::kLabourUnits;
    case UnitKind::kLand:
      return HouseholdColumn::kLandUnits;
    case UnitKind::kAsset:
      return HouseholdColumn::kAssetUnits;
    default:
      return std::nullopt;
  }
}

}  // namespace qianmo::registry
