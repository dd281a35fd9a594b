// Collectives: where they stand in the county, how they are organised, which credit code fits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/org_path.h"
#include "base/result.h"

namespace qianmo::registry {

using CollectiveId = Id<struct CollectiveTag>;

enum class CollectiveState { kActive = 1, kEnded = 2 };
enum class CollectiveForm { kOwn = 1, kCommittee = 2, kOffice = 3 };
enum class BookType { kSeparate = 1, kJoint = 2, kNone = 3 };

// What the rules want of a collective.
struct Collective {
  CollectiveId id;
  std::optional<CollectiveId> parent;  // none of a township
  OrgPath org_path;
  CollectiveState state;
  CollectiveForm form;
  BookType book_type;

  OrgLevel level() const { return org_path.level(); }
};

// Refuses COLLECTIVE_ENDED.
Result<Done> CheckActive(const Collective& collective);

// The path of a new one: below its parent, or a township of the county where there is none.
// Refuses COLLECTIVE_ENDED (the parent's), LEVEL_UNFIT below a group.
Result<OrgPath> PathOfNew(CountyId county, const std::optional<Collective>& parent,
                          CollectiveId id);

// Only townships have an office without a collective, and an office keeps no books of a collective.
// Refuses FORM_UNFIT.
Result<Done> CheckForm(OrgLevel level, CollectiveForm form, BookType book_type);

// The code in its only form; "" while there is none. A collective's own begins with N1 (group), N2
// (village), N3 (township); a committee's with 54, an office's with 1 or 54.
// Refuses CREDIT_CODE_MALFORMED, CREDIT_CODE_UNFIT.
Result<std::string> ReadCodeOf(std::string_view field, std::string_view typed, OrgLevel level,
                               CollectiveForm form);

}  // namespace qianmo::registry
