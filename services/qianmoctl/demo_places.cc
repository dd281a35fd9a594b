#include "qianmoctl/demo_places.h"

#include "qianmoctl/demo_names.h"
#include "registry/area_code_store.h"
#include "registry/collective_store.h"

namespace qianmo::ctl {
namespace {

using registry::Collective;
using registry::CollectiveId;

constexpr std::uint32_t kPlaceSeed = 1949;
constexpr Date kFounded = std::chrono::year(2018) / 3 / 1;
constexpr int kGroupsEvery = 6;

constexpr const char* kTownships[] = {"青禾乡", "云岭镇", "白石镇"};
constexpr const char* kVillages[][8] = {
    {"柳湾村", "东塘村", "稻香村", "李家坝村", "双桥村", "石榴坡村", "新丰村", "河口村"},
    {"云岭村", "松下村", "茶园村", "竹溪村", "高坎村", "三岔村", "白鹭村", "枫林村"},
    {"白石村", "大塘村", "梅花村", "桑田村", "古渡村", "南坪村", "杏花村", "长堤村"}};
constexpr const char* kGroups[] = {"一组", "二组"};

// 01900000-0000-7000-8000-00000000LNNN: the level and the number.
Uuid FixedId(char level, int number) {
  return Uuid::Parse("01900000-0000-7000-8000-00000000" + (level + DemoDigits(number, 3))).value();
}

DemoPlace PlaceBelow(const OrgPath& above, const Uuid& id, const std::string& name,
                     const std::string& long_name) {
  return {id, OrgPath::Parse(above.text() + id.ToString() + "/").value(), name, long_name};
}

std::vector<DemoPlace> MakePlaces() {
  std::vector<DemoPlace> places;
  int villages = 0, groups = 0;
  for (int t = 0; t < static_cast<int>(std::size(kTownships)); ++t) {
    places.push_back(
        PlaceBelow(OrgPath::Of(kDemoCounty), FixedId('a', t + 1), kTownships[t], kTownships[t]));
    const OrgPath township = places.back().org_path;
    for (const char* name : kVillages[t]) {
      places.push_back(PlaceBelow(township, FixedId('b', ++villages), name, name));
      if ((villages - 1) % kGroupsEvery != 0) continue;
      const DemoPlace village = places.back();
      for (const char* group : kGroups) {
        const std::string whole = village.name + group;
        places.push_back(PlaceBelow(village.org_path, FixedId('c', ++groups), whole,
                                    village.name + "/" + whole));
      }
    }
  }
  return places;
}

// "990001" and three digits each for the township and the village.
std::string AreaCodeOf(int township, int village) {
  return "990001" + DemoDigits(99 + township, 3) + DemoDigits(village == 0 ? 0 : 199 + village, 3);
}

void Found(pg::Transaction& tx, const DemoPlace& place, int serial, const Uuid& account, Time now) {
  const auto level = place.org_path.level();
  const bool village = level == OrgLevel::kVillage;
  const std::string path = place.org_path.text();
  std::optional<CollectiveId> parent;
  if (level != OrgLevel::kTownship) {
    const std::string above = path.substr(0, path.size() - 37);
    parent = CollectiveId::Parse(above.substr(above.size() - 37, 36));
  }
  registry::InsertCollective(
      tx, kDemoCounty,
      {.facts = {.id = CollectiveId{place.id},
                 .parent = parent,
                 .org_path = place.org_path,
                 .state = registry::CollectiveState::kActive,
                 .form = level == OrgLevel::kTownship ? registry::CollectiveForm::kOffice
                                                      : registry::CollectiveForm::kOwn,
                 .book_type = level == OrgLevel::kTownship ? registry::BookType::kNone
                                                           : registry::BookType::kSeparate},
       .name = place.name,
       .credit_code =
           level == OrgLevel::kTownship ? "" : DemoCreditCode(village ? "N2" : "N1", serial),
       .version = 1},
      now);
  registry::AddCollectiveEvent(tx, kDemoCounty, CollectiveId{place.id},
                               {.kind = registry::v1::CollectiveEvent::KIND_CREATED,
                                .effective_date = kFounded,
                                .account = account},
                               now);
}

void Appoint(pg::Transaction& tx, const DemoPlace& place, Dice* dice, const Uuid& account,
             Time now) {
  for (const auto office : {registry::Office::kBoardChair, registry::Office::kBoardMember,
                            registry::Office::kChiefSupervisor}) {
    const bool man = dice->Percent(60);
    registry::AddOfficer(tx, kDemoCounty, CollectiveId{place.id},
                         {.id = registry::OfficerId::Make(now),
                          .office = office,
                          .person_name = DemoSurname(dice) + DemoGivenName(dice, man),
                          .start_date = kFounded},
                         account, now);
  }
}

}  // namespace

const std::vector<DemoPlace>& DemoPlaces() {
  static const std::vector<DemoPlace> places = MakePlaces();
  return places;
}

std::vector<DemoPlace> DemoSettlements() {
  std::vector<DemoPlace> settlements;
  for (const DemoPlace& place : DemoPlaces()) {
    if (place.org_path.level() == OrgLevel::kTownship) continue;
    if (place.org_path.level() == OrgLevel::kGroup &&
        settlements.back().org_path.Contains(place.org_path)) {
      settlements.pop_back();
    }
    settlements.push_back(place);
  }
  return settlements;
}

void FoundDemoPlaces(pg::Transaction& tx, const Uuid& account, Time now) {
  Dice dice(kPlaceSeed);
  int serial = 0, township = 0, village = 0;
  for (const DemoPlace& place : DemoPlaces()) {
    Found(tx, place, ++serial, account, now);
    const auto level = place.org_path.level();
    if (level == OrgLevel::kTownship) {
      ++township;
      village = 0;
    } else if (level == OrgLevel::kVillage) {
      ++village;
    }
    if (level != OrgLevel::kTownship) Appoint(tx, place, &dice, account, now);
    if (level == OrgLevel::kGroup) continue;
    registry::AddAreaCode(tx, kDemoCounty, CollectiveId{place.id}, AreaCodeOf(township, village),
                          kFounded);
  }
}

}  // namespace qianmo::ctl
