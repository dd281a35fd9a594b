// Sets of books: opened, divided into accounts, closed month by month.
#pragma once

#include "qianmo/ledger/v1/books.pb.h"
#include "rpc/call.h"
#include "rpc/channels.h"

namespace qianmo::ledger {

class BooksService {
 public:
  // The registry is asked about collectives. `channels` outlives this.
  explicit BooksService(const rpc::Channels& channels) : channels_(channels) {}

  Result<v1::Books> OpenBooks(rpc::Call& call, const v1::OpenBooksRequest& request);
  Result<v1::Books> GetBooks(rpc::Call& call, const v1::GetBooksRequest& request);
  Result<v1::ListBooksResponse> ListBooks(rpc::Call& call, const v1::ListBooksRequest& request);
  Result<v1::Account> AddSubAccount(rpc::Call& call, const v1::AddSubAccountRequest& request);
  Result<v1::ListAccountsResponse> ListAccounts(rpc::Call& call,
                                                const v1::ListAccountsRequest& request);
  Result<v1::Books> ClosePeriod(rpc::Call& call, const v1::ClosePeriodRequest& request);
  Result<v1::Books> ReopenPeriod(rpc::Call& call, const v1::ReopenPeriodRequest& request);

 private:
  const rpc::Channels& channels_;
};

}  // namespace qianmo::ledger
