#include "registry/count_store.h"

#include "pg/list_statement.h"
#include "pg/reader.h"

namespace qianmo::registry {
namespace {

static_assert(static_cast<int>(CountState::kConfirmed) == v1::CountSession::STATE_CONFIRMED);
static_assert(static_cast<int>(CountState::kCancelled) == v1::CountSession::STATE_CANCELLED);

constexpr char kCountFacts[] =
    "SELECT id, collective_id, org_path, state, version FROM registry.count_session"
    " WHERE county_id = $1 AND id = $2";

constexpr pg::ListTable kCounts = {
    .name = "registry.count_session", .alias = "s", .columns = "org_path, state"};

constexpr char kCountColumns[] = R"(
  SELECT 'counties/' || s.county_id || '/counts/' || s.id AS name,
    'counties/' || s.county_id || '/collectives/' || s.collective_id AS collective,
    s.display_name, s.count_date, s.state,
    'counties/' || s.county_id || '/accounts/' || s.starter_id AS starter, s.start_time,
    'counties/' || s.county_id || '/accounts/' || s.ender_id AS ender, s.end_time, s.end_reason,
    (SELECT count(*) FROM registry.count_line l
     WHERE l.county_id = s.county_id AND l.session_id = s.id) AS line_count,
    (SELECT count(*) FROM registry.count_line l
     WHERE l.county_id = s.county_id AND l.session_id = s.id
     AND l.counted_quantity_e3 IS NULL) AS uncounted_line_count,
    (SELECT count(*) FROM registry.count_line l
     WHERE l.county_id = s.county_id AND l.session_id = s.id
     AND (l.counted_quantity_e3 <> l.book_quantity_e3
          OR l.counted_value_fen <> l.book_value_fen)) AS differing_line_count,
    s.version AS etag
  FROM registry.count_session s WHERE s.county_id = $1)";

constexpr char kLineColumns[] = R"(
  SELECT 'counties/' || l.county_id || '/counts/' || l.session_id || '/lines/' || l.id AS name,
    'counties/' || l.county_id || '/assets/' || l.asset_id AS asset,
    coalesce(l.found_name, a.display_name) AS display_name, l.found_name IS NOT NULL AS found,
    l.measure, l.book_quantity_e3, l.book_value_fen, l.counted_quantity_e3, l.counted_value_fen,
    l.counted_quantity_e3 - l.book_quantity_e3 AS quantity_difference_e3,
    l.counted_value_fen - l.book_value_fen AS value_difference_fen, l.reason,
    l.confirmed_quantity_e3, l.confirmed_value_fen,
    'counties/' || l.county_id || '/accounts/' || l.counter_id AS counter, l.count_time
  FROM registry.count_line l
  LEFT JOIN registry.asset a ON a.county_id = l.county_id AND a.id = l.asset_id
  WHERE l.county_id = $1 AND l.session_id = $2)";

constexpr char kLineFacts[] = R"(
  SELECT l.id, l.asset_id, coalesce(l.found_class, a.asset_class) AS found_class,
    coalesce(l.found_right, a.right_type) AS found_right, l.found_name, l.found_site,
    coalesce(a.measure, l.measure) AS measure, l.book_quantity_e3, l.book_value_fen,
    coalesce(a.quantity_e3, 0) AS quantity_e3, coalesce(a.book_value_fen, 0) AS value_fen,
    l.counted_quantity_e3, l.counted_value_fen, l.reason
  FROM registry.count_line l
  LEFT JOIN registry.asset a ON a.county_id = l.county_id AND a.id = l.asset_id
  WHERE l.county_id = $1 AND l.session_id = $2)";

std::optional<CountRow> ReadCountFacts(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return CountRow{.id = pg::Get<CountId>(rows[0], "id"),
                  .collective = pg::Get<Uuid>(rows[0], "collective_id"),
                  .org_path = pg::Get<std::string>(rows[0], "org_path"),
                  .state = static_cast<CountState>(pg::Get<int>(rows[0], "state")),
                  .version = pg::Get<std::int64_t>(rows[0], "version")};
}

CountLineRow ReadLineFacts(const pqxx::row& row) {
  const auto text = [&](const char* column) {
    return pg::Get<std::optional<std::string>>(row, column).value_or("");
  };
  const auto number = [&](const char* column) { return pg::Get<std::int64_t>(row, column); };
  CountLineRow line{.id = pg::Get<CountLineId>(row, "id"),
                    .asset = pg::Get<std::optional<AssetId>>(row, "asset_id"),
                    .found_class = static_cast<AssetClass>(number("found_class")),
                    .found_right = static_cast<RightType>(number("found_right")),
                    .found_name = text("found_name"),
                    .found_site = text("found_site"),
                    .measure = static_cast<Measure>(number("measure") - 1),
                    .book = {number("book_quantity_e3"), number("book_value_fen")},
                    .present = {number("quantity_e3"), number("value_fen")},
                    .counted = {},
                    .reason = text("reason")};
  const auto quantity = pg::Get<std::optional<std::int64_t>>(row, "counted_quantity_e3");
  if (quantity) line.counted = Worth{*quantity, number("counted_value_fen")};
  return line;
}

}  // namespace

std::string CountName(CountyId county, CountId id) {
  return "counties/" + std::to_string(county.number) + "/counts/" + id.ToString();
}

std::string LineName(CountyId county, CountId count, CountLineId id) {
  return CountName(county, count) + "/lines/" + id.ToString();
}

std::optional<CountRow> FindCount(pg::Transaction& tx, CountyId county, CountId id) {
  return ReadCountFacts(tx.Run(kCountFacts, county, id));
}

std::optional<CountRow> LockCount(pg::Transaction& tx, CountyId county, CountId id) {
  return ReadCountFacts(tx.Run(std::string(kCountFacts) + " FOR NO KEY UPDATE", county, id));
}

std::optional<CountId> FindOpenCount(pg::Transaction& tx, CountyId county, const Uuid& collective) {
  const auto rows = tx.Run(
      "SELECT id FROM registry.count_session"
      " WHERE county_id = $1 AND collective_id = $2 AND state = 1",
      county, collective);
  if (rows.empty()) return std::nullopt;
  return pg::Get<CountId>(rows[0], "id");
}

void InsertCount(pg::Transaction& tx, CountyId county, const NewCount& count,
                 const CountHand& starter) {
  tx.Run(
      "INSERT INTO registry.count_session (county_id, id, collective_id, org_path, display_name,"
      "  count_date, state, starter_id, start_person, start_time, end_reason, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, '', 1)",
      county, count.id, count.collective, count.org_path, count.display_name, count.count_date,
      starter.account, starter.person, starter.time);
  // A line has the id of its asset: the order of both is the same.
  tx.Run(
      "INSERT INTO registry.count_line (county_id, session_id, id, asset_id, measure,"
      "  book_quantity_e3, book_value_fen, reason)"
      " SELECT county_id, $3, id, id, measure, quantity_e3, book_value_fen, ''"
      " FROM registry.asset WHERE county_id = $1 AND collective_id = $2 AND state <> 6",
      county, count.collective, count.id);
}

void EndCount(pg::Transaction& tx, CountyId county, CountId id, CountState state,
              std::string_view reason, const CountHand& ender) {
  tx.Run(
      "UPDATE registry.count_session SET state = $3, end_reason = $4, ender_id = $5,"
      "  end_person = $6, end_time = $7, version = version + 1"
      " WHERE county_id = $1 AND id = $2",
      county, id, static_cast<int>(state), reason, ender.account, ender.person, ender.time);
}

std::optional<CountLineRow> FindLine(pg::Transaction& tx, CountyId county, CountId count,
                                     CountLineId id) {
  const auto rows = tx.Run(std::string(kLineFacts) + " AND l.id = $3", county, count, id);
  if (rows.empty()) return std::nullopt;
  return ReadLineFacts(rows[0]);
}

std::vector<CountLineRow> LockLines(pg::Transaction& tx, CountyId county, CountId count) {
  tx.Run(
      "SELECT FROM registry.asset a JOIN registry.count_line l"
      "  ON l.county_id = a.county_id AND l.asset_id = a.id"
      " WHERE l.county_id = $1 AND l.session_id = $2 ORDER BY a.id FOR NO KEY UPDATE OF a",
      county, count);
  std::vector<CountLineRow> lines;
  for (const auto& row : tx.Run(std::string(kLineFacts) + " ORDER BY l.id", county, count)) {
    lines.push_back(ReadLineFacts(row));
  }
  return lines;
}

std::set<Uuid> MakersOf(pg::Transaction& tx, CountyId county, CountId count) {
  std::set<Uuid> makers;
  for (const auto& row : tx.Run("SELECT start_person AS person FROM registry.count_session"
                                " WHERE county_id = $1 AND id = $2"
                                " UNION SELECT count_person FROM registry.count_line"
                                " WHERE county_id = $1 AND session_id = $2"
                                "  AND count_person IS NOT NULL",
                                county, count)) {
    makers.insert(pg::Get<Uuid>(row, "person"));
  }
  return makers;
}

void SaveLine(pg::Transaction& tx, CountyId county, CountId count, const CountLineRow& line,
              const CountHand& counter) {
  std::optional<std::string> name, site;
  std::optional<int> asset_class, right;
  if (!line.found_name.empty()) {
    name = line.found_name;
    site = line.found_site;
    asset_class = static_cast<int>(line.found_class);
    right = static_cast<int>(line.found_right);
  }
  tx.Run(
      "INSERT INTO registry.count_line (county_id, session_id, id, asset_id, found_name,"
      "  found_class, found_right, found_site, measure, book_quantity_e3, book_value_fen,"
      "  counted_quantity_e3, counted_value_fen, reason, counter_id, count_person, count_time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
      " ON CONFLICT (county_id, session_id, id) DO UPDATE SET"
      "  measure = $9, book_quantity_e3 = $10, book_value_fen = $11, counted_quantity_e3 = $12,"
      "  counted_value_fen = $13, reason = $14, counter_id = $15, count_person = $16,"
      "  count_time = $17",
      county, count, line.id, line.asset, name, asset_class, right, site,
      static_cast<int>(line.measure) + 1, line.book.quantity_e3, line.book.value_fen,
      line.counted->quantity_e3, line.counted->value_fen, line.reason, counter.account,
      counter.person, counter.time);
}

void SaveConfirmed(pg::Transaction& tx, CountyId county, CountId count, CountLineId id,
                   const std::optional<AssetId>& asset) {
  tx.Run(
      "UPDATE registry.count_line SET confirmed_quantity_e3 = counted_quantity_e3,"
      "  confirmed_value_fen = counted_value_fen, asset_id = $4"
      " WHERE county_id = $1 AND session_id = $2 AND id = $3",
      county, count, id, asset);
}

void MoveCountVersion(pg::Transaction& tx, CountyId county, CountId id) {
  tx.Run("UPDATE registry.count_session SET version = version + 1 WHERE county_id = $1 AND id = $2",
         county, id);
}

v1::CountSession ReadCount(pg::Transaction& tx, CountyId county, CountId id) {
  return pg::ReadOne<v1::CountSession>(
             tx.Run(std::string(kCountColumns) + " AND s.id = $2", county, id))
      .value();
}

v1::CountLine ReadLine(pg::Transaction& tx, CountyId county, CountId count, CountLineId id) {
  return pg::ReadOne<v1::CountLine>(
             tx.Run(std::string(kLineColumns) + " AND l.id = $3", county, count, id))
      .value();
}

google::protobuf::RepeatedPtrField<v1::CountSession> ListCountsOf(pg::Transaction& tx,
                                                                  const CountQuery& query) {
  pg::ListStatement list(kCounts, query.county);
  list.Within(query.within);
  if (query.org_path) list.Within({*query.org_path});
  if (query.state != 0) list.Where("s.state = " + list.Bind(static_cast<int>(query.state)));
  list.After(query.after);
  google::protobuf::RepeatedPtrField<v1::CountSession> counts;
  pg::ReadAll(list.Run(tx, kCountColumns, query.limit), &counts);
  return counts;
}

google::protobuf::RepeatedPtrField<v1::CountLine> ListLinesOf(pg::Transaction& tx, CountyId county,
                                                              CountId count,
                                                              const std::optional<Uuid>& after,
                                                              int limit) {
  google::protobuf::RepeatedPtrField<v1::CountLine> lines;
  pg::ReadAll(tx.Run(std::string(kLineColumns) +
                         " AND ($3::uuid IS NULL OR l.id > $3) ORDER BY l.id LIMIT $4",
                     county, count, after, limit),
              &lines);
  return lines;
}

}  // namespace qianmo::registry
