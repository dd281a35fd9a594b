#include "ledger/install.h"

#include "ledger/books_service.h"
#include "ledger/entries_service.h"
#include "ledger/links_service.h"
#include "ledger/reports_service.h"
#include "ledger/vouchers_service.h"

namespace qianmo::ledger {
namespace {

rpc::Endpoint& OfferService(rpc::Hosted& hosted, const std::string& name) {
  return hosted.Offer(
      v1::Books::descriptor()->file()->pool()->FindServiceByName("qianmo.ledger.v1." + name));
}

}  // namespace

void Install(rpc::Hosted& hosted) {
  rpc::Endpoint& books_endpoint = OfferService(hosted, "BooksService");
  auto& books = hosted.Keep(std::make_shared<BooksService>(hosted.channels()));
  // It waits for the registry.
  books_endpoint.On("OpenBooks", &books, &BooksService::OpenBooks, rpc::Crew::kSlow);
  books_endpoint.On("GetBooks", &books, &BooksService::GetBooks);
  books_endpoint.On("ListBooks", &books, &BooksService::ListBooks);
  books_endpoint.On("AddSubAccount", &books, &BooksService::AddSubAccount);
  books_endpoint.On("ListAccounts", &books, &BooksService::ListAccounts);
  books_endpoint.On("ClosePeriod", &books, &BooksService::ClosePeriod);
  books_endpoint.On("ReopenPeriod", &books, &BooksService::ReopenPeriod);
  auto& links = hosted.Keep(std::make_shared<LinksService>());
  OfferService(hosted, "LedgerLinksService").On("MoveBooks", &links, &LinksService::MoveBooks);
  rpc::Endpoint& vouchers_endpoint = OfferService(hosted, "VouchersService");
  auto& vouchers = hosted.Keep(std::make_shared<VouchersService>());
  vouchers_endpoint.On("DraftVoucher", &vouchers, &VouchersService::DraftVoucher);
  vouchers_endpoint.On("CarryYear", &vouchers, &VouchersService::CarryYear);
  vouchers_endpoint.On("ApproveVoucher", &vouchers, &VouchersService::ApproveVoucher);
  vouchers_endpoint.On("RejectVoucher", &vouchers, &VouchersService::RejectVoucher);
  vouchers_endpoint.On("ReverseVoucher", &vouchers, &VouchersService::ReverseVoucher);
  vouchers_endpoint.On("GetVoucher", &vouchers, &VouchersService::GetVoucher);
  vouchers_endpoint.On("ListVouchers", &vouchers, &VouchersService::ListVouchers);
  auto& entries = hosted.Keep(std::make_shared<EntriesService>());
  OfferService(hosted, "EntriesService").OnBatch("PostEntry", &entries, &EntriesService::PostEntry);
  rpc::Endpoint& reports_endpoint = OfferService(hosted, "ReportsService");
  auto& reports = hosted.Keep(std::make_shared<ReportsService>());
  reports_endpoint.On("GetTrialBalance", &reports, &ReportsService::GetTrialBalance);
  reports_endpoint.On("ListPostings", &reports, &ReportsService::ListPostings);
  InstallReports(hosted);
  InstallTemplates(hosted);
  InstallCustody(hosted);
  InstallBank(hosted);
}

}  // namespace qianmo::ledger
