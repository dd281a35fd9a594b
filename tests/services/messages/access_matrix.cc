#include "services/messages/access_matrix.h"

namespace qianmo::messages {

using enum Place;

// clang-format off
const std::vector<Row> kAccessMatrix = {
    // s nobody
    // | | clerk chair supervisor
    // | | |   member head
    // | | |   |  bidder
    // | | |   |  | township agent, approver
    // | | |   |  | |  centre officer, approver
    // | | |   |  | |  |  county admin
    // | | |   |  | |  |  | discipline, audit
    // | | |   |  | |  |  | |  bank
    // | | |   |  | |  |  | |  | service
    // Messages come from the services alone.
    {"SendMessage", kHome,
      "U - --- -- - -- -- - -- - +"},
    {"SendMessage", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"WithdrawLetters", kHome,
      "U - --- -- - -- -- - -- - +"},
    {"WithdrawLetters", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"StartReseal", kHome,
      "U - --- -- - -- -- + -- - -"},
    {"StartReseal", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // What leaves the house: the offices that look after it, and those that watch. Which
    // organisations they see of is in deliveries_test.cc.
    {"ListOutbound", kHome,
      "U - --- -- - ++ +- + ++ - -"},
    {"ListOutbound", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"GetDelivery", kHome,
      "U - --- -- - ++ +- + ++ - -"},
    {"GetDelivery", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"RetryOutbound", kHome,
      "U - --- -- - ++ +- + -- - -"},
    {"RetryOutbound", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // What lies in an inbox is read by its owner alone: no office looks into it.
    {"GetInbox", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"GetInbox", kOther,
      "U - --- -- - -- -- - -- - -"},
    {"GetInbox", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"WatchInbox", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"WatchInbox", kOther,
      "U - --- -- - -- -- - -- - -"},
    {"WatchInbox", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"ListInbox", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"ListInbox", kOther,
      "U - --- -- - -- -- - -- - -"},
    {"ListInbox", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"GetInboxMessage", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"GetInboxMessage", kOther,
      "U - --- -- - -- -- - -- - -"},
    {"GetInboxMessage", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"MarkRead", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"MarkRead", kOther,
      "U - --- -- - -- -- - -- - -"},
    {"MarkRead", kAbroad,
      "U - --- -- - -- -- - -- - -"},

    // The same for how somebody wants to be told.
    {"GetPreferences", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"GetPreferences", kOther,
      "U - --- -- - -- -- - -- - -"},
    {"GetPreferences", kAbroad,
      "U - --- -- - -- -- - -- - -"},
    {"UpdatePreferences", kOwn,
      "U + +++ ++ + ++ ++ + ++ + +"},
    {"UpdatePreferences", kOther,
      "U - --- -- - -- -- - -- - -"},
    {"UpdatePreferences", kAbroad,
      "U - --- -- - -- -- - -- - -"},
};
// clang-format on

}  // namespace qianmo::messages
