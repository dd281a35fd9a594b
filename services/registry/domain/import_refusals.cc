#include "registry/domain/import_refusals.h"

#include <utility>

#include "registry/domain/field_refusal.h"

namespace qianmo::registry::refusals {
namespace {

Refusal AboutColumns(std::string reason, std::string message, const std::string& columns) {
  return OfField("file", std::move(reason), std::move(message) + " " + columns + ".")
      .With("columns", columns);
}

Refusal ImportRule(std::string reason, std::string message) {
  return {Refusal::Kind::kPrecondition, std::move(reason), std::move(message)};
}

}  // namespace

Refusal ImportNotText() {
  return OfField("file", "IMPORT_NOT_TEXT",
                 "The file is no plain text in UTF-8 or GB18030: save the table as CSV.");
}

Refusal ImportEmpty() { return OfField("file", "IMPORT_EMPTY", "The table has no rows."); }

Refusal ImportMalformed(std::string_view problem, std::int64_t line, int column) {
  return OfField("file", "IMPORT_MALFORMED",
                 "The file is no CSV from line " + std::to_string(line) + ", cell " +
                     std::to_string(column) + ": " + std::string(problem) + ".")
      .With("line", std::to_string(line))
      .With("column", std::to_string(column));
}

Refusal ImportTooLarge(std::int64_t most_rows) {
  return OfField("file", "IMPORT_TOO_LARGE", "A table has at most so many rows: cut it in parts.")
      .With("most_rows", std::to_string(most_rows));
}

Refusal ImportTooBad(std::int64_t most_faults) {
  return OfField("file", "IMPORT_TOO_BAD", "So much is wrong that this must be another table.")
      .With("most_faults", std::to_string(most_faults));
}

Refusal ImportColumnUnknown(const std::string& columns) {
  return AboutColumns("IMPORT_COLUMN_UNKNOWN", "Nobody knows what these columns mean:", columns);
}

Refusal ImportColumnTwice(const std::string& columns) {
  return AboutColumns("IMPORT_COLUMN_TWICE", "These columns are there more than once:", columns);
}

Refusal ImportColumnMissing(const std::string& columns) {
  return AboutColumns("IMPORT_COLUMN_MISSING", "These columns are missing:", columns);
}

Refusal ImportNotFound() {
  return {Refusal::Kind::kNotFound, "IMPORT_NOT_FOUND", "There is no such import."};
}

Refusal ImportNotChecked() {
  return ImportRule("IMPORT_NOT_CHECKED", "The import is not waiting to be confirmed.");
}

Refusal ImportEnded() { return ImportRule("IMPORT_ENDED", "The import has ended already."); }

Refusal ImportSamePerson() {
  return ImportRule("SAME_PERSON", "Whoever brought the table does not confirm it.");
}

Refusal ImportDateAhead() {
  return OfField("effective_date", "IMPORT_DATE_AHEAD", "Nobody has joined yet on this day.");
}

Refusal ImportStale(std::int64_t items) {
  return ImportRule("IMPORT_STALE",
                    "The registry changed since the table was checked: import it again.")
      .With("items", std::to_string(items));
}

Refusal ImportMembersElsewhere(std::int64_t members) {
  return ImportRule("IMPORT_MEMBERS_ELSEWHERE",
                    "Some are members of households elsewhere: the township or the county, which "
                    "may know, must import the table.")
      .With("members", std::to_string(members));
}

Refusal RevealTooLarge(std::int64_t most_bytes) {
  return ImportRule("EXPORT_TOO_LARGE", "This is more than one answer holds: take a part of it.")
      .With("most_bytes", std::to_string(most_bytes));
}

Refusal RevealAnswered() {
  return ImportRule("REVEAL_ANSWERED", "This was answered before: ask anew, with a reason.");
}

Refusal ExportTooLarge(std::int64_t most_rows) {
  return ImportRule("EXPORT_TOO_LARGE",
                    "This is more than one file holds: export a part of the county.")
      .With("most_rows", std::to_string(most_rows));
}

}  // namespace qianmo::registry::refusals
