#include "registry/domain/asset_columns.h"

#include <stdexcept>

namespace qianmo::registry {
namespace {

// The word of a meaning, and other words for the same.
template <class Meaning>
struct Wording {
  Meaning meaning;
  std::string_view chinese;
  std::vector<std::string_view> others;
};

constexpr int Position(AssetColumn column) { return static_cast<int>(column); }

const std::vector<Wording<AssetClass>>& AllClasses() {
  static const std::vector<Wording<AssetClass>> all = {
      {AssetClass::kResource, "资源性", {"资源性资产", "资源", "resource"}},
      {AssetClass::kOperating, "经营性", {"经营性资产", "经营", "operating"}},
      {AssetClass::kNonOperating, "非经营性", {"非经营性资产", "公益性", "non-operating"}}};
  return all;
}

const std::vector<Wording<RightType>>& AllRights() {
  static const std::vector<Wording<RightType>> all = {
      {RightType::kNone, "", {"无", "不流转", "none"}},
      {RightType::kLandManagement, "土地经营权", {"承包土地经营权", "land management"}},
      {RightType::kForest, "林权", {"forest"}},
      {RightType::kFourWastes, "四荒使用权", {"四荒", "four wastes"}},
      {RightType::kOperatingAsset, "经营性资产", {"经营性资产租赁", "operating asset"}},
      {RightType::kProductionFacility, "农业生产设施", {"生产设施", "production facility"}},
      {RightType::kSmallWaterWorks, "小型水利工程", {"小型水利", "small water works"}},
      {RightType::kIntellectualProperty, "农业知识产权", {"知识产权", "intellectual property"}},
      {RightType::kConstructionLand, "集体建设用地", {"建设用地", "construction land"}}};
  return all;
}

const std::vector<Wording<Measure>>& AllMeasures() {
  static const std::vector<Wording<Measure>> all = {
      {Measure::kMu, "亩", {"mu"}},
      {Measure::kSquareMetre, "平方米", {"㎡", "m2", "m²", "平米", "square metre"}},
      {Measure::kMachine, "台", {"台套", "套", "辆", "machine"}},
      {Measure::kTree, "株", {"棵", "tree"}},
      {Measure::kItem, "项", {"个", "处", "件", "item"}}};
  return all;
}

const std::vector<Wording<AssetState>>& AllStates() {
  static const std::vector<Wording<AssetState>> all = {
      {AssetState::kIdle, "闲置", {"idle"}},
      {AssetState::kListed, "挂牌", {"listed"}},
      {AssetState::kLeased, "出租", {"leased"}},
      {AssetState::kOccupied, "被占用", {"occupied"}},
      {AssetState::kDisputed, "有争议", {"disputed"}},
      {AssetState::kRetired, "核销", {"retired"}}};
  return all;
}

template <class Meaning>
std::map<std::string_view, Meaning> WordsOf(const std::vector<Wording<Meaning>>& all) {
  std::map<std::string_view, Meaning> words;
  for (const auto& wording : all) {
    words.emplace(wording.chinese, wording.meaning);
    for (const std::string_view other : wording.others) words.emplace(other, wording.meaning);
  }
  return words;
}

template <class Meaning>
std::string_view WordFor(const std::vector<Wording<Meaning>>& all, Meaning meaning) {
  for (const auto& wording : all) {
    if (wording.meaning == meaning) return wording.chinese;
  }
  throw std::logic_error("there is no word for " + std::to_string(static_cast<int>(meaning)));
}

}  // namespace

const TableColumns& AssetColumns() {
  static const TableColumns columns = {.titles = {{"集体", "集体经济组织", "所属集体", "村组",
                                                   "统一社会信用代码", "collective", "credit code"},
                                                  {"资产名称", "名称", "asset name", "name"},
                                                  {"资产类别", "类别", "asset class", "class"},
                                                  {"权利类型", "产权类型", "right type", "right"},
                                                  {"数量", "面积", "quantity", "area"},
                                                  {"计量单位", "单位", "measure", "unit"},
                                                  {"账面价值", "账面原值", "原值", "book value"},
                                                  {"坐落", "位置", "地址", "site"},
                                                  {"地块编码", "地块代码", "parcel code"},
                                                  {"承包合同编码", "承包合同代码", "contract code"},
                                                  {"不动产单元号", "unit number"},
                                                  {"状态", "state"},
                                                  {"原因", "reason"}},
                                       .needed = {{Position(AssetColumn::kCollective)},
                                                  {Position(AssetColumn::kName)},
                                                  {Position(AssetColumn::kClass)},
                                                  {Position(AssetColumn::kQuantity)},
                                                  {Position(AssetColumn::kMeasure)}},
                                       .reason = Position(AssetColumn::kReason)};
  return columns;
}

const std::map<std::string_view, AssetClass>& AssetClassWords() {
  static const auto words = WordsOf(AllClasses());
  return words;
}
const std::map<std::string_view, RightType>& RightTypeWords() {
  static const auto words = WordsOf(AllRights());
  return words;
}
const std::map<std::string_view, Measure>& MeasureWords() {
  static const auto words = WordsOf(AllMeasures());
  return words;
}
const std::map<std::string_view, AssetState>& AssetStateWords() {
  static const auto words = WordsOf(AllStates());
  return words;
}

std::string_view ChineseWord(AssetClass asset_class) { return WordFor(AllClasses(), asset_class); }
std::string_view ChineseWord(RightType right) { return WordFor(AllRights(), right); }
std::string_view ChineseWord(Measure measure) { return WordFor(AllMeasures(), measure); }
std::string_view ChineseWord(AssetState state) { return WordFor(AllStates(), state); }

}  // namespace qianmo::registry
