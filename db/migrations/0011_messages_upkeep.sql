-- Upkeep of messages: what is over ends by itself, and what is old goes.

-- 9 unconfirmed: taken by the provider, which never said what became of it.
ALTER TABLE messages.delivery DROP CONSTRAINT delivery_state_check;
ALTER TABLE messages.delivery ADD CONSTRAINT delivery_state_check CHECK (state BETWEEN 1 AND 9);
ALTER TABLE messages.delivery ADD CONSTRAINT delivery_unconfirmed_check
  CHECK (channel <= 3 OR state <> 9);

-- What waits and has an end.
CREATE INDEX delivery_expiry ON messages.delivery (county_id, expire_time)
  WHERE state <= 2 AND expire_time IS NOT NULL;
-- The letters of a recipient whose codes are still good.
CREATE INDEX message_live_code ON messages.message (county_id, recipient)
  WHERE code_sealed IS NOT NULL AND recipient <> '';

-- What lay in an inbox up to here is gone, read or not. It counts as read for everybody.
ALTER TABLE messages.inbox_head ADD COLUMN removed_position bigint NOT NULL DEFAULT 0
  CHECK (removed_position BETWEEN 0 AND last_position);
ALTER TABLE messages.inbox_head ALTER COLUMN removed_position DROP DEFAULT;

CREATE INDEX message_age ON messages.message (county_id, create_time);
CREATE INDEX provider_report_age ON messages.provider_report (county_id, receive_time);
CREATE INDEX letter_set_aside_delivery ON messages.letter_set_aside (county_id, delivery_id);
CREATE INDEX letter_batch_age ON messages.letter_batch (county_id, create_time);

GRANT DELETE ON
  messages.message, messages.delivery, messages.provider_report, messages.letter_batch,
  messages.letter_set_aside, messages.letter_reading
  TO qianmo_messages;
-- Pieces come under newer keys.
GRANT UPDATE ON messages.letter_chunk TO qianmo_messages;
