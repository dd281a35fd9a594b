// What the collectives of a county own, and their merges and splits, through the services.
#pragma once

#include <string>
#include <vector>

#include "qianmo/registry/v1/assets.grpc.pb.h"
#include "qianmo/registry/v1/counts.grpc.pb.h"
#include "qianmo/registry/v1/parcels.grpc.pb.h"
#include "qianmo/registry/v1/recoveries.grpc.pb.h"
#include "qianmo/registry/v1/units.grpc.pb.h"
#include "services/registry/county.h"

namespace qianmo::registry {

class Belongings {
 public:
  explicit Belongings(County& county) : county_(county) {}

  template <class Service, class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = county_.archive().As(caller);
    Service stub(county_.archive().server().InProcess());
    answer.status = (stub.*method)(context.get(), request, &answer.reply);
    return answer;
  }

  // Things that must be possible. Machines of this quantity and value …
  v1::Asset Have(const v1::Collective& keeper, const std::string& display_name,
                 std::int64_t quantity_e3 = 3'000, std::int64_t book_value_fen = 1'234'500);
  // … a field, each beside the others, under an asset or bare …
  v1::Parcel HaveField(const v1::Collective& keeper, const std::string& asset = "");
  // … units of a household, or collective units.
  void Issue(const v1::Collective& collective, const v1::Household& household, std::int64_t units,
             v1::UnitKind kind = v1::UNIT_KIND_MEMBER);
  void IssueOwn(const v1::Collective& collective, std::int64_t units);
  // Proposed only.
  v1::UnitChange ProposeIssue(const v1::Collective& collective, const std::string& holder,
                              std::int64_t units, v1::UnitKind kind = v1::UNIT_KIND_MEMBER);
  v1::CountSession HaveCount(const v1::Collective& collective);
  v1::RecoveryCase HaveRecovery(const v1::Collective& collective, const v1::Asset& asset);
  Answer<v1::VoterRoll> Freeze(const v1::Collective& collective, const std::string& meeting_date);

  v1::Asset Look(const v1::Asset& asset);
  v1::Parcel Look(const v1::Parcel& parcel);
  std::int64_t UnitsOf(const v1::Collective& collective, v1::UnitKind kind);

  Answer<v1::CollectiveChange> Merge(const std::vector<v1::Collective>& sources,
                                     const v1::ChangePart& part);
  Answer<v1::CollectiveChange> Split(const v1::Collective& source,
                                     const std::vector<v1::ChangePart>& parts);
  Answer<v1::CollectiveChange> Confirm(const v1::CollectiveChange& change);
  // Those that go on after a confirmed change.
  std::vector<v1::Collective> PartsOf(const v1::CollectiveChange& change);

  // Everything that a merge or a split keeps, as one text to compare.
  std::string Totals();
  // Nothing lies elsewhere than its collective, is held in a book that has ended, or by a household
  // of another collective.
  void ExpectNothingIsAstray();

 private:
  County& county_;
  int fields_ = 0;
};

v1::ChangePart PartNamed(const std::string& display_name);

}  // namespace qianmo::registry
