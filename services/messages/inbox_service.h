// The inbox of the caller: how it stands, live and asked for, what lies in it, and marking it read.
#pragma once

#include "qianmo/messages/v1/inbox_resources.pb.h"
#include "rpc/call.h"
#include "rpc/feed.h"

namespace qianmo::messages {

class InboxService {
 public:
  explicit InboxService(const rpc::Room& room);

  Result<v1::Inbox> GetInbox(rpc::Call& call, const v1::GetInboxRequest& request);
  Result<std::string> WatchInbox(rpc::Call& call, const v1::WatchInboxRequest& request);
  Result<v1::ListInboxResponse> ListInbox(rpc::Call& call, const v1::ListInboxRequest& request);
  Result<v1::InboxMessage> GetInboxMessage(rpc::Call& call,
                                           const v1::GetInboxMessageRequest& request);
  Result<v1::MarkReadResponse> MarkRead(rpc::Call& call, const v1::MarkReadRequest& request);

  rpc::Feed<v1::Inbox>& feed() { return feed_; }

 private:
  rpc::Feed<v1::Inbox> feed_;
};

}  // namespace qianmo::messages
