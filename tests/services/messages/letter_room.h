// A room whose letters are posted, printed, downloaded and handed over through the service.
#pragma once

#include <thread>

#include <gtest/gtest.h>

#include "qianmo/messages/v1/letters.grpc.pb.h"
#include "qianmo/rpc/v1/content.pb.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "rpc/timestamp.h"
#include "services/messages/post_room.h"

namespace qianmo::messages {

using google::longrunning::Operation;
using rpc::v1::Caller;
using rpc::v1::Role;
using Stub = v1::LettersService::Stub;
using Batch = v1::LetterBatch;

class Letters : public testing::Test {
 protected:
  // To a household of the village; the request_id.
  std::string Post(const std::string& name = "王德福", const std::string& org_path = kVillage,
                   const std::string& household = NewId(),
                   const std::string& code = "K7M-2QX-9F4T") {
    v1::SendMessageRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewId());
    request.set_template_(v1::TEMPLATE_HOUSEHOLD_LETTER);
    request.set_household("counties/7/households/" + household);
    request.set_org_path(org_path);
    (*request.mutable_parameters())["household"] = name;
    (*request.mutable_parameters())["letter_number"] = "7-" + std::to_string(100'000 + ++posted_);
    request.set_link("/activate?letter=7-" + std::to_string(100'000 + posted_));
    request.mutable_addressee()->set_display_name(name);
    request.mutable_addressee()->set_address("青石镇大塘村");
    request.set_one_time_code(code);
    *request.mutable_expire_time() =
        rpc::ToTimestamp(room_.clock().Now() + std::chrono::hours(1440));
    const auto sent = room_.Send(request);
    EXPECT_TRUE(sent.ok()) << sent.reason();
    return request.request_id();
  }

  static v1::PrintLettersRequest Wanted(const std::string& org_path = kTownship,
                                        Batch::Kind kind = Batch::KIND_LETTERS) {
    v1::PrintLettersRequest request;
    request.set_parent("counties/7");
    request.set_request_id(NewId());
    request.set_org_path(org_path);
    request.set_kind(kind);
    request.set_place("青石镇");
    request.set_sender("青石镇农村集体资产管理服务中心");
    request.add_help("电话：0571-8800 1234");
    return request;
  }
  Answer<Operation> Print(const Caller& caller, const v1::PrintLettersRequest& request) {
    return room_.Ask(caller, &Stub::PrintLetters, request);
  }
  // The operation when it is done; throws when that takes too long.
  Operation Await(const Caller& caller, const std::string& name) {
    rpc::v1::GetOperationRequest request;
    request.set_name(name);
    for (int i = 0; i < 1500; ++i) {
      const auto got = room_.Ask(caller, &rpc::v1::OperationsService::Stub::GetOperation, request);
      if (got.reply.done()) return got.reply;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("the operation does not end");
  }
  Batch PrintAll(const Caller& caller, const v1::PrintLettersRequest& request) {
    const auto begun = Print(caller, request);
    EXPECT_TRUE(begun.ok()) << begun.reason();
    Batch batch;
    const Operation operation = Await(caller, begun.reply.name());
    EXPECT_TRUE(operation.response().UnpackTo(&batch)) << operation.error().message();
    return batch;
  }
  template <class Request, class Reply>
  Answer<Reply> On(const Caller& caller,
                   grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
                   const std::string& name) {
    Request request;
    request.set_name(name);
    if constexpr (requires { request.set_request_id(""); }) request.set_request_id(NewId());
    return room_.Ask(caller, method, request);
  }
  // In windows of this size, as the gateway reads.
  std::string Download(const Caller& caller, const std::string& name, std::int64_t window = 0) {
    std::string content;
    for (;;) {
      v1::DownloadLetterBatchRequest request;
      request.set_name(name);
      request.mutable_window()->set_offset(static_cast<std::int64_t>(content.size()));
      request.mutable_window()->set_limit(window);
      const auto got = room_.Ask(caller, &Stub::DownloadLetterBatch, request);
      EXPECT_TRUE(got.ok()) << got.reason();
      if (!got.reply.extensions(0).UnpackTo(&info_)) return "";
      content += got.reply.data();
      if (got.reply.data().empty() ||
          static_cast<std::int64_t>(content.size()) >= info_.total_size()) {
        return content;
      }
    }
  }
  std::string States() {
    return room_.Query(
        "SELECT coalesce(string_agg(state::text, '' ORDER BY id), '') FROM messages.delivery");
  }
  std::string Codes() {
    return room_.Query("SELECT count(*) FROM messages.message WHERE code_sealed IS NOT NULL");
  }

  static Caller Holding(Role role, const std::string& org_path) {
    return WithRole(Person(), role, org_path);
  }

  PostRoom room_{{.provider = {}, .site = "https://qianmo.example.cn"}};
  int posted_ = 0;
  rpc::v1::ContentInfo info_;
  const Caller agent_ = Holding(rpc::v1::ROLE_TOWNSHIP_AGENT, kTownship);
  const Caller clerk_ = Holding(rpc::v1::ROLE_VILLAGE_CLERK, kVillage);
  const Caller county_ = Holding(rpc::v1::ROLE_COUNTY_ADMIN, kCounty);
};

}  // namespace qianmo::messages
