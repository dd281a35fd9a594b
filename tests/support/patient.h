// A client that asks the same again until a server answers, whichever dies meanwhile; and a killer.
#pragma once

#include <atomic>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <google/longrunning/operations.pb.h>
#include <grpc/support/time.h>

#include "base/clock.h"
#include "crypto/live_keyring.h"
#include "qianmo/rpc/v1/operations.grpc.pb.h"
#include "rpc/status.h"
#include "rpc/token.h"
#include "support/becomes.h"
#include "support/daemon.h"

namespace qianmo::support {

class Patient {
 public:
  Patient(const Daemon& daemon, const crypto::LiveKeyring& keyring, rpc::v1::Caller person)
      : daemon_(daemon), keyring_(keyring), person_(std::move(person)) {}

  // Throws the reason of a refusal.
  template <class Service, class Request, class Reply>
  Reply Ask(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
            const Request& request) const {
    Reply reply;
    const auto answered = [&] {
      reply.Clear();
      const auto status = Once(method, request, &reply);
      if (status.ok()) return true;
      if (status.error_code() == grpc::StatusCode::UNAVAILABLE ||
          status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
        return false;
      }
      throw std::runtime_error(rpc::ReasonOf(status) + " " + status.error_message());
    };
    if (!Becomes(answered, std::chrono::milliseconds(50), 5 * kPatience)) {
      throw std::runtime_error("never answered");
    }
    return reply;
  }

  // What an operation has answered when it is done; throws the message of its error.
  template <class Answer>
  Answer Await(const std::string& operation) const {
    rpc::v1::GetOperationRequest request;
    request.set_name(operation);
    google::longrunning::Operation now;
    const auto done = [&] {
      now = Ask(&rpc::v1::OperationsService::Stub::GetOperation, request);
      return now.done();
    };
    if (!Becomes(done, std::chrono::milliseconds(50), 5 * kPatience)) {
      throw std::runtime_error("an operation did not end");
    }
    if (now.has_error()) throw std::runtime_error(now.error().message());
    Answer answer;
    if (!now.response().UnpackTo(&answer)) throw std::runtime_error("another kind of answer");
    return answer;
  }

 private:
  template <class Service, class Request, class Reply>
  grpc::Status Once(grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request, Reply* reply) const {
    // A channel of its own each time: an old one would wait longer and longer.
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    Service stub(grpc::CreateCustomChannel(daemon_.address(), grpc::InsecureChannelCredentials(),
                                           arguments));
    grpc::ClientContext context;
    context.set_deadline(gpr_time_from_seconds(kPatience.count(), GPR_TIMESPAN));
    context.AddMetadata("authorization", "Bearer " + rpc::SignToken(*keyring_.Current(), person_,
                                                                    SystemClock().Now()));
    return (stub.*method)(&context, request, reply);
  }

  const Daemon& daemon_;
  const crypto::LiveKeyring& keyring_;
  const rpc::v1::Caller person_;
};

// Kills and restarts the server some times while `work` is done; how often.
template <class Work>
int WhileKilled(Daemon& daemon, const std::vector<std::string>& arguments, Work&& work) {
  std::atomic<bool> done = false;
  int kills = 0;
  std::thread killer([&] {
    for (const int pause : {60, 150, 300}) {
      std::this_thread::sleep_for(std::chrono::milliseconds(pause));
      if (done) return;
      ++kills;
      daemon.Kill();
      daemon.Start(arguments);
    }
  });
  std::exception_ptr trouble;
  try {
    work();
  } catch (...) {
    trouble = std::current_exception();
  }
  done = true;
  killer.join();
  if (trouble) std::rethrow_exception(trouble);
  return kills;
}

}  // namespace qianmo::support
