// Members: joining, read, changed; what becomes of them; who was on the roll when.
#pragma once

#include "qianmo/registry/v1/members.pb.h"
#include "rpc/call.h"

namespace qianmo::registry {

class MembersService {
 public:
  Result<v1::Member> AddMember(rpc::Call& call, const v1::AddMemberRequest& request);
  Result<v1::Member> GetMember(rpc::Call& call, const v1::GetMemberRequest& request);
  Result<v1::ListMembersResponse> ListMembers(rpc::Call& call,
                                              const v1::ListMembersRequest& request);
  Result<v1::FindMembersResponse> FindMembers(rpc::Call& call,
                                              const v1::FindMembersRequest& request);
  Result<v1::Member> UpdateMember(rpc::Call& call, const v1::UpdateMemberRequest& request);
  Result<v1::Member> RecordMemberEvent(rpc::Call& call,
                                       const v1::RecordMemberEventRequest& request);
  Result<v1::Member> MoveMember(rpc::Call& call, const v1::MoveMemberRequest& request);
  Result<v1::ListMemberEventsResponse> ListMemberEvents(rpc::Call& call,
                                                        const v1::ListMemberEventsRequest& request);
  Result<v1::GetMemberRollResponse> GetMemberRoll(rpc::Call& call,
                                                  const v1::GetMemberRollRequest& request);
  Result<v1::RevealMemberResponse> RevealMember(rpc::Call& call,
                                                const v1::RevealMemberRequest& request);
};

}  // namespace qianmo::registry
