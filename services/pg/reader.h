// Rows into proto messages by reflection: a column's alias is the path of the field it fills.
#pragma once

#include <optional>

#include <google/protobuf/message.h>
#include <google/protobuf/repeated_field.h>
#include <pqxx/result>

#include "pg/trouble.h"

namespace qianmo::pg {

// Fills `message` from `row`. Aliases are proto field names, dotted for nested messages
// ("caller.county_id"). Repeated fields come from json arrays (json_agg) whose objects use field
// names again; enums from value names or numbers; google.protobuf.Timestamp from timestamptz,
// google.type.Date from date, bytes from bytea. NULL leaves the field unset. Throws ColumnError,
// naming the column, for an alias that is no field, for one that PostgreSQL cut at 63 bytes and for
// a value that does not fit its field.
void ReadRow(const pqxx::row& row, google::protobuf::Message* message);

// The only row; nothing when there is none; Trouble when there are several.
template <class M>
std::optional<M> ReadOne(const pqxx::result& result) {
  if (result.empty()) return std::nullopt;
  if (result.size() > 1) throw Trouble("a statement that should find one row found several");
  std::optional<M> message(std::in_place);
  ReadRow(result.front(), &*message);
  return message;
}

template <class M>
void ReadAll(const pqxx::result& result, google::protobuf::RepeatedPtrField<M>* messages) {
  messages->Reserve(messages->size() + static_cast<int>(result.size()));
  for (const auto& row : result) ReadRow(row, messages->Add());
}

}  // namespace qianmo::pg
