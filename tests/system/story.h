// What stories have in common: the whole exchange in both of its forms, and the people of the demo
// and new ones, who sign in through the gateway.
#pragma once

#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/becomes.h"
#include "support/stack.h"

namespace qianmo {

std::string NewRequestId();
std::string Quoted(const std::string& text);
// {"requestId": a new one, …}; the values are JSON.
std::string Wish(const std::vector<std::pair<std::string, std::string>>& fields = {});

class Story : public testing::TestWithParam<support::Mode> {
 protected:
  static constexpr char kPassword[] = "rice-field-path";

  Story() : stack_(GetParam()) {}

  // A small county of qianmoctl demo, which is county 1. Returns what it printed.
  std::string LoadDemo();
  std::string SignIn(const std::string& handle, const std::string& code = "",
                     const std::string& password = kPassword);
  // What the authenticator of an officer of the demo shows now; "" where the office needs none.
  std::string CodeOf(const std::string& handle);
  // With the demo, as one of its officers.
  std::string SignInAsOfficer(const std::string& handle);
  // Somebody who is not of the demo; returns the account.
  std::string SignUp(const std::string& phone, const std::string& name = "李四");
  // Lets `agent` bid for `principal` for a month, which the principal is told.
  support::Answer Appoint(const std::string& principal, const std::string& agent,
                          const std::string& session);

  // Whether it becomes so within `limit`.
  template <class Met>
  static bool Becomes(Met&& met) {
    return support::Becomes(met, std::chrono::milliseconds(50));
  }

  support::Stack stack_;
};

// For INSTANTIATE_TEST_SUITE_P.
inline auto BothModes() { return testing::Values(support::Mode::kWhole, support::Mode::kSplit); }
inline std::string NameOfMode(const testing::TestParamInfo<support::Mode>& mode) {
  return mode.param == support::Mode::kWhole ? "Whole" : "Split";
}

}  // namespace qianmo
