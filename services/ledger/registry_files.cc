#include "ledger/registry_files.h"

#include "base/encoding.h"
#include "crypto/digest.h"
#include "ledger/domain/bank_refusals.h"
#include "qianmo/registry/v1/files.pb.h"
#include "rpc/peer.h"

namespace qianmo::ledger {
namespace {

constexpr char kDownload[] = "/qianmo.registry.v1.FilesService/DownloadFile";
constexpr std::int64_t kFetchWindow = 2 << 20;

// A file of others is none.
Refusal FetchRefusal(const Refusal& refusal) {
  switch (refusal.kind) {
    case Refusal::Kind::kNotFound:
    case Refusal::Kind::kDenied:
    case Refusal::Kind::kInvalid:
      return refusals::SourceFileNotFound();
    default:
      return refusals::FilesOutOfReach();
  }
}

struct FetchedWindow {
  std::string bytes;
  rpc::v1::ContentInfo info;
};
Result<FetchedWindow> FetchWindow(const rpc::Call& call, const rpc::Channels& channels,
                                  const std::string& name, std::int64_t offset) {
  registry::v1::DownloadFileRequest request;
  request.set_name(name);
  request.mutable_window()->set_offset(offset);
  request.mutable_window()->set_limit(kFetchWindow);
  google::api::HttpBody body;
  const auto asked = rpc::AskPeer(call, channels, kDownload, request, &body);
  if (!asked) return FetchRefusal(asked.refusal());
  FetchedWindow window{.bytes = std::move(*body.mutable_data()), .info = {}};
  const bool told = body.extensions_size() > 0 && body.extensions(0).UnpackTo(&window.info);
  if (!told) return refusals::BankFileUnreadable();
  return window;
}

}  // namespace

Result<FetchedFile> FetchFile(const rpc::Call& call, const rpc::Channels& channels,
                              const std::string& name, std::int64_t most_bytes) {
  FetchedFile file;
  for (;;) {
    QM_ASSIGN(FetchedWindow window,
              FetchWindow(call, channels, name, static_cast<std::int64_t>(file.bytes.size())));
    const std::int64_t size = window.info.total_size();
    if (size == 0) return refusals::BankFileEmpty();
    if (size > most_bytes) return refusals::BankFileTooBig(most_bytes);
    file.bytes += window.bytes;
    const auto have = static_cast<std::int64_t>(file.bytes.size());
    if (have < size && !window.bytes.empty()) continue;
    const bool is_whole =
        have == size && ToHex(AsText(crypto::Sha256(file.bytes))) == window.info.etag();
    if (!is_whole) return refusals::BankFileUnreadable();
    file.file_name = window.info.file_name();
    return file;
  }
}

}  // namespace qianmo::ledger
