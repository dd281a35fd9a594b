// The PDFs of batches in the database: sealed, in pieces, and who read of them.
#pragma once

#include <string>
#include <string_view>

#include "crypto/keyring.h"
#include "messages/letter_batch_store.h"
#include "qianmo/rpc/v1/caller.pb.h"

namespace qianmo::messages {

// Where a piece of a PDF is sealed.
std::string ChunkPlace(CountyId county, BatchId batch, std::size_t position);

// The batch is printed.
void SaveContent(pg::Transaction& tx, const crypto::Keyring& ring, const BatchRow& batch,
                 std::string_view pdf, Time now);

// At most `limit` bytes from `offset`; fewer at the end of a piece's reach, none behind the end.
std::string ReadContent(pg::Transaction& tx, const crypto::Keyring& ring, const BatchRow& batch,
                        std::int64_t offset, std::int64_t limit);

// What is kept about it stays.
void DropContent(pg::Transaction& tx, CountyId county, BatchId batch);
// Of batches printed at or before `printed`; how many, at most `most`.
int DropOldContent(pg::Transaction& tx, CountyId county, Time printed, int most);

// Once a minute and reader.
void RecordReading(pg::Transaction& tx, const BatchRow& batch, const rpc::v1::Caller& reader,
                   Time now);

}  // namespace qianmo::messages
