#include "messages/inbox_store.h"

#include <algorithm>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "services/messages/post_room.h"

namespace qianmo::messages {
namespace {

MessageRow To(const Uuid& account, Time now) {
  return {.county = kHome,
          .id = MessageId::Make(now),
          .kind = TemplateKind::kPasswordChanged,
          .version = 1,
          .recipient = {.kind = RecipientKind::kAccount, .id = account},
          .create_time = now};
}

class InboxStore : public testing::Test {
 protected:
  // As if it had been sent.
  MessageRow Put(pg::Transaction& tx, const Uuid& account) {
    MessageRow message = To(account, room_.clock().Now());
    InsertMessage(tx, *room_.ring(), true, &message);
    return message;
  }
  MessageRow Put(const Uuid& account) {
    return room_.Write([&](pg::Transaction& tx) -> Result<MessageRow> { return Put(tx, account); });
  }
  InboxStand Stand(const InboxView& view) {
    return room_.Write([&](pg::Transaction& tx) -> Result<InboxStand> {
      return StandsOf(tx, kHome, {view}).front();
    });
  }
  std::vector<InboxEntry> List(const InboxView& view, bool unread_only = false, int limit = 1000) {
    return room_.Write([&](pg::Transaction& tx) -> Result<std::vector<InboxEntry>> {
      return ListEntries(tx, *room_.ring(), kHome, view, std::nullopt, unread_only, limit);
    });
  }
  bool Mark(const InboxView& view, const std::vector<MessageId>& ids) {
    return room_.Write(
        [&](pg::Transaction& tx) -> Result<bool> { return MarkRead(tx, kHome, view, ids); });
  }
  void MarkUntil(const InboxView& view, Time until) {
    room_.Write([&](pg::Transaction& tx) -> Result<Done> {
      MarkReadUntil(tx, kHome, view, until);
      return Done{};
    });
  }
  static std::string AddressOf(const Uuid& account) { return "account/" + account.ToString(); }
  Uuid New() { return Uuid::Make(room_.clock().Now()); }

  PostRoom room_;
};

// What marks must mean, without any cleverness.
struct Model {
  std::vector<MessageRow> messages;
  std::set<MessageId> read;
};

void ExpectLike(const Model& model, const std::vector<InboxEntry>& all,
                const std::vector<InboxEntry>& unread, const InboxStand& stand) {
  ASSERT_EQ(all.size(), model.messages.size());
  std::vector<MessageId> expected_unread;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const MessageRow& expected = model.messages[model.messages.size() - 1 - i];
    EXPECT_EQ(all[i].message.id, expected.id) << "newest first";
    EXPECT_EQ(all[i].read, model.read.contains(expected.id));
    if (!model.read.contains(expected.id)) expected_unread.push_back(expected.id);
  }
  std::vector<MessageId> listed_unread;
  for (const InboxEntry& entry : unread) listed_unread.push_back(entry.message.id);
  EXPECT_EQ(listed_unread, expected_unread);
  EXPECT_EQ(stand.unread, static_cast<std::int64_t>(expected_unread.size()));
}

TEST_F(InboxStore, KeepsMarksAsASimpleListOfThemWould) {
  std::mt19937 random(20261120);
  const std::vector<Uuid> recipients = {New(), New(), New()};
  const InboxView view{
      New(), {AddressOf(recipients[0]), AddressOf(recipients[1]), AddressOf(recipients[2])}};
  Model model;
  std::string version = Stand(view).version;
  for (int step = 0; step < 150; ++step) {
    room_.clock().Advance(std::chrono::seconds(1));
    const int choice = static_cast<int>(random() % 10);
    if (choice < 5 || model.messages.empty()) {
      model.messages.push_back(Put(recipients[random() % 3]));
    } else if (choice < 9) {
      std::vector<MessageId> ids;
      for (std::size_t i = 0; i < 1 + random() % 4; ++i) {
        ids.push_back(model.messages[random() % model.messages.size()].id);
      }
      model.read.insert(ids.begin(), ids.end());
      ASSERT_TRUE(Mark(view, ids));
    } else {
      const Time until = model.messages[random() % model.messages.size()].create_time;
      for (const MessageRow& one : model.messages) {
        if (one.create_time <= until) model.read.insert(one.id);
      }
      MarkUntil(view, until);
    }
    ExpectLike(model, List(view), List(view, true), Stand(view));
    if (HasFailure()) FAIL() << "in step " << step;
  }
  EXPECT_NE(Stand(view).version, version);
  // Only what lies beyond a gap is kept singly.
  EXPECT_EQ(room_.Query("SELECT count(*) FROM messages.read_mark k JOIN messages.inbox_reader r"
                        " USING (county_id, account_id, recipient)"
                        " WHERE k.position <= r.read_position + 1"),
            "0");
  MarkUntil(view, room_.clock().Now());
  EXPECT_EQ(Stand(view).unread, 0);
  EXPECT_EQ(room_.Query("SELECT count(*) FROM messages.read_mark"), "0");
}

TEST_F(InboxStore, KeepsTheMarksOfReadersApart) {
  const Uuid shared = New();
  const InboxView one{New(), {AddressOf(shared)}};
  const InboxView other{New(), {AddressOf(shared)}};
  const MessageRow message = Put(shared);
  const std::string version = Stand(other).version;
  EXPECT_TRUE(Mark(one, {message.id}));
  EXPECT_EQ(Stand(one).unread, 0);
  EXPECT_EQ(Stand(other).unread, 1);
  EXPECT_EQ(Stand(other).version, version);
}

TEST_F(InboxStore, MarksNothingWhenOneOfThemLiesElsewhere) {
  const Uuid mine = New();
  const Uuid foreign = New();
  const InboxView view{New(), {AddressOf(mine)}};
  const MessageRow message = Put(mine);
  const MessageRow hidden = Put(foreign);
  EXPECT_FALSE(Mark(view, {message.id, hidden.id}));
  EXPECT_EQ(Stand(view).unread, 1);
  EXPECT_TRUE(Mark(view, {message.id, message.id})) << "the same one twice is one";
  EXPECT_EQ(Stand(view).unread, 0);
}

TEST_F(InboxStore, FindsAMessageOnlyInTheInboxesOfTheView) {
  const Uuid mine = New();
  const MessageRow message = Put(mine);
  const auto find = [&](const InboxView& view) {
    return room_.Write([&](pg::Transaction& tx) -> Result<std::optional<InboxEntry>> {
      return FindEntry(tx, *room_.ring(), kHome, view, message.id);
    });
  };
  const InboxView view{New(), {AddressOf(mine)}};
  EXPECT_FALSE(find(view)->read);
  Mark(view, {message.id});
  EXPECT_TRUE(find(view)->read);
  EXPECT_FALSE(find({New(), {AddressOf(New())}}));
  EXPECT_FALSE(find({New(), {}}));
}

TEST_F(InboxStore, AsksForManyViewsAtOnce) {
  const Uuid first = New();
  const Uuid second = New();
  Put(first);
  Put(second);
  Put(second);
  const auto stands = room_.Write([&](pg::Transaction& tx) -> Result<std::vector<InboxStand>> {
    return StandsOf(tx, kHome,
                    {{New(), {AddressOf(second)}},
                     {New(), {}},
                     {New(), {AddressOf(first), AddressOf(second)}},
                     {New(), {AddressOf(New())}}});
  });
  ASSERT_EQ(stands.size(), 4U);
  EXPECT_EQ(stands[0].unread, 2);
  EXPECT_EQ(stands[1].unread, 0);
  EXPECT_EQ(stands[2].unread, 3);
  EXPECT_EQ(stands[3].unread, 0);
  EXPECT_EQ(stands[1].version, stands[3].version);
  EXPECT_NE(stands[0].version, stands[2].version);
}

// Among 60,000 messages of others.
class FullInboxes : public InboxStore {
 protected:
  static constexpr int kMine = 3000;

  FullInboxes() {
    room_.Write([&](pg::Transaction& tx) -> Result<Done> {
      for (int i = 0; i < kMine / 2; ++i) middle_ = Put(tx, mine_);
      for (int i = kMine / 2; i < kMine; ++i) Put(tx, mine_);
      return Done{};
    });
    room_.database().Execute(
        "INSERT INTO messages.message (county_id, id, template, template_version, recipient_kind,"
        "  recipient, position, state, content_sealed, link, create_time)"
        " SELECT 7, gen_random_uuid(), 3, 1, 1, 'account/' || i % 500, 1 + i / 500, 1, '', '',"
        "   timestamptz '2026-11-01Z' + i * interval '1 second' FROM generate_series(0, 60000) i");
    room_.database().Execute("ANALYZE messages.message");
  }

  // Rows of messages.message that `f(tx)` has the database look at, also once it has made up its
  // mind about a plan for all parameters.
  template <class F>
  int RowsFor(F f) {
    constexpr int kUntilPlanned = 8;
    int most = 0;
    for (int i = 0; i < kUntilPlanned; ++i) most = std::max(most, RowsOnce(f));
    return most;
  }
  template <class F>
  int RowsOnce(F f) {
    return room_.Write([&](pg::Transaction& tx) -> Result<int> {
      const auto looked_at = [&] {
        const auto rows = tx.Run(
            "SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::int AS rows"
            " FROM pg_stat_xact_user_tables WHERE relid = 'messages.message'::regclass");
        return pg::Get<int>(rows[0], "rows");
      };
      const int before = looked_at();
      f(tx);
      return looked_at() - before;
    });
  }
  int RowsForList(const std::optional<InboxPlace>& before, bool unread_only) {
    return RowsFor([&](pg::Transaction& tx) {
      const auto entries = ListEntries(tx, *room_.ring(), kHome, view_, before, unread_only, kPage);
      listed_ = static_cast<int>(entries.size());
    });
  }

  static constexpr int kPage = 50;
  const Uuid mine_ = New();
  const InboxView view_{New(), {AddressOf(mine_), AddressOf(New())}};
  MessageRow middle_ = To(mine_, {});
  int listed_ = 0;
};

TEST_F(FullInboxes, AreReadAPageAtATime) {
  EXPECT_LE(RowsForList(std::nullopt, false), kPage + 2);
  EXPECT_EQ(listed_, kPage);
  EXPECT_LE(RowsForList(InboxPlace{middle_.create_time, middle_.id}, false), kPage + 2);
  EXPECT_EQ(listed_, kPage);
}

TEST_F(FullInboxes, AreCountedWithoutLookingAtMessages) {
  EXPECT_EQ(RowsFor([&](pg::Transaction& tx) {
              EXPECT_EQ(StandsOf(tx, kHome, {view_}).front().unread, kMine);
            }),
            0);
}

TEST_F(FullInboxes, AreNotSearchedForWhatIsUnread) {
  MarkUntil(view_, middle_.create_time);
  EXPECT_LE(RowsForList(std::nullopt, true), kPage + 2);
  EXPECT_EQ(listed_, kPage);
  room_.clock().Advance(std::chrono::hours(1));
  MarkUntil(view_, room_.clock().Now());
  EXPECT_LE(RowsForList(std::nullopt, true), 2);
  EXPECT_EQ(listed_, 0);
}

TEST_F(FullInboxes, AreMarkedByTheNewestMessageAlone) {
  EXPECT_LE(
      RowsFor([&](pg::Transaction& tx) { MarkReadUntil(tx, kHome, view_, room_.clock().Now()); }),
      4);
}

}  // namespace
}  // namespace qianmo::messages
