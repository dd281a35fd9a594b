-- What ledger.post is measured against: the rows that an entry leaves, by plain SQL and as well as
-- that goes, one entry a transaction. pgbench runs it; `books` are its own, `instant` and
-- `today` are now.
BEGIN;
SELECT balance_fen FROM ledger.balance
 WHERE county_id = 7 AND books_id = :books::uuid AND code IN ('102', '201')
 ORDER BY code FOR UPDATE;
UPDATE ledger.balance SET balance_fen = balance_fen + 100
 WHERE county_id = 7 AND books_id = :books::uuid AND code IN ('102', '201');
UPDATE ledger.turnover SET debit_fen = debit_fen + CASE code WHEN '102' THEN 100 ELSE 0 END,
  credit_fen = credit_fen + CASE code WHEN '201' THEN 100 ELSE 0 END
 WHERE county_id = 7 AND books_id = :books::uuid AND code IN ('102', '201');
UPDATE ledger.voucher_counter SET last_number = last_number + 1
 WHERE county_id = 7 AND books_id = :books::uuid
 RETURNING last_number, public.bench_id() AS voucher \gset
INSERT INTO ledger.voucher (county_id, id, books_id, state, voucher_date, year, number, summary,
  attachments, total_fen, origin, maker_id, maker_person, create_time, end_time, reject_reason)
 VALUES (7, :voucher::uuid, :books::uuid, 2, :today::date, extract(year FROM :today::date),
  :last_number::integer, '收到保证金', 0, 100, 2, :books::uuid, :books::uuid,
  :instant::timestamptz, :instant::timestamptz, '');
INSERT INTO ledger.voucher_line (county_id, voucher_id, position, side, code, amount_fen)
 VALUES (7, :voucher::uuid, 1, 1, '102', 100), (7, :voucher::uuid, 2, 2, '201', 100);
INSERT INTO ledger.posting (county_id, id, books_id, voucher_id, position, posting_date,
  debit_code, credit_code, amount_fen)
 VALUES (7, public.bench_id(), :books::uuid, :voucher::uuid, 1, :today::date, '102', '201',
  100);
INSERT INTO ledger.journal (county_id, caller, request_id, person, on_behalf_of, channel, method,
  body_mac, status, answer, sealed, trace_id, recorded_time)
 VALUES (7, :books::uuid, public.bench_id(), :books::text, '', 4,
  'qianmo.ledger.v1.EntriesService.PostEntry', sha256('body'),
  0, sha256('answer') || sha256('of as many bytes') || sha256('as ours'), false,
  '00000000000000000000000000000000', :instant::timestamptz);
COMMIT;
