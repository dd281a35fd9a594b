// Tells the messages service who a recipient is and how to reach them.
#pragma once

#include "qianmo/identity/v1/contacts.pb.h"
#include "rpc/call.h"

namespace qianmo::identity {

class ContactsService {
 public:
  Result<v1::ResolveContactsResponse> ResolveContacts(rpc::Call& call,
                                                      const v1::ResolveContactsRequest& request);
};

}  // namespace qianmo::identity
