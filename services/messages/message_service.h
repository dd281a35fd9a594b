// Takes messages in, from the outboxes of the other services.
#pragma once

#include "qianmo/messages/v1/messages.pb.h"
#include "rpc/call.h"

namespace qianmo::messages {

class MessageService {
 public:
  Result<v1::Message> SendMessage(rpc::Call& call, const v1::SendMessageRequest& request);
  Result<v1::WithdrawLettersResponse> WithdrawLetters(rpc::Call& call,
                                                      const v1::WithdrawLettersRequest& request);
};

}  // namespace qianmo::messages
