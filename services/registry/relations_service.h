// Kin and staff: declared by parties or recorded by the centre.
#pragma once

#include "qianmo/registry/v1/relations.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class RelationsService {
 public:
  Result<v1::Relation> DeclareRelation(rpc::Call& call, const v1::DeclareRelationRequest& request);
  Result<v1::Relation> EndRelation(rpc::Call& call, const v1::EndRelationRequest& request);
  Result<v1::Relation> RecordRecusal(rpc::Call& call, const v1::RecordRecusalRequest& request);
  Result<v1::ListRelationsResponse> ListRelations(rpc::Call& call,
                                                  const v1::ListRelationsRequest& request);
};

}  // namespace qianmo::registry
