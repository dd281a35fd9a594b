-- Deliveries: what leaves the house by text message, WeChat, letter or wall, and what became of it.
-- Enumerations are the numbers of proto/qianmo/messages/v1.

-- One row a message, channel and addressee. The claim of a sender is its lease and its count of
-- tries: whoever comes back later than its lease finds another count and changes nothing.
CREATE TABLE messages.delivery (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  message_id uuid NOT NULL,
  -- 2 text message, 3 WeChat, 4 letter, 5 wall.
  channel smallint NOT NULL CHECK (channel BETWEEN 2 AND 5),
  -- 'account/0192…', or 'given' for the telephone, addressee or wall that came with the message.
  addressee text NOT NULL CHECK (length(addressee) BETWEEN 5 AND 200),
  account_id uuid,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  -- A telephone, an open id, or an Addressee; NULL for a wall.
  address_sealed bytea,
  -- Finds what was sent to the same telephone or open id.
  address_index bytea CHECK (octet_length(address_index) = 32),
  template smallint NOT NULL CHECK (template > 0),
  is_code boolean NOT NULL,
  urgent boolean NOT NULL,
  digest boolean NOT NULL,
  -- How many messages it counts; 0 for what is no digest, or has not left yet.
  digest_count integer NOT NULL CHECK (digest_count >= 0),
  -- 1 queued, 2 sending, 3 sent, 4 printed, 5 delivered, 6 failed, 7 expired, 8 suppressed.
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 8),
  reason smallint NOT NULL CHECK (reason BETWEEN 0 AND 6),
  -- Some try ended without a word from the provider: it may have been taken.
  in_doubt boolean NOT NULL,
  not_before_time timestamptz NOT NULL,
  expire_time timestamptz,
  -- What the provider knows the present attempt by. The same for all tries of it.
  client_id uuid NOT NULL,
  tries integer NOT NULL CHECK (tries >= 0),
  -- Of the present attempt: tries and those of them that were unclear, and when the first was.
  attempt_tries integer NOT NULL CHECK (attempt_tries BETWEEN 0 AND tries),
  unclear integer NOT NULL CHECK (unclear BETWEEN 0 AND attempt_tries),
  first_try_time timestamptz,
  lease_time timestamptz,
  provider_id text NOT NULL CHECK (length(provider_id) <= 100),
  error text NOT NULL CHECK (length(error) <= 500),
  create_time timestamptz NOT NULL,
  send_time timestamptz,
  end_time timestamptz,
  PRIMARY KEY (county_id, id),
  CONSTRAINT delivery_retry_key UNIQUE (county_id, message_id, channel, addressee),
  UNIQUE (county_id, client_id),
  FOREIGN KEY (county_id, message_id) REFERENCES messages.message (county_id, id),
  CHECK (channel = 5 OR address_sealed IS NOT NULL),
  CHECK ((channel <= 3) = (address_index IS NOT NULL)),
  CHECK (channel <= 3 OR state NOT IN (2, 3)),
  CHECK (channel > 3 OR state <> 4),
  CHECK ((lease_time IS NOT NULL) = (state = 2)),
  CHECK ((end_time IS NOT NULL) = (state >= 5)),
  CHECK ((reason <> 0) = (state IN (6, 8)))
);
CREATE INDEX delivery_due ON messages.delivery (county_id, not_before_time)
  WHERE state <= 2 AND channel <= 3;
CREATE INDEX delivery_awaited ON messages.delivery (county_id, send_time)
  WHERE state = 3;
CREATE INDEX delivery_paper ON messages.delivery (county_id, channel, id)
  WHERE state = 1 AND channel >= 4;
CREATE INDEX delivery_address ON messages.delivery (county_id, address_index, first_try_time)
  WHERE address_index IS NOT NULL;
CREATE INDEX delivery_org ON messages.delivery (county_id, org_path text_pattern_ops, id);

-- Whose turn it is to give out a county's deliveries, and how far its reports were read.
CREATE TABLE messages.provider_turn (
  county_id integer NOT NULL CHECK (county_id > 0),
  report_cursor text NOT NULL CHECK (length(report_cursor) <= 200),
  PRIMARY KEY (county_id)
);

-- Every report of the provider, once, with what was made of it.
CREATE TABLE messages.provider_report (
  county_id integer NOT NULL CHECK (county_id > 0),
  report_id text NOT NULL CHECK (length(report_id) BETWEEN 1 AND 100),
  client_id text NOT NULL CHECK (length(client_id) <= 100),
  provider_id text NOT NULL CHECK (length(provider_id) <= 100),
  -- 1 delivered, 2 failed; 0 for what it should not have said.
  outcome smallint NOT NULL CHECK (outcome BETWEEN 0 AND 2),
  error text NOT NULL CHECK (length(error) <= 500),
  -- 1 applied, 2 repeated what was known, 3 contradicted it, 4 of nothing that we know.
  use smallint NOT NULL CHECK (use BETWEEN 1 AND 4),
  -- How often it was told.
  times integer NOT NULL CHECK (times > 0),
  report_time timestamptz,
  receive_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, report_id)
);
CREATE INDEX provider_report_client ON messages.provider_report (county_id, client_id);

GRANT SELECT, INSERT, UPDATE ON
  messages.delivery, messages.provider_turn, messages.provider_report
  TO qianmo_messages;
