// Refusals of imports say what to do, and where.
#include "registry/domain/import_refusals.h"

#include <gtest/gtest.h>

namespace qianmo::registry::refusals {
namespace {

TEST(ImportRefusals, NameThePlaceAndTheColumns) {
  const Refusal malformed = ImportMalformed("a quote stands where none belongs", 12, 3);
  EXPECT_EQ(malformed.fields.at(0).description,
            "The file is no CSV from line 12, cell 3: a quote stands where none belongs.");
  EXPECT_EQ(malformed.metadata,
            (std::vector<std::pair<std::string, std::string>>{{"line", "12"}, {"column", "3"}}));
  EXPECT_EQ(ImportColumnMissing("户号, 姓名").fields.at(0).description,
            "These columns are missing: 户号, 姓名.");
}

TEST(ImportRefusals, OfTheFileAreInvalidAndOfTheImportPreconditions) {
  for (const Refusal& refusal :
       {ImportNotText(), ImportEmpty(), ImportTooLarge(5), ImportColumnUnknown("a"),
        ImportColumnTwice("a"), ImportDateAhead()}) {
    EXPECT_EQ(refusal.kind, Refusal::Kind::kInvalid) << refusal.reason;
    EXPECT_EQ(refusal.fields.size(), 1u) << refusal.reason;
  }
  for (const Refusal& refusal :
       {ImportNotChecked(), ImportEnded(), ImportSamePerson(), ImportStale(2), ExportTooLarge(5),
        ImportMembersElsewhere(3), RevealTooLarge(9), RevealAnswered()}) {
    EXPECT_EQ(refusal.kind, Refusal::Kind::kPrecondition) << refusal.reason;
  }
}

}  // namespace
}  // namespace qianmo::registry::refusals
