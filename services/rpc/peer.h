// A call to another service whose answer is needed at once. Never inside a transaction, and never
// to a service that calls back: what may wait goes by the outbox.
#pragma once

#include <string>

#include <google/protobuf/message.h>

#include "rpc/call.h"
#include "rpc/channels.h"

namespace qianmo::rpc {

// Asks in the name and with the roles of whoever calls: the house lends nobody what is its own.
// `method` is the full path,
// "/qianmo.registry.v1.FilesService/DownloadFile". Refuses as the other service does; PEER_SILENT,
// to be tried again, where that does not answer or is in trouble.
Result<Done> AskPeer(const Call& call, const Channels& channels, const std::string& method,
                     const google::protobuf::Message& request, google::protobuf::Message* reply);

}  // namespace qianmo::rpc
