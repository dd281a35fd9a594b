// Every refusal that a test provokes has a reason that its method declares in the proto.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/server.h"

namespace qianmo::support {

// To be asked by whoever ends a test's server, or hosts it: fails the running test.
inline void ExpectAllRefusalsDeclared(const rpc::Server& server) {
  EXPECT_THAT(server.metrics().undeclared(), testing::IsEmpty())
      << "add them to (qianmo.rpc.v1.refusals) of these methods";
}

}  // namespace qianmo::support
