// Vouchers: written by one person, ended by another, taken back by a further one.
#pragma once

#include "qianmo/ledger/v1/vouchers.pb.h"
#include "rpc/call.h"

namespace qianmo::ledger {

class VouchersService {
 public:
  Result<v1::Voucher> DraftVoucher(rpc::Call& call, const v1::DraftVoucherRequest& request);
  Result<v1::Voucher> CarryYear(rpc::Call& call, const v1::CarryYearRequest& request);
  Result<v1::Voucher> ApproveVoucher(rpc::Call& call, const v1::ApproveVoucherRequest& request);
  Result<v1::Voucher> RejectVoucher(rpc::Call& call, const v1::RejectVoucherRequest& request);
  Result<v1::Voucher> ReverseVoucher(rpc::Call& call, const v1::ReverseVoucherRequest& request);
  Result<v1::Voucher> GetVoucher(rpc::Call& call, const v1::GetVoucherRequest& request);
  Result<v1::ListVouchersResponse> ListVouchers(rpc::Call& call,
                                                const v1::ListVouchersRequest& request);
};

}  // namespace qianmo::ledger
