#include "messages/letters_service.h"

#include "base/encoding.h"
#include "messages/domain/letter_refusals.h"
#include "messages/letter_content_store.h"
#include "print/typesetter.h"
#include "qianmo/rpc/v1/content.pb.h"
#include "rpc/page.h"
#include "rpc/policy.h"
#include "rpc/resource_name.h"

namespace qianmo::messages {
namespace {

constexpr std::int64_t kUsualWindow = 1024 * 1024;
constexpr char kBatchPattern[] = "counties/*/letterBatches/*";

std::string BatchName(CountyId county, BatchId id) {
  return rpc::CountyName(county) + "/letterBatches/" + id.ToString();
}

std::vector<PaperOffice> OfficesOf(const rpc::v1::Caller& caller) {
  std::vector<PaperOffice> offices;
  for (const auto& held : caller.roles()) {
    if (!caller.second_factor() && rpc::NeedsSecondFactor(held.role())) continue;
    offices.push_back({held.role(), held.org_path()});
  }
  return offices;
}

// Whether the caller may hold these papers in hand.
Result<Done> MayHandle(rpc::Call& call, CountyId county, PaperKind kind,
                       const std::string& org_path) {
  QM_TRY(call.MayTouch({.county = county, .org_path = org_path}));
  return CheckMayHandle(kind, OfficesOf(call.caller()), org_path);
}

// What stands on every sheet is looked at before anything is taken into a batch.
Result<Done> CheckPrintable(const v1::PrintLettersRequest& request) {
  constexpr double kWide = 1000;
  const print::Typesetter typesetter;
  QM_TRY(typesetter.Set(request.sender(), {}, kWide));
  for (const std::string& line : request.help()) QM_TRY(typesetter.Set(line, {}, kWide));
  return Done{};
}

Result<NewBatch> Parse(rpc::Call& call, const v1::PrintLettersRequest& request) {
  QM_ASSIGN(const auto parent, rpc::ResourceName::Parse("counties/*", request.parent(), "parent"));
  const std::string county_path = "/" + std::to_string(parent.county.number) + "/";
  if (!request.org_path().starts_with(county_path)) return refusals::OrgPathForeign();
  if (!v1::LetterBatch::Kind_IsValid(request.kind())) {
    return Refusal::InvalidField("kind", "is no kind of paper");
  }
  return NewBatch{.county = parent.county,
                  .id = BatchId::Parse(request.request_id()).value(),
                  .org_path = request.org_path(),
                  .kind = static_cast<PaperKind>(request.kind()),
                  .place = request.place(),
                  .sender = request.sender(),
                  .creator = Uuid::Parse(call.caller().account_id()).value_or(Uuid())};
}

// The batch, if the caller may know of it. Who may not is told the same as where there is none.
Result<BatchRow> Known(rpc::Call& call, std::optional<BatchRow> batch) {
  if (!batch) {
    QM_TRY(call.MayTouch({.county = call.county(), .org_path = ""}));
    return refusals::BatchNotFound();
  }
  QM_TRY(call.MayTouch({.county = batch->county, .org_path = batch->org_path}));
  return *std::move(batch);
}

// Locks the batch for a caller who may end it, changes it, and answers with what it is then.
template <class Change>
Result<v1::LetterBatch> Alter(rpc::Call& call, const std::string& batch_name, Change change) {
  QM_ASSIGN(const auto name, rpc::ParseNamedId<LetterBatchTag>(kBatchPattern, batch_name, "name"));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::LetterBatch> {
    QM_ASSIGN(const BatchRow batch, Known(call, LockBatch(tx, name.county, name.id)));
    QM_TRY(MayHandle(call, batch.county, batch.kind, batch.org_path));
    QM_TRY(change(tx, batch));
    return ReadBatch(tx, name.county, name.id).value();
  });
}

google::api::HttpBody BodyOf(const BatchRow& batch, std::int64_t offset, std::string content) {
  google::api::HttpBody body;
  body.set_content_type("application/pdf");
  body.set_data(std::move(content));
  rpc::v1::ContentInfo info;
  info.set_file_name(BatchFileName(batch.kind, batch.place, batch.date, batch.number));
  info.set_etag(ToHex(batch.content_hash));
  info.set_total_size(batch.size_bytes);
  info.set_offset(offset);
  body.add_extensions()->PackFrom(info);
  return body;
}

}  // namespace

LettersService::LettersService(const rpc::Room& room, rpc::Operations& operations,
                               const std::string& site)
    : operations_(operations), printing_(room, site) {
  operations_.Define(kPrintLetters, [this](pg::Transaction& tx, const rpc::Progress& progress) {
    return printing_.Step(tx, progress);
  });
}

Result<google::longrunning::Operation> LettersService::PrintLetters(
    rpc::Call& call, const v1::PrintLettersRequest& request) {
  QM_ASSIGN(const NewBatch wanted, Parse(call, request));
  QM_TRY(MayHandle(call, wanted.county, wanted.kind, wanted.org_path));
  QM_TRY(CheckPrintable(request));
  auto begun = call.Write([&](pg::Transaction& tx) -> Result<google::longrunning::Operation> {
    if (InsertBatch(tx, wanted, call.now()) == 0) return refusals::NothingToPrint();
    v1::LetterWork work;
    work.set_batch(BatchName(wanted.county, wanted.id));
    *work.mutable_wanted() = request;
    return operations_.Begin(tx, call, kPrintLetters, work);
  });
  operations_.Wake();
  return begun;
}

Result<v1::LetterBatch> LettersService::GetLetterBatch(rpc::Call& call,
                                                       const v1::GetLetterBatchRequest& request) {
  QM_ASSIGN(const auto name,
            rpc::ParseNamedId<LetterBatchTag>(kBatchPattern, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::LetterBatch> {
    QM_TRY(Known(call, FindBatch(tx, name.county, name.id)));
    return ReadBatch(tx, name.county, name.id).value();
  });
}

Result<v1::ListLetterBatchesResponse> LettersService::ListLetterBatches(
    rpc::Call& call, const v1::ListLetterBatchesRequest& request) {
  QM_ASSIGN(const auto parent, rpc::ResourceName::Parse("counties/*", request.parent(), "parent"));
  QM_ASSIGN(const rpc::Page page, rpc::Page::Parse(request.page_size(), request.page_token()));
  const rpc::ListScope reach = call.Reach();
  if (reach.county != parent.county) return v1::ListLetterBatchesResponse();
  return call.Read([&](pg::Transaction& tx) -> Result<v1::ListLetterBatchesResponse> {
    v1::ListLetterBatchesResponse response;
    *response.mutable_letter_batches() = ListBatches(tx, {.county = parent.county,
                                                          .whole_county = reach.whole_county,
                                                          .org_prefixes = reach.org_prefixes,
                                                          .before = page.after,
                                                          .limit = page.limit()});
    response.set_next_page_token(rpc::CutPage(page, response.mutable_letter_batches()));
    return response;
  });
}

Result<google::api::HttpBody> LettersService::DownloadLetterBatch(
    rpc::Call& call, const v1::DownloadLetterBatchRequest& request) {
  QM_ASSIGN(const auto name,
            rpc::ParseNamedId<LetterBatchTag>(kBatchPattern, request.name(), "name"));
  const std::int64_t limit =
      request.window().limit() == 0 ? kUsualWindow : request.window().limit();
  const std::int64_t offset = request.window().offset();
  // Not Read: that somebody read is written down in the same transaction.
  const pg::TransactOptions options{.deadline = call.deadline()};
  return pg::Transact(
      call.room().pool, options, [&](pg::Transaction& tx) -> Result<google::api::HttpBody> {
        QM_ASSIGN(const BatchRow batch, Known(call, FindBatch(tx, name.county, name.id)));
        QM_TRY(MayHandle(call, batch.county, batch.kind, batch.org_path));
        QM_TRY(CheckDownload(batch.facts));
        RecordReading(tx, batch, call.caller(), call.now());
        return BodyOf(batch, offset, ReadContent(tx, *call.keyring(), batch, offset, limit));
      });
}

Result<v1::LetterBatch> LettersService::ConfirmLetterBatch(
    rpc::Call& call, const v1::ConfirmLetterBatchRequest& request) {
  return Alter(call, request.name(),
               [&](pg::Transaction& tx, const BatchRow& batch) -> Result<Done> {
                 QM_TRY(CheckConfirm(batch.facts));
                 HandOver(tx, batch, call.now());
                 return Done{};
               });
}

Result<v1::LetterBatch> LettersService::CancelLetterBatch(
    rpc::Call& call, const v1::CancelLetterBatchRequest& request) {
  return Alter(call, request.name(),
               [&](pg::Transaction& tx, const BatchRow& batch) -> Result<Done> {
                 QM_TRY(CheckCancel(batch.facts));
                 CancelBatch(tx, batch, call.now());
                 return Done{};
               });
}

}  // namespace qianmo::messages
