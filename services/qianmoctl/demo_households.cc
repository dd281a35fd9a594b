#include "qianmoctl/demo_households.h"

#include "base/decimal.h"
#include "qianmoctl/command.h"
#include "qianmoctl/demo_names.h"
#include "qianmoctl/demo_places.h"
#include "registry/household_loading_store.h"
#include "registry/import_store.h"
#include "registry/made_file_store.h"
#include "registry/ready_household_store.h"
#include "sheet/csv_writer.h"

namespace qianmo::ctl {
namespace {

using registry::ImportHousehold;
using registry::MemberTableRow;

constexpr std::uint32_t kHouseholdSeed = 1978;
constexpr Date kRollDate = std::chrono::year(2025) / 1 / 1;
constexpr std::size_t kKeptAtOnce = 1'000;

// The words of HouseholdRelation.
constexpr const char* kRelations[] = {"", "户主", "配偶", "子", "女", "孙", "父母"};
enum Relation { kIsHead = 1, kIsSpouse = 2, kIsSon = 3, kIsDaughter = 4, kIsParent = 6 };

// Makes households one after the other; all their numbers follow from how many there were.
class Village {
 public:
  explicit Village(std::uint32_t seed) : dice_(seed) {}

  ImportHousehold Settle(const DemoPlace& place, int number) {
    ImportHousehold household;
    const bool man = dice_.Percent(80);
    const std::string surname = DemoSurname(&dice_);
    const int age = dice_.Between(28, 68);
    household.rows.push_back(Member(kIsHead, surname, age, man));
    if (dice_.Percent(82)) {
      household.rows.push_back(
          Member(kIsSpouse, DemoSurname(&dice_), age - dice_.Between(-2, 4), !man));
    }
    const int children = age < 24 ? 0 : dice_.Between(0, 2);
    for (int i = 0; i < children; ++i) {
      const bool son = dice_.Percent(52);
      household.rows.push_back(
          Member(son ? kIsSon : kIsDaughter, surname, std::max(0, age - 24 - i * 3), son));
    }
    if (age < 55 && dice_.Percent(35)) {
      const bool father = dice_.Percent(45);
      household.rows.push_back(Member(kIsParent, surname, age + dice_.Between(22, 28), father));
    }
    MemberTableRow& head = household.rows.front();
    head.address = place.name + std::to_string(number) + "号";
    head.bank_name = "演示农村商业银行";
    head.account_holder = head.name;
    head.bank_account = Account();
    head.units[3] = Units(dice_.Between(10, 120));  // land, by what it contracted
    for (MemberTableRow& row : household.rows) {
      row.collective = place.long_name;
      row.number = DemoDigits(number, 4);
    }
    return household;
  }

  Dice* dice() { return &dice_; }

 private:
  MemberTableRow Member(int relation, const std::string& surname, int age, bool man) {
    MemberTableRow row;
    const int serial = ++members_;
    row.relation = relation;
    row.name = surname + DemoGivenName(&dice_, man);
    row.birth_date = kRollDate - std::chrono::days(age * 365 + dice_.Between(1, 360));
    row.id_number = DemoIdNumber(serial, *row.birth_date, man);
    if (age >= 16 && dice_.Percent(85)) row.phone = DemoPhone(serial);
    row.units[0] = Units(kUnitsPerShare);
    if (age >= 18) row.units[2] = Units(std::min(age - 17, 40) * 5);  // years of labour
    return row;
  }
  std::string Account() { return "6230990" + DemoDigits(++accounts_, 12); }

  Dice dice_;
  int members_ = 0;
  int accounts_ = 0;
};

// The table as it was brought.
void AppendRows(const ImportHousehold& household, std::string* table) {
  for (const MemberTableRow& row : household.rows) {
    sheet::AppendCsv(
        table, {row.collective, row.number, kRelations[row.relation], row.name,
                FormatDecimal(row.units[0].count(), 2), FormatDecimal(row.units[2].count(), 2),
                FormatDecimal(row.units[3].count(), 2)});
  }
}

// All of them, in the table's order, and the table.
struct Population {
  std::vector<registry::ReadyHousehold> households = {};
  std::int64_t rows = 0;
  std::string table = std::string(sheet::kByteOrderMarkOfCsv);
};
Population Populate(int count) {
  Population all;
  sheet::AppendCsv(&all.table,
                   {"集体", "户号", "与户主关系", "姓名", "成员股", "劳龄股", "土地股"});
  const auto settlements = DemoSettlements();
  Village village(kHouseholdSeed);
  int number = 0;
  for (int i = 0; i < count; ++i) {
    const auto& place = settlements[static_cast<std::size_t>(i) * settlements.size() /
                                    static_cast<std::size_t>(count)];
    const bool first = all.households.empty() || all.households.back().place.collective != place.id;
    number = first ? 1 : number + 1;
    auto household = village.Settle(place, number);
    for (MemberTableRow& row : household.rows) row.line = ++all.rows + 1;
    AppendRows(household, &all.table);
    all.households.push_back(
        {std::move(household), {place.id, place.org_path}, registry::Standing::kReady});
  }
  return all;
}

}  // namespace

void SettleDemoHouseholds(pg::Transaction& tx, const crypto::Keyring& ring, int count,
                          const DemoActor& maker, const DemoActor& checker, Time now) {
  const Population all = Populate(count);
  registry::MadeFile file(tx, ring, kDemoCounty, maker.account, "股东户名册.csv", now);
  file.Write(all.table);
  registry::ImportRow row{.county = kDemoCounty,
                          .id = registry::ImportId::Make(now),
                          .kind = registry::ImportKind::kHouseholds,
                          .org_path = OrgPath::Of(kDemoCounty),
                          .state = registry::ImportState::kChecking,
                          .file = file.Finish("text/plain; charset=utf-8"),
                          .skip_bad_rows = false,
                          .effective_date = kRollDate,
                          .ground = "各村成员大会决议（演示）",
                          .counts = {.rows = all.rows, .items = count, .ready = count},
                          .maker = maker.account,
                          .maker_person = maker.person,
                          .checker = checker.account,
                          .checker_person = checker.person};
  registry::InsertImport(tx, row, now);
  registry::SaveImportCounts(tx, row);
  const auto& households = all.households;
  for (std::size_t begin = 0; begin < households.size(); begin += kKeptAtOnce) {
    const std::size_t end = std::min(households.size(), begin + kKeptAtOnce);
    registry::KeepReady(tx, ring, row,
                        {households.begin() + static_cast<std::ptrdiff_t>(begin),
                         households.begin() + static_cast<std::ptrdiff_t>(end)},
                        now);
  }
  registry::SetImportConfirmed(tx, row, checker.account, checker.person);
  if (registry::CountStaleHouseholds(tx, row) > 0) throw Failure("the demo county is half there");
  registry::LoadReadyHouseholds(tx, row, now);
  registry::LoadReadyUnits(tx, row, now);
  registry::EndImport(tx, row, registry::ImportState::kLoaded, now);
}

bool HasDemoHouseholds(pg::Transaction& tx) {
  return !tx.Run("SELECT id FROM registry.household WHERE county_id = $1 LIMIT 1", kDemoCounty)
              .empty();
}

DemoHome FindDemoHome(pg::Transaction& tx, int number) {
  const DemoPlace place = DemoSettlements().front();
  const auto rows = tx.Run(
      "SELECT id FROM registry.household"
      " WHERE county_id = $1 AND number_giver_id = $2 AND number = $3",
      kDemoCounty, place.id, DemoDigits(number, 4));
  return {pg::Get<Uuid>(rows.at(0), "id"), place.org_path};
}

}  // namespace qianmo::ctl
