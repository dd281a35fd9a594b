// What must always hold of the vault.
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

// What each custody account must hold by the rows of deposits, suspense and interest.
constexpr char kWanted[] = R"(
  SELECT 201 AS code, coalesce(sum(open_fen), 0) AS fen FROM ledger.hold
  UNION ALL SELECT 202, coalesce(sum(t.amount_fen), 0) FROM ledger.village_transfer t
    JOIN ledger.hold_part p ON p.id = t.part_id
    WHERE t.payment_id IS NULL AND p.undo_time IS NULL
  UNION ALL SELECT 203, coalesce(sum(y.amount_fen), 0) FROM ledger.payment y
    WHERE y.state NOT IN (4, 8) AND y.id IN (
      SELECT payment_id FROM ledger.hold_part UNION SELECT payment_id FROM ledger.village_transfer
      UNION SELECT payment_id FROM ledger.suspense_item
      UNION SELECT payment_id FROM ledger.interest_share
      UNION SELECT costs_payment_id FROM ledger.forfeit_disposal)
  UNION ALL SELECT 204, coalesce(sum(amount_fen), 0) FROM ledger.suspense_item
    WHERE state IN (1, 2)
  UNION ALL SELECT 205, coalesce(sum(amount_fen), 0) FROM ledger.interest_share
    WHERE payment_id IS NULL
  UNION ALL SELECT 206, (SELECT coalesce(sum(amount_fen), 0) FROM ledger.hold_part
      WHERE kind = 3 AND undo_time IS NULL)
    - (SELECT coalesce(sum(costs_fen + price_gap_fen + rest_fen), 0)
       FROM ledger.forfeit_disposal))";

constexpr char kOwed[] = R"(
  SELECT coalesce(sum(CASE WHEN p.debit_party_id = c.id AND p.debit_code = t.receivable_code
      THEN p.amount_fen ELSE 0 END
    - CASE WHEN p.credit_party_id = c.id AND p.credit_code = t.receivable_code
      THEN p.amount_fen ELSE 0 END), 0)
  FROM ledger.posting p, ledger.books c WHERE c.kind = 3 AND p.books_id = t.books_id)";

}  // namespace

std::string Vault::UnsoundCustody() const {
  return bureau_.Query(
      std::string(
          "SELECT string_agg(wrong, '; ') FROM ("
          " SELECT 'parts of ' || h.id AS wrong FROM ledger.hold h LEFT JOIN LATERAL ("
          "   SELECT coalesce(sum(amount_fen) FILTER (WHERE kind = 1), 0) AS captured,"
          "    coalesce(sum(amount_fen) FILTER (WHERE kind = 2), 0) AS released,"
          "    coalesce(sum(amount_fen) FILTER (WHERE kind = 3), 0) AS forfeited"
          "   FROM ledger.hold_part p WHERE p.hold_id = h.id AND p.undo_time IS NULL) s ON true"
          "  WHERE (h.captured_fen, h.released_fen, h.forfeited_fen)"
          "    <> (s.captured, s.released, s.forfeited)"
          "   OR h.held_fen <> h.open_fen + s.captured + s.released + s.forfeited"
          " UNION ALL SELECT 'balance of ' || w.code || ': ' || coalesce(b.balance_fen, 0)"
          "   || ' is not ' || w.fen FROM (") +
      kWanted +
      ") w LEFT JOIN (SELECT b.code, b.balance_fen FROM ledger.balance b JOIN ledger.books k"
      "   ON k.id = b.books_id AND k.kind = 3) b ON b.code = w.code::text"
      "  WHERE coalesce(b.balance_fen, 0) <> w.fen"
      " UNION ALL SELECT 'owed to ' || t.books_id FROM (SELECT v.books_id, v.receivable_code,"
      "   sum(CASE WHEN y.state = 4 OR p.undo_time IS NOT NULL THEN 0 ELSE v.amount_fen END) AS fen"
      "   FROM ledger.village_transfer v JOIN ledger.hold_part p ON p.id = v.part_id LEFT JOIN "
      "ledger.payment y ON y.id = v.payment_id"
      "   GROUP BY v.books_id, v.receivable_code) t WHERE t.fen <> (" +
      kOwed +
      ") UNION ALL SELECT 'shares of ' || r.id FROM ledger.interest_run r WHERE r.amount_fen <> ("
      "   SELECT sum(amount_fen) FROM ledger.interest_share s WHERE s.run_id = r.id)"
      " UNION ALL SELECT 'entry of ' || s.id FROM ledger.suspense_item s WHERE (s.state = 3) <>"
      "   EXISTS (SELECT FROM ledger.hold h WHERE h.entry_id = s.entry_id"
      "    AND h.id = s.proposed_hold_id)"
      " UNION ALL SELECT 'payments of ' || y.source_id FROM ledger.payment y"
      "   GROUP BY y.source_id, y.kind HAVING count(*) > 1) x");
}

}  // namespace qianmo::ledger
