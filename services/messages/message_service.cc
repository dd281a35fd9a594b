#include "messages/message_service.h"

#include "messages/delivery_plan.h"
#include "messages/domain/refusals.h"
#include "messages/domain/texts.h"
#include "messages/instant.h"
#include "messages/message_store.h"
#include "messages/withdrawal_store.h"
#include "rpc/resource_name.h"

namespace qianmo::messages {
namespace {

using Request = v1::SendMessageRequest;

Result<Uuid> IdIn(CountyId county, std::string_view pattern, std::string_view name,
                  std::string_view field) {
  const auto parsed = rpc::ResourceName::Parse(pattern, name, field);
  const auto id = parsed ? Uuid::Parse(parsed->ids[0]) : std::nullopt;
  if (!id || parsed->county != county) return refusals::RecipientMalformed(field);
  return *id;
}

Result<Recipient> ToRole(CountyId county, const v1::RoleInOrganisation& office) {
  const bool is_role = rpc::v1::Role_IsValid(office.role()) && office.role() != 0;
  if (!is_role || !IsOrgPath(county, office.org_path())) {
    return refusals::RecipientMalformed("role");
  }
  return Recipient{
      .kind = RecipientKind::kRole, .role = office.role(), .org_path = office.org_path()};
}

Result<Recipient> RecipientOf(const Request& request, CountyId county) {
  switch (request.recipient_case()) {
    case Request::kAccount: {
      QM_ASSIGN(const Uuid id, IdIn(county, "counties/*/accounts/*", request.account(), "account"));
      return Recipient{.kind = RecipientKind::kAccount, .id = id};
    }
    case Request::kHousehold: {
      QM_ASSIGN(const Uuid id,
                IdIn(county, "counties/*/households/*", request.household(), "household"));
      return Recipient{.kind = RecipientKind::kHousehold, .id = id};
    }
    case Request::kParty: {
      QM_ASSIGN(const Uuid id, IdIn(county, "counties/*/parties/*", request.party(), "party"));
      return Recipient{.kind = RecipientKind::kParty, .id = id};
    }
    case Request::kRole:
      return ToRole(county, request.role());
    case Request::kWall:
      if (!IsOrgPath(county, request.wall())) return refusals::RecipientMalformed("wall");
      return Recipient{.kind = RecipientKind::kWall, .org_path = request.wall()};
    case Request::kPhone:
      if (request.phone().empty()) break;
      return Recipient{.kind = RecipientKind::kPhone};
    case Request::RECIPIENT_NOT_SET:
      break;
  }
  return refusals::RecipientMissing();
}

Result<MessageRow> Parse(const Request& request, CountyId county, Time now) {
  const Template* text = Newest(AllTexts(), static_cast<TemplateKind>(request.template_()));
  if (text == nullptr) return refusals::TemplateUnknown();
  QM_ASSIGN(const Recipient recipient, RecipientOf(request, county));
  if (!request.org_path().empty() && !IsOrgPath(county, request.org_path())) {
    return refusals::RecipientMalformed("org_path");
  }
  MessageRow message{.county = county,
                     .id = MessageId::Parse(request.request_id()).value(),
                     .kind = text->kind,
                     .version = text->version,
                     .recipient = recipient,
                     .phone = request.phone(),
                     .org_path = request.org_path(),
                     .link = request.link(),
                     .create_time = now};
  message.filling.values = {request.parameters().begin(), request.parameters().end()};
  message.filling.code = request.one_time_code();
  if (request.has_addressee()) {
    message.addressee = {request.addressee().display_name(), request.addressee().address()};
  }
  if (request.has_expire_time()) {
    QM_ASSIGN(message.filling.expire_time, InstantOf(request.expire_time(), "expire_time"));
  }
  QM_TRY(CheckValues(*text, message.filling.values));
  QM_TRY(CheckCode(*text, !message.filling.code.empty(), request.has_expire_time()));
  QM_TRY(CheckReach(*text, recipient.kind, request.has_addressee()));
  return message;
}

v1::Message AnswerOf(const MessageRow& message) {
  v1::Message answer;
  answer.set_name(MessageName(message.county, message.id));
  answer.set_state(static_cast<v1::Message::State>(message.state));
  answer.set_template_(static_cast<v1::Template>(message.kind));
  answer.set_template_version(message.version);
  *answer.mutable_create_time() = rpc::ToTimestamp(message.create_time);
  return answer;
}

}  // namespace

Result<v1::WithdrawLettersResponse> MessageService::WithdrawLetters(
    rpc::Call& call, const v1::WithdrawLettersRequest& request) {
  QM_ASSIGN(const auto parent, rpc::ResourceName::Parse("counties/*", request.parent(), "parent"));
  QM_TRY(call.MayTouch({.county = parent.county}));
  QM_ASSIGN(const Uuid household,
            IdIn(parent.county, "counties/*/households/*", request.household(), "household"));
  const Recipient recipient{.kind = RecipientKind::kHousehold, .id = household};
  const auto kind = static_cast<TemplateKind>(request.template_());
  return call.Write([&](pg::Transaction& tx) -> Result<v1::WithdrawLettersResponse> {
    v1::WithdrawLettersResponse response;
    response.set_letters(
        messages::WithdrawLetters(tx, parent.county, recipient, kind, std::nullopt, call.now()));
    return response;
  });
}

Result<v1::Message> MessageService::SendMessage(rpc::Call& call, const Request& request) {
  QM_ASSIGN(const auto parent, rpc::ResourceName::Parse("counties/*", request.parent(), "parent"));
  QM_TRY(call.MayTouch({.county = parent.county}));
  QM_ASSIGN(const MessageRow wanted, Parse(request, parent.county, call.now()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Message> {
    if (IsMessage(tx, wanted.county, wanted.id)) return refusals::MessageExists();
    MessageRow message = wanted;
    const bool expired = message.filling.expire_time && *message.filling.expire_time <= call.now();
    if (expired) {
      message.state = MessageState::kExpired;
      message.filling.code.clear();
    }
    InsertMessage(tx, *call.keyring(),
                  !expired && LiesInInbox(TextOf(message), message.recipient.kind), &message);
    PlanDeliveries(tx, call, message);
    return AnswerOf(message);
  });
}

}  // namespace qianmo::messages
