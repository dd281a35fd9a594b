// Counts and their lines in the database.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "pg/transaction.h"
#include "qianmo/registry/v1/counts.pb.h"
#include "registry/domain/asset.h"
#include "registry/domain/count.h"

namespace qianmo::registry {

struct CountRow {
  CountId id;
  Uuid collective;
  std::string org_path;
  CountState state = CountState::kOpen;
  std::int64_t version = 0;
};

std::string CountName(CountyId county, CountId id);  // "counties/7/counts/0192…"
std::string LineName(CountyId county, CountId count, CountLineId id);

std::optional<CountRow> FindCount(pg::Transaction& tx, CountyId county, CountId id);
// The same, held until the transaction ends.
std::optional<CountRow> LockCount(pg::Transaction& tx, CountyId county, CountId id);
// The count of this collective that is not over.
std::optional<CountId> FindOpenCount(pg::Transaction& tx, CountyId county, const Uuid& collective);

// Who did it.
struct CountHand {
  Uuid account;
  Uuid person;
  Time time;
};
struct NewCount {
  CountId id;
  Uuid collective;
  std::string org_path;
  std::string display_name;
  Date count_date;
};
// With a line for every asset that the collective keeps.
void InsertCount(pg::Transaction& tx, CountyId county, const NewCount& count,
                 const CountHand& starter);
void EndCount(pg::Transaction& tx, CountyId county, CountId id, CountState state,
              std::string_view reason, const CountHand& ender);

// A line as it is, with the books of its asset now.
struct CountLineRow {
  CountLineId id;
  std::optional<AssetId> asset;
  AssetClass found_class = AssetClass::kResource;  // the found_… of one that was not in the books
  RightType found_right = RightType::kNone;
  std::string found_name;
  std::string found_site;
  Measure measure = Measure::kMu;
  Worth book;
  Worth present;
  std::optional<Worth> counted;
  std::string reason;
};
std::optional<CountLineRow> FindLine(pg::Transaction& tx, CountyId county, CountId count,
                                     CountLineId id);
// All of them; their assets are held until the transaction ends.
std::vector<CountLineRow> LockLines(pg::Transaction& tx, CountyId county, CountId count);
// Persons who started the count or counted in it.
std::set<Uuid> MakersOf(pg::Transaction& tx, CountyId county, CountId count);

// Writes down a line, a new one too: what was counted, against the books of now.
void SaveLine(pg::Transaction& tx, CountyId county, CountId count, const CountLineRow& line,
              const CountHand& counter);
void SaveConfirmed(pg::Transaction& tx, CountyId county, CountId count, CountLineId id,
                   const std::optional<AssetId>& asset);
// Somebody counted: readers of the count see another etag.
void MoveCountVersion(pg::Transaction& tx, CountyId county, CountId id);

// They must exist.
v1::CountSession ReadCount(pg::Transaction& tx, CountyId county, CountId id);
v1::CountLine ReadLine(pg::Transaction& tx, CountyId county, CountId count, CountLineId id);

struct CountQuery {
  CountyId county;
  std::vector<std::string> within;
  std::optional<std::string> org_path;
  v1::CountSession::State state = v1::CountSession::STATE_UNSPECIFIED;
  std::optional<Uuid> after;
  int limit = 0;
};
google::protobuf::RepeatedPtrField<v1::CountSession> ListCountsOf(pg::Transaction& tx,
                                                                  const CountQuery& query);
google::protobuf::RepeatedPtrField<v1::CountLine> ListLinesOf(pg::Transaction& tx, CountyId county,
                                                              CountId count,
                                                              const std::optional<Uuid>& after,
                                                              int limit);

}  // namespace qianmo::registry
