// How the owner of an account wants to be told: reading and changing it.
#pragma once

#include "qianmo/messages/v1/inbox_resources.pb.h"
#include "rpc/call.h"

namespace qianmo::messages {

class PreferencesService {
 public:
  Result<v1::Preferences> GetPreferences(rpc::Call& call, const v1::GetPreferencesRequest& request);
  Result<v1::Preferences> UpdatePreferences(rpc::Call& call,
                                            const v1::UpdatePreferencesRequest& request);
};

}  // namespace qianmo::messages
