// Kin and staff: what ties a party to those who decide, and what it may therefore not do.
#pragma once

#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace qianmo::registry {

using RelationId = Id<struct RelationTag>;

// The numbers are those of qianmo.registry.v1.Relation.Kind. Staff and cadres are the party itself
// or somebody in it; kin are of somebody else.
enum class RelationKind {
  kKinOfCadre = 1,    // 村干部的亲属
  kKinOfOfficer = 2,  // 平台、中心、乡镇工作人员的亲属
  kPlatformStaff = 3,
  kCentreStaff = 4,
  kCadre = 5,
};

// Somebody with an office, as the registry knows them.
struct Decider {
  Uuid account;
  Uuid person;
};

struct Relation {
  RelationKind kind = RelationKind::kKinOfCadre;
  // Who it is to, where the centre has found it out.
  std::optional<Uuid> account = {};
  std::optional<Uuid> person = {};
  Date start_date = {};
  std::optional<Date> end_date = {};  // the day after the last one
  bool recused = false;
};

bool IsStaff(RelationKind kind);
bool HoldsOn(const Relation& relation, Date day);
// Whether the relation is to this one.
bool IsTo(const Relation& relation, const Decider& decider);
// Whether any that holds on the day is.
bool IsRelated(const std::vector<Relation>& relations, const Decider& decider, Date day);

// Refuses RELATION_DATES_INVALID.
Result<Done> CheckRelationDates(Date start, const std::optional<Date>& end);
// It ends after its first day and not after the end that it has: what was said cannot be made
// longer. By somebody else than whom it is to. Refuses OFFICER_RELATED, RELATION_DATES_INVALID.
Result<Done> DecideEndRelation(const Relation& relation, const Decider& decider, Date end);
// Likewise. Refuses OFFICER_RELATED, RELATION_NEEDS_NO_RECUSAL, RECUSAL_RECORDED.
Result<Done> DecideRecusal(const Relation& relation, const Decider& decider);

// Those who set the price of a lot or decided on it.
struct LotSetters {
  std::vector<Decider> deciders = {};
};

// A party as it comes to a lot: whoever acts for it, and its relations.
struct LotComer {
  std::vector<Decider> people = {};
  std::vector<Relation> relations = {};
};

// Why the party may not enter the lot on this day, if so: BIDDER_IS_STAFF (platform and centre
// never bid), BIDDER_SET_PRICE, RECUSAL_MISSING (kin of somebody who decided and did not step
// aside).
std::optional<Refusal> BarredFrom(const LotComer& comer, const LotSetters& setters, Date day);
// What is shown openly beside a party that may enter: each kind once, in their order.
std::vector<RelationKind> FlagsOf(const std::vector<Relation>& relations, Date day);

}  // namespace qianmo::registry
