// The chores of messages: what is over ends, and what is old goes.
#pragma once

#include "rpc/server.h"

namespace qianmo::messages {

// Before the server starts.
void KeepTidy(rpc::Hosted& hosted);

// The pieces of the chores, each of a bounded size; whether there is more of it. What has an end is
// looked at often: codes, deliveries that nobody sent or printed in time, texts whose reports never
// came, PDFs that nobody fetched.
bool EndWhatIsOver(const rpc::Room& room, CountyId county);
// What is older than kKeepMessages.
bool RemoveWhatIsOld(const rpc::Room& room, CountyId county);

}  // namespace qianmo::messages
