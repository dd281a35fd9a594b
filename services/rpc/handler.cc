#include "rpc/handler.h"

#include "rpc/field_rules.h"
#include "rpc/log.h"
#include "rpc/reasons.h"
#include "rpc/secrecy.h"
#include "rpc/status.h"

namespace qianmo::rpc {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kComeBackIn{200};

Refusal Overloaded() {
  return {.kind = Refusal::Kind::kExhausted,
          .reason = "OVERLOADED",
          .message = "too much work is waiting already",
          .retry_after = kComeBackIn};
}

// Long requests are told by their size: a line of the log must stay one write.
LogField::Json RequestForLog(const google::protobuf::Message& request) {
  constexpr std::size_t kMostLogged = 2'000;
  if (request.ByteSizeLong() <= kMostLogged) {
    std::string json = MaskedJson(request);
    if (json.size() <= kMostLogged) return {std::move(json)};
  }
  return {"{\"bytes\":" + std::to_string(request.ByteSizeLong()) + "}"};
}

// An answer that nobody checked is a bug; it is kept back.
void RequireChecks(const MethodPolicy& policy, const Call& call) {
  if (!policy.is_public && !call.scope_checked()) {
    throw std::logic_error(policy.full_name + " answered without checking the object's scope");
  }
  if (!policy.reads_only && !call.journaled()) {
    throw std::logic_error(policy.full_name + " changed something outside the journal");
  }
}

// Runs `work` and turns whatever it throws into the status that tells the caller what to do next.
template <class F>
grpc::Status Guarded(const std::string& incident, std::string* trouble, F&& work) {
  try {
    return work();
  } catch (const pg::Exhausted& e) {
    *trouble = e.what();
    return ToStatus(Overloaded());
  } catch (const pg::Contended& e) {
    *trouble = e.what();
    return Trouble(grpc::StatusCode::ABORTED, "others kept getting in the way, try again",
                   incident);
  } catch (const pg::DeadlineExceeded& e) {
    *trouble = e.what();
    return Trouble(grpc::StatusCode::DEADLINE_EXCEEDED, "it took too long", incident);
  } catch (const pg::Unavailable& e) {
    *trouble = e.what();
    return Trouble(grpc::StatusCode::UNAVAILABLE, "the database cannot be reached", incident);
  } catch (const pg::InDoubt& e) {
    *trouble = e.what();
    return Trouble(grpc::StatusCode::UNAVAILABLE,
                   "it may or may not have happened: send the same request_id again", incident);
  } catch (const pg::CommitUnknown& e) {
    *trouble = e.what();
    return Trouble(grpc::StatusCode::UNKNOWN,
                   "it happened here but is not yet safe elsewhere: look before trying again",
                   incident);
  } catch (const std::exception& e) {
    *trouble = e.what();
    return Trouble(grpc::StatusCode::INTERNAL, "something went wrong here", incident);
  }
}

}  // namespace

Handler::Visit Handler::Begin(const MethodPolicy& policy, const Envelope& envelope,
                              const google::protobuf::Message& request) {
  return {.policy = policy,
          .request = request,
          .arrived = envelope.arrived,
          .trace = Trace::Continue(envelope.traceparent),
          .caller = std::make_shared<v1::Caller>()};
}

grpc::Status Handler::Serve(const MethodPolicy& policy, const Envelope& envelope,
                            const google::protobuf::Message& request, const Invoke& invoke) {
  Visit visit = Begin(policy, envelope, request);
  return Conclude(visit, [&] {
    std::unique_ptr<Call> call;
    const grpc::Status refused = Admit(envelope, &visit, &call);
    return call ? StatusOf(*call, invoke(*call)) : refused;
  });
}

void Handler::Gather(const MethodPolicy& policy, const Envelope& envelope,
                     const google::protobuf::Message& request, google::protobuf::Message* reply,
                     Batcher& batcher, const Finish& finish) {
  const auto visit = std::make_shared<Visit>(Begin(policy, envelope, request));
  std::unique_ptr<Call> call;
  grpc::Status refused;
  std::string trouble;
  refused =
      Guarded(visit->trace.trace_id, &trouble, [&] { return Admit(envelope, visit.get(), &call); });
  if (!call) {
    return finish(Conclude(*visit, [&] { return refused; }));
  }
  auto command = std::make_unique<Gathered>();
  command->call = std::move(call);
  command->reply = reply;
  command->finish = [this, visit, finish](Call& done, const Gathered::Outcome& outcome) {
    finish(Conclude(*visit, [&] { return StatusOf(done, outcome()); }));
  };
  if (!batcher.Add(std::move(command))) finish(TurnAway(policy));
}

grpc::Status Handler::Conclude(const Visit& visit, const std::function<grpc::Status()>& work) {
  std::string trouble;
  const grpc::Status status = Guarded(visit.trace.trace_id, &trouble, work);
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - visit.arrived);
  metrics_.CountCall(visit.policy.full_name, status.error_code(), took);
  if (!status.ok() || !visit.policy.reads_only) {
    const bool ours = !trouble.empty();
    Log(ours ? Level::kError : Level::kInfo, "call",
        {{"method", visit.policy.full_name},
         {"code", std::int64_t{status.error_code()}},
         {"reason", ReasonOf(status)},
         {"took_us", took.count()},
         {"trace_id", visit.trace.trace_id},
         {"county_id", std::int64_t{visit.caller->county_id()}},
         {"account_id", visit.caller->account_id()},
         {"request", RequestForLog(visit.request)},
         {"trouble", trouble}});
  }
  return status;
}

grpc::Status Handler::TurnAway(const MethodPolicy& policy) {
  metrics_.CountCall(policy.full_name, grpc::StatusCode::RESOURCE_EXHAUSTED, {});
  return ToStatus(Overloaded());
}

grpc::Status Handler::Admit(const Envelope& envelope, Visit* visit, std::unique_ptr<Call>* call) {
  if (steady_clock::now() >= envelope.deadline) {
    return {grpc::StatusCode::DEADLINE_EXCEEDED, "the caller's time was over before work began"};
  }
  auto identified = Identify(visit->policy, envelope);
  if (!identified) return ToStatus(identified.refusal());
  visit->caller = identified->caller;
  const auto fields = CheckFieldRules(visit->request);
  if (!fields) return ToStatus(fields.refusal());
  *call = std::make_unique<Call>(
      room_, Arrival{visit->policy, visit->request, visit->caller, visit->trace, envelope.deadline,
                     envelope.client_address, envelope.client_channel, identified->expires});
  return grpc::Status::OK;
}

grpc::Status Handler::StatusOf(const Call& call, const Result<Done>& outcome) {
  if (!outcome) {
    RequireDeclared(call.policy(), outcome.refusal());
    return ToStatus(outcome.refusal());
  }
  RequireChecks(call.policy(), call);
  return grpc::Status::OK;
}

// Clients translate by reason, and learn from the proto which ones there are. The answer is given
// all the same: it is right, only the proto is not.
void Handler::RequireDeclared(const MethodPolicy& policy, const Refusal& refusal) {
  if (IsReasonOfAnyMethod(refusal.reason) || policy.refusals.contains(refusal.reason)) return;
  metrics_.CountUndeclared(policy.full_name, refusal.reason);
  Log(Level::kError, "undeclared_refusal",
      {{"method", policy.full_name}, {"reason", refusal.reason}});
}

Result<Handler::Identified> Handler::Identify(const MethodPolicy& policy,
                                              const Envelope& envelope) {
  static constexpr std::string_view kBearer = "Bearer ";
  if (envelope.authorization.empty()) {
    if (!policy.is_public) {
      return Refusal{Refusal::Kind::kUnauthenticated, "TOKEN_MISSING", "sign in first"};
    }
    return Identified{std::make_shared<v1::Caller>(), std::nullopt};
  }
  const std::string_view given = envelope.authorization;
  if (given.substr(0, kBearer.size()) != kBearer) {
    return Refusal{Refusal::Kind::kUnauthenticated, "TOKEN_INVALID",
                   "the authorization is not a bearer token"};
  }
  QM_ASSIGN(auto verified, tokens_.Verify(given.substr(kBearer.size()), room_.clock.Now()));
  if (!policy.is_public) QM_TRY(CheckRole(policy, *verified.caller));
  return Identified{std::move(verified.caller), verified.expires};
}

}  // namespace qianmo::rpc
