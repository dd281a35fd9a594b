// The messages service, put together.
#pragma once

#include "messages/sender.h"
#include "rpc/server.h"

namespace qianmo::messages {

// Without a provider in `options` texts wait in the database.
void Install(rpc::Hosted& hosted, const SenderOptions& options = {});

}  // namespace qianmo::messages
