#include "registry/domain/relation.h"

#include <algorithm>
#include <set>

#include "registry/domain/party_refusals.h"

namespace qianmo::registry {
namespace {

bool AreSame(const Decider& a, const Decider& b) {
  return a.account == b.account || a.person == b.person;
}

bool DecidedItself(const LotComer& comer, const LotSetters& setters) {
  return std::ranges::any_of(comer.people, [&](const Decider& one) {
    return std::ranges::any_of(setters.deciders,
                               [&](const Decider& setter) { return AreSame(one, setter); });
  });
}

bool IsToAny(const Relation& relation, const LotSetters& setters) {
  return std::ranges::any_of(setters.deciders,
                             [&](const Decider& setter) { return IsTo(relation, setter); });
}

}  // namespace

bool IsStaff(RelationKind kind) {
  return kind == RelationKind::kPlatformStaff || kind == RelationKind::kCentreStaff;
}

bool HoldsOn(const Relation& relation, Date day) {
  return relation.start_date <= day && (!relation.end_date || day < *relation.end_date);
}

bool IsTo(const Relation& relation, const Decider& decider) {
  return relation.account == decider.account || relation.person == decider.person;
}

bool IsRelated(const std::vector<Relation>& relations, const Decider& decider, Date day) {
  return std::ranges::any_of(relations, [&](const Relation& relation) {
    return HoldsOn(relation, day) && IsTo(relation, decider);
  });
}

Result<Done> CheckRelationDates(Date start, const std::optional<Date>& end) {
  if (end && *end <= start) return refusals::RelationDatesInvalid();
  return Done{};
}

Result<Done> DecideEndRelation(const Relation& relation, const Decider& decider, Date end) {
  if (IsTo(relation, decider)) return refusals::OfficerRelated();
  const bool longer = relation.end_date && end > *relation.end_date;
  if (longer || end <= relation.start_date) return refusals::RelationDatesInvalid();
  return Done{};
}

Result<Done> DecideRecusal(const Relation& relation, const Decider& decider) {
  if (IsTo(relation, decider)) return refusals::OfficerRelated();
  // Staff is barred whoever steps aside.
  if (IsStaff(relation.kind)) return refusals::RelationNeedsNoRecusal();
  if (relation.recused) return refusals::RecusalRecorded();
  return Done{};
}

std::optional<Refusal> BarredFrom(const LotComer& comer, const LotSetters& setters, Date day) {
  if (DecidedItself(comer, setters)) return refusals::BidderSetPrice();
  for (const Relation& relation : comer.relations) {
    if (!HoldsOn(relation, day)) continue;
    if (IsStaff(relation.kind)) return refusals::BidderIsStaff();
    if (!IsToAny(relation, setters)) continue;
    if (relation.kind == RelationKind::kCadre) return refusals::BidderSetPrice();
    if (!relation.recused) return refusals::RecusalMissing();
  }
  return std::nullopt;
}

std::vector<RelationKind> FlagsOf(const std::vector<Relation>& relations, Date day) {
  std::set<RelationKind> kinds;
  for (const Relation& relation : relations) {
    if (HoldsOn(relation, day)) kinds.insert(relation.kind);
  }
  return {kinds.begin(), kinds.end()};
}

}  // namespace qianmo::registry
