#include "registry/domain/collective.h"

#include "base/credit_code.h"
#include "registry/domain/collective_refusals.h"
#include "registry/domain/request_refusals.h"

namespace qianmo::registry {
namespace {

std::string_view PrefixAtLevel(OrgLevel level) {
  switch (level) {
    case OrgLevel::kTownship:
      return "N3";
    case OrgLevel::kVillage:
      return "N2";
    default:
      return "N1";
  }
}

bool CodeFits(std::string_view code, OrgLevel level, CollectiveForm form) {
  switch (form) {
    case CollectiveForm::kOwn:
      return code.starts_with(PrefixAtLevel(level));
    case CollectiveForm::kCommittee:
      return code.starts_with("54");
    default:
      return code.starts_with('1') || code.starts_with("54");
  }
}

}  // namespace

Result<Done> CheckActive(const Collective& collective) {
  if (collective.state != CollectiveState::kActive) return refusals::CollectiveEnded();
  return Done{};
}

Result<OrgPath> PathOfNew(CountyId county, const std::optional<Collective>& parent,
                          CollectiveId id) {
  OrgPath above = OrgPath::Of(county);
  if (parent) {
    QM_TRY(CheckActive(*parent));
    above = parent->org_path;
  }
  if (above.level() == OrgLevel::kGroup) return refusals::LevelUnfit();
  return OrgPath::Parse(above.text() + id.ToString() + "/").value();
}

Result<Done> CheckForm(OrgLevel level, CollectiveForm form, BookType book_type) {
  const bool office = form == CollectiveForm::kOffice;
  if (office && level != OrgLevel::kTownship) {
    return refusals::FormUnfit("form", "Only a township has an office without a collective.");
  }
  if (office && book_type != BookType::kNone) {
    return refusals::FormUnfit("book_type", "An office keeps no books of a collective.");
  }
  return Done{};
}

Result<std::string> ReadCodeOf(std::string_view field, std::string_view typed, OrgLevel level,
                               CollectiveForm form) {
  if (typed.empty()) return std::string();
  const auto code = ReadCreditCode(typed);
  if (!code) return refusals::CreditCodeMalformed(field);
  if (!CodeFits(*code, level, form)) return refusals::CreditCodeUnfit(field, Name(level));
  return *code;
}

}  // namespace qianmo::registry
