// The database side of sending: which texts leave now, and what became of them. Two senders never
// hold the same delivery, and what came back too late changes nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/keyring.h"
#include "messages/domain/delivery.h"
#include "messages/domain/rate.h"
#include "messages/domain/schedule.h"
#include "pg/transaction.h"
#include "qianmo/messages/v1/provider.pb.h"

namespace qianmo::messages {

// How long a claimed delivery is left to its sender; longer than a request to the provider may
// take.
inline constexpr std::chrono::seconds kSenderLease{12};

// A text whose time has come.
struct DueText {
  CountyId county;
  Uuid id;
  Uuid client_id;
  Uuid message;
  std::optional<Uuid> account;
  std::optional<std::string> address;  // nothing while no key at hand opens it
  DeliveryFacts facts;
  int kind = 0;
  bool is_code = false;
  bool urgent = false;
  bool digest = false;
  int digest_count = 0;
  Time create_time;
  Tries tries;
  int claim = 0;  // the count of tries that makes the claim good
};

// Whether any text of the county is due; cheap.
bool AnyDue(pg::Transaction& tx, CountyId county, Time now);
// False while another sender gives out this county's texts; otherwise it is held off until the
// transaction ends.
bool TakeTurn(pg::Transaction& tx, CountyId county);
// The texts that are due, the urgent ones first; those of a sender that died among them, in doubt.
std::vector<DueText> LockDue(pg::Transaction& tx, const crypto::Keyring& ring, CountyId county,
                             int most, Time now);

// What left for the same address within a day before `now`, other than this delivery.
std::vector<PastText> PastTexts(pg::Transaction& tx, const crypto::Keyring& ring,
                                const DueText& text, Time now);
// Everything that waits for a digest of the same address, this delivery among it.
struct WaitingText {
  Uuid id;
  Uuid message;
  Time leave_time;
  Time expire_time;
};
std::vector<WaitingText> LockWaiting(pg::Transaction& tx, const crypto::Keyring& ring,
                                     const DueText& text);

// The ends of looking at a due text.
void MarkSending(pg::Transaction& tx, DueText* text, Time now);
void PutOff(pg::Transaction& tx, const DueText& text, Time until);
void EndUnsent(pg::Transaction& tx, const DueText& text, const DeliveryFacts& ended, Time now);
void CountInDigest(pg::Transaction& tx, const DueText& carrier, const Uuid& id, Time now);
void SetDigestCount(pg::Transaction& tx, const DueText& carrier, int count);

// What came of a try. Each is ignored when the claim is not good any more, because a report or
// another sender was quicker.
void RecordTaken(pg::Transaction& tx, const DueText& text, const std::string& provider_id,
                 Time now);
void RecordRefused(pg::Transaction& tx, const DueText& text, const std::string& error, Time now);
void RecordPutOff(pg::Transaction& tx, const DueText& text, bool unclear, Time until,
                  const std::string& error);
void RecordGivenUp(pg::Transaction& tx, const DueText& text, bool unclear, const std::string& error,
                   Time now);

// When the youngest text left of which the provider still owes a report; nothing when it owes none.
std::optional<Time> NewestAwaited(pg::Transaction& tx, CountyId county);
std::string ReportCursor(pg::Transaction& tx, CountyId county);
// Applies each report once and moves the cursor, in the order given; false, and nothing done, when
// another process moved it from `from` meanwhile.
bool ApplyReports(pg::Transaction& tx, CountyId county, const std::string& from,
                  const v1::ProviderReports& reports, Time now);

}  // namespace qianmo::messages
