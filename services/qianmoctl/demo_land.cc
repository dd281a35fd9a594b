#include "qianmoctl/demo_land.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "qianmoctl/command.h"
#include "qianmoctl/demo_map.h"
#include "qianmoctl/demo_places.h"
#include "registry/asset_store.h"
#include "registry/overlap_store.h"
#include "registry/parcel_store.h"

namespace qianmo::ctl {
namespace {

using registry::AssetClass;
using registry::RightType;

constexpr std::uint32_t kLandSeed = 1953;
enum class Ground { kField, kPond, kBuilding, kNone };

// One of each turn in every settlement, as far as its assets go.
struct LandKind {
  const char* name;
  Ground ground;
  AssetClass asset_class;
  RightType right;
  Measure measure;
  std::int64_t fen_per_measure;  // of book value
};
constexpr LandKind kKinds[] = {
    {"门前田", Ground::kField, AssetClass::kResource, RightType::kLandManagement, Measure::kMu, 0},
    {"集体鱼塘", Ground::kPond, AssetClass::kResource, RightType::kFourWastes, Measure::kMu, 0},
    {"沿街商铺", Ground::kBuilding, AssetClass::kOperating, RightType::kOperatingAsset,
     Measure::kSquareMetre, 160'000},
    {"后畈田", Ground::kField, AssetClass::kResource, RightType::kLandManagement, Measure::kMu, 0},
    {"荒坡", Ground::kField, AssetClass::kResource, RightType::kFourWastes, Measure::kMu, 0},
    {"老粮仓", Ground::kBuilding, AssetClass::kOperating, RightType::kOperatingAsset,
     Measure::kSquareMetre, 60'000},
    {"杉木林", Ground::kField, AssetClass::kResource, RightType::kForest, Measure::kMu, 0},
    {"拖拉机", Ground::kNone, AssetClass::kOperating, RightType::kProductionFacility,
     Measure::kMachine, 4'500'000},
    {"河滩地", Ground::kField, AssetClass::kResource, RightType::kLandManagement, Measure::kMu, 0},
    {"农产品加工间", Ground::kBuilding, AssetClass::kOperating, RightType::kOperatingAsset,
     Measure::kSquareMetre, 90'000},
    {"茶园", Ground::kField, AssetClass::kResource, RightType::kLandManagement, Measure::kMu, 0},
    {"文化礼堂", Ground::kBuilding, AssetClass::kNonOperating, RightType::kNone,
     Measure::kSquareMetre, 120'000},
    {"西塘", Ground::kPond, AssetClass::kResource, RightType::kFourWastes, Measure::kMu, 0},
    {"烘干机", Ground::kNone, AssetClass::kOperating, RightType::kProductionFacility,
     Measure::kMachine, 12'000'000},
    {"果园", Ground::kField, AssetClass::kResource, RightType::kLandManagement, Measure::kMu, 0}};

// Thousandths of the measure: 1 亩 is 2000/3 m².
std::int64_t InMeasure(SquareMetres area, Measure measure) {
  const std::int64_t hundredths = area.count();
  return measure == Measure::kMu ? hundredths * 15 / 1000 : hundredths * 10;
}

// The assets of one settlement, on ground of its own.
class Estate {
 public:
  Estate(pg::Transaction& tx, const DemoPlace& place, int serial, const DemoActor& surveyor,
         Dice* dice, Time now)
      : tx_(tx),
        place_(place),
        surveyor_(surveyor),
        dice_(dice),
        now_(now),
        ground_(serial, dice) {}

  void Add(int turn, std::vector<registry::ParcelId>* parcels) {
    const LandKind& kind = kKinds[static_cast<std::size_t>(turn) % std::size(kKinds)];
    const auto id = registry::AssetId::Make(now_);
    const std::string name =
        place_.name + kind.name + (turn < static_cast<int>(std::size(kKinds)) ? "" : "二号");
    std::optional<registry::DrawnBoundary> drawn;
    if (kind.ground != Ground::kNone) drawn = Draw(kind.ground);
    const std::int64_t amount =
        drawn ? InMeasure(drawn->area, kind.measure) : dice_->Between(1, 3) * std::int64_t{1000};
    Insert(id, kind, name, amount);
    if (!drawn) return;
    const auto parcel = registry::ParcelId::Make(now_);
    registry::InsertParcel(tx_, kDemoCounty,
                           {.id = parcel,
                            .collective = place_.id,
                            .org_path = place_.org_path.text(),
                            .draft = {.asset = id,
                                      .display_name = name,
                                      .code = "",
                                      .declared = Declared(drawn->area)},
                            .drawn = *drawn,
                            .surveyor = surveyor_.person},
                           now_);
    parcels->push_back(parcel);
  }

 private:
  // Fields and ponds take the next plot; buildings share one, four to each.
  registry::DrawnBoundary Draw(Ground ground) {
    registry::Boundary boundary;
    if (ground == Ground::kBuilding) {
      if (buildings_ % 4 == 0) village_plot_ = plots_++;
      boundary = ground_.Building(village_plot_, buildings_++ % 4);
    } else {
      boundary = ground == Ground::kField ? ground_.Field(plots_) : ground_.Pond(plots_);
      ++plots_;
    }
    const auto drawn = registry::Draw(tx_, "boundary", boundary);
    if (!drawn) throw Failure(drawn.refusal().message);
    return *drawn;
  }

  // As the books say: seldom exactly what is on the map, sometimes far from it.
  Area Declared(SquareMetres area) {
    const int percent = dice_->Percent(8) ? dice_->Between(80, 120) : dice_->Between(98, 102);
    return Area(std::max<std::int64_t>(1, InMeasure(area, Measure::kMu) * percent / 100));
  }

  void Insert(registry::AssetId id, const LandKind& kind, const std::string& name,
              std::int64_t amount) {
    const Time since = now_ - std::chrono::hours(24 * dice_->Between(20, 900));
    registry::InsertAsset(
        tx_, kDemoCounty, id, {.collective = place_.id, .org_path = place_.org_path.text()},
        {.asset_class = kind.asset_class,
         .right = kind.right,
         .display_name = name,
         .measure = kind.measure,
         .quantity_e3 = amount,
         .book_value = Fen(kind.fen_per_measure * (amount / 1000)),
         .site = place_.name,
         .owners = {{.external = false, .owner = place_.id, .share = Fraction(1, 1)}}},
        {.kind = registry::v1::AssetEvent::KIND_CREATED,
         .reason = "清产核资登记",
         .account = surveyor_.account,
         .time = since});
  }

  pg::Transaction& tx_;
  const DemoPlace& place_;
  const DemoActor surveyor_;
  Dice* dice_;
  const Time now_;
  DemoGround ground_;
  int plots_ = 0;
  int buildings_ = 0;
  int village_plot_ = 0;
};

}  // namespace

void AddDemoLand(pg::Transaction& tx, const DemoActor& surveyor, Time now) {
  Dice dice(kLandSeed);
  const auto settlements = DemoSettlements();
  std::vector<registry::ParcelId> parcels;
  int added = 0;
  for (std::size_t i = 0; i < settlements.size(); ++i) {
    Estate estate(tx, settlements[i], static_cast<int>(i), surveyor, &dice, now);
    const int until =
        static_cast<int>((i + 1) * static_cast<std::size_t>(kDemoAssets) / settlements.size());
    for (int turn = 0; added < until; ++turn, ++added) estate.Add(turn, &parcels);
  }
  registry::ReexamineOverlaps(tx, kDemoCounty, parcels, now);
}

bool HasDemoLand(pg::Transaction& tx) {
  return !tx.Run("SELECT id FROM registry.asset WHERE county_id = $1 LIMIT 1", kDemoCounty).empty();
}

}  // namespace qianmo::ctl
