// The archive with an exchange centre and companies that want to trade there.
#pragma once

#include <string>

#include "qianmo/registry/v1/bidder_details.grpc.pb.h"
#include "qianmo/registry/v1/bidders.grpc.pb.h"
#include "qianmo/registry/v1/parties.grpc.pb.h"
#include "qianmo/registry/v1/relations.grpc.pb.h"
#include "services/registry/archive.h"

namespace qianmo::registry {

using BidderDetails = v1::BidderDetailsService::Stub;
using Bidders = v1::BiddersService::Stub;
using Parties = v1::PartiesService::Stub;
using Relations = v1::RelationsService::Stub;

// Somebody whom the centre has admitted.
struct Trader {
  rpc::v1::Caller caller;  // with the party, as identity would know it
  std::string bidder;      // counties/7/bidders/…
  std::string party;       // parties/…
};

class Market {
 public:
  explicit Market(const std::function<void(rpc::Server&)>& beside = {});

  template <class Service, class Request, class Reply>
  Answer<Reply> Ask(const rpc::v1::Caller& caller,
                    grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Reply*),
                    const Request& request) {
    Answer<Reply> answer;
    const auto context = archive_.As(caller);
    Service stub(archive_.server().InProcess());
    answer.status = (stub.*method)(context.get(), request, &answer.reply);
    return answer;
  }

  // What a company, or a person, says of itself with all that is wanted; files are the caller's.
  v1::ApplyForAdmissionRequest Company(const rpc::v1::Caller& caller, int serial);
  v1::ApplyForAdmissionRequest Farmer(const rpc::v1::Caller& caller, int serial);
  Answer<v1::Bidder> Apply(const rpc::v1::Caller& caller,
                           const v1::ApplyForAdmissionRequest& request);
  Answer<v1::Bidder> TakeIn(const std::string& bidder);
  Answer<v1::Bidder> Admit(const std::string& bidder);
  Answer<v1::Bidder> Reject(const std::string& bidder);
  // By the whole way, in the county of the centre.
  Trader Admitted(int serial);
  Trader AdmittedAs(const rpc::v1::Caller& caller, const v1::ApplyForAdmissionRequest& request);
  // As the centre sees it.
  v1::Bidder Seen(const std::string& bidder);
  v1::Bidder::State StateOf(const std::string& bidder) { return Seen(bidder).state(); }

  const rpc::v1::Caller& officer() const { return officer_; }
  const rpc::v1::Caller& approver() const { return approver_; }
  const rpc::v1::Caller& other_approver() const { return other_approver_; }
  // The centre of another county works from now on; of county 7 at first.
  void MoveTo(int county);
  Archive& archive() { return archive_; }

 private:
  Archive archive_;
  rpc::v1::Caller officer_, approver_, other_approver_;
};

// Valid, and nobody else's in a test.
std::string CreditCode(int serial);
std::string CitizenNumber(int serial);

}  // namespace qianmo::registry
