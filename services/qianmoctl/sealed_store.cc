#include "qianmoctl/sealed_store.h"

#include "qianmoctl/house_store.h"

namespace qianmo::ctl {
namespace {

// What every value under this key begins with (crypto/seal.h).
std::string BeginningUnder(std::uint32_t key) {
  std::string bytes = "\x01";
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(key >> shift & 0xFF);
  return bytes;
}

void Append(const pqxx::result& rows, std::vector<SealedValue>* values) {
  for (const auto& row : rows) {
    values->push_back({pg::Get<std::string>(row, "context"), pg::Get<pg::Bytes>(row, "sealed")});
  }
}

void AddColumnsNamedSealed(pg::Transaction& tx, std::vector<SealedColumn>* columns) {
  for (const auto& row :
       tx.Run("SELECT n.nspname || '.' || c.relname || '.' || a.attname AS label,"
              "  format('%I.%I', n.nspname, c.relname) AS source, quote_ident(a.attname) AS name,"
              "  quote_literal(n.nspname || '.' || c.relname || '.' || left(a.attname, -7))"
              "  || (SELECT string_agg(' || ''/'' || ' || quote_ident(k.attname), ''"
              "        ORDER BY array_position(i.indkey::int2[], k.attnum))"
              "      FROM pg_index i JOIN pg_attribute k"
              "        ON k.attrelid = i.indrelid AND k.attnum = ANY (i.indkey::int2[])"
              "      WHERE i.indrelid = c.oid AND i.indisprimary) AS context"
              " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
              " JOIN pg_namespace n ON n.oid = c.relnamespace"
              " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT a.attisdropped"
              "  AND a.atttypid = 'bytea'::regtype AND a.attname LIKE '%\\_sealed'"
              " ORDER BY label")) {
    columns->push_back({.label = pg::Get<std::string>(row, "label"),
                        .table = pg::Get<std::string>(row, "source"),
                        .column = pg::Get<std::string>(row, "name"),
                        .context = pg::Get<std::string>(row, "context"),
                        .condition = "true"});
  }
}

}  // namespace

std::vector<SealedColumn> SealedColumns(pg::Transaction& tx) {
  std::vector<SealedColumn> columns;
  AddColumnsNamedSealed(tx, &columns);
  for (const std::string& service : FurnishedServices(tx)) {
    columns.push_back({.label = service + ".journal.answer",
                       .table = service + ".journal",
                       .column = "answer",
                       .context = "'journal/' || county_id || '/' || caller || '/' || request_id",
                       .condition = "sealed"});
    columns.push_back({.label = service + ".outbox.request",
                       .table = service + ".outbox",
                       .column = "request",
                       .context = "'outbox/' || county_id || '/' || outbox_id",
                       .condition = "true"});
    for (const std::string column : {"request", "cursor", "result"}) {
      columns.push_back(
          {.label = service + ".operation." + column,
           .table = service + ".operation",
           .column = column,
           .context = "'operation." + column + "/' || county_id || '/' || operation_id",
           .condition = "octet_length(" + column + ") > 0"});
    }
  }
  return columns;
}

std::vector<SealedValue> SampleOf(pg::Transaction& tx, const SealedColumn& column,
                                  const crypto::Keyring& ring, int most) {
  const std::string select = "SELECT " + column.context + " AS context, " + column.column +
                             " AS sealed FROM " + column.table + " WHERE " + column.condition +
                             " AND substring(" + column.column + " FROM 1 FOR 5)";
  std::vector<SealedValue> values;
  std::vector<std::string> beginnings;
  for (const auto& key : ring.all(crypto::KeyPurpose::kData)) {
    beginnings.push_back(BeginningUnder(key.id()));
    Append(tx.Run(select + " = $1 LIMIT $2", pg::Bytes{beginnings.back()}, most), &values);
  }
  std::vector<pg::Bytes> known(beginnings.size());
  for (std::size_t i = 0; i < known.size(); ++i) known[i].view = beginnings[i];
  Append(tx.Run(select + " <> ALL ($1::bytea[]) LIMIT $2", pg::Array(known), most), &values);
  return values;
}

}  // namespace qianmo::ctl
