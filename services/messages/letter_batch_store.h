// Batches of letters in the database, and the deliveries in them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/keyring.h"
#include "messages/domain/letter_batch.h"
#include "pg/transaction.h"
#include "qianmo/messages/v1/letters.pb.h"

namespace qianmo::messages {

using BatchId = Id<struct LetterBatchTag>;

struct NewBatch {
  CountyId county;
  BatchId id;
  std::string org_path;
  PaperKind kind;
  std::string place;
  std::string sender;
  Uuid creator;
};
// Takes the waiting deliveries of the organisation and those below it into a new batch, at most
// kMostLetters; how many. Of two at once, the later runs again and finds what is left.
int InsertBatch(pg::Transaction& tx, const NewBatch& batch, Time now);

struct BatchRow {
  CountyId county;
  BatchId id;
  std::string org_path;
  PaperKind kind;
  BatchFacts facts;
  Date date;
  int number;
  std::string place;
  std::string sender;
  int letters;
  std::int64_t size_bytes;
  std::string content_hash;
  Time create_time;
};
// Nothing when there is none; held until the transaction ends by LockBatch.
std::optional<BatchRow> FindBatch(pg::Transaction& tx, CountyId county, BatchId id);
std::optional<BatchRow> LockBatch(pg::Transaction& tx, CountyId county, BatchId id);

// A delivery in a batch. The address is empty for a wall, and nothing where no key at hand opens
// it.
struct BatchLetter {
  int position;
  Uuid delivery;
  Uuid message;
  std::optional<std::string> address;
};
std::vector<BatchLetter> LettersAfter(pg::Transaction& tx, const crypto::Keyring& ring,
                                      const BatchRow& batch, int position, int most);
// Holds the deliveries of a batch that is being printed until the transaction ends, so that none is
// withdrawn meanwhile, and takes out what was withdrawn before.
void DropReplaced(pg::Transaction& tx, const BatchRow& batch);
// Takes it out of the batch; the delivery has failed.
void SetAside(pg::Transaction& tx, const BatchRow& batch, const BatchLetter& letter,
              const Refusal& why, Time now);

// The ends of a batch, with what they mean for its deliveries. The PDF is kept by SaveContent, and
// goes with all but the first.
void MarkPrinted(pg::Transaction& tx, const BatchRow& batch, int pages, Time now);
void HandOver(pg::Transaction& tx, const BatchRow& batch, Time now);
void CancelBatch(pg::Transaction& tx, const BatchRow& batch, Time now);
void FailBatch(pg::Transaction& tx, const BatchRow& batch, Time now);

// For the API; nothing when there is none.
std::optional<v1::LetterBatch> ReadBatch(pg::Transaction& tx, CountyId county, BatchId id);
struct BatchQuery {
  CountyId county;
  bool whole_county;
  std::vector<std::string> org_prefixes;
  std::optional<Uuid> before;
  int limit;
};
google::protobuf::RepeatedPtrField<v1::LetterBatch> ListBatches(pg::Transaction& tx,
                                                                const BatchQuery& query);

}  // namespace qianmo::messages
