#include "messages/install.h"

#include "messages/deliveries_service.h"
#include "messages/delivery_plan.h"
#include "messages/inbox_service.h"
#include "messages/letters_service.h"
#include "messages/message_service.h"
#include "messages/preferences_service.h"
#include "messages/reseal_service.h"
#include "messages/upkeep.h"
#include "qianmo/messages/v1/messages.pb.h"

namespace qianmo::messages {
namespace {

rpc::Endpoint& Offer(rpc::Hosted& hosted, const char* service) {
  return hosted.Offer(v1::Message::descriptor()->file()->pool()->FindServiceByName(service));
}

void OfferInbox(rpc::Hosted& hosted) {
  auto& inbox = hosted.Keep(std::make_shared<InboxService>(hosted.room()));
  rpc::Endpoint& endpoint = Offer(hosted, "qianmo.messages.v1.InboxService");
  endpoint.On("GetInbox", &inbox, &InboxService::GetInbox);
  endpoint.OnWatch("WatchInbox", &inbox, &InboxService::WatchInbox, inbox.feed());
  endpoint.On("ListInbox", &inbox, &InboxService::ListInbox);
  endpoint.On("GetInboxMessage", &inbox, &InboxService::GetInboxMessage);
  endpoint.On("MarkRead", &inbox, &InboxService::MarkRead);
  auto& preferences = hosted.Keep(std::make_shared<PreferencesService>());
  endpoint.On("GetPreferences", &preferences, &PreferencesService::GetPreferences);
  endpoint.On("UpdatePreferences", &preferences, &PreferencesService::UpdatePreferences);
}

void OfferDeliveries(rpc::Hosted& hosted, const SenderOptions& options) {
  ListenForContacts(hosted);
  auto& deliveries = hosted.Keep(std::make_shared<DeliveriesService>());
  rpc::Endpoint& endpoint = Offer(hosted, "qianmo.messages.v1.DeliveriesService");
  endpoint.On("ListOutbound", &deliveries, &DeliveriesService::ListOutbound);
  endpoint.On("GetDelivery", &deliveries, &DeliveriesService::GetDelivery);
  endpoint.On("RetryOutbound", &deliveries, &DeliveriesService::RetryOutbound);
  if (options.provider.url.empty()) return;
  hosted.KeepRunning(std::make_shared<Sender>(hosted.room(), options));
}

void OfferLetters(rpc::Hosted& hosted, const std::string& site) {
  auto& letters =
      hosted.Keep(std::make_shared<LettersService>(hosted.room(), hosted.operations(), site));
  rpc::Endpoint& endpoint = Offer(hosted, "qianmo.messages.v1.LettersService");
  endpoint.On("PrintLetters", &letters, &LettersService::PrintLetters);
  endpoint.On("GetLetterBatch", &letters, &LettersService::GetLetterBatch);
  endpoint.On("ListLetterBatches", &letters, &LettersService::ListLetterBatches);
  endpoint.On("DownloadLetterBatch", &letters, &LettersService::DownloadLetterBatch);
  endpoint.On("ConfirmLetterBatch", &letters, &LettersService::ConfirmLetterBatch);
  endpoint.On("CancelLetterBatch", &letters, &LettersService::CancelLetterBatch);
}

}  // namespace

void Install(rpc::Hosted& hosted, const SenderOptions& options) {
  KeepTidy(hosted);
  auto& messages = hosted.Keep(std::make_shared<MessageService>());
  rpc::Endpoint& taking_in = Offer(hosted, "qianmo.messages.v1.MessagesService");
  taking_in.On("SendMessage", &messages, &MessageService::SendMessage);
  taking_in.On("WithdrawLetters", &messages, &MessageService::WithdrawLetters);
  auto& reseal = hosted.Keep(std::make_shared<ResealService>(hosted.room(), hosted.operations()));
  taking_in.On("StartReseal", &reseal, &ResealService::StartReseal);
  OfferInbox(hosted);
  OfferDeliveries(hosted, options);
  OfferLetters(hosted, options.site);
}

}  // namespace qianmo::messages
