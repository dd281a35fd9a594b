-- Messages: what was sent to whom, what of it is read, and how people want to be told. Enumerations
-- are the numbers of proto/qianmo/messages/v1; what speaks of people is kept sealed.
CALL house.furnish('messages');

-- What lies in one inbox: of an account, a household, a party, an office or a board. `recipient` is
-- its address, such as 'account/0192…' or 'wall/7/0192…/'. Whoever adds a message holds the row, so
-- that positions and times rise in the order of the commits: what a reader has seen is a prefix.
CREATE TABLE messages.inbox_head (
  county_id integer NOT NULL CHECK (county_id > 0),
  recipient text NOT NULL CHECK (length(recipient) BETWEEN 3 AND 200),
  last_position bigint NOT NULL CHECK (last_position > 0),
  last_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, recipient)
);

CREATE TABLE messages.message (
  county_id integer NOT NULL CHECK (county_id > 0),
  -- The request_id that sent it.
  id uuid NOT NULL,
  template smallint NOT NULL CHECK (template > 0),
  template_version smallint NOT NULL CHECK (template_version > 0),
  -- 1 account, 2 household, 3 party, 4 role, 5 telephone, 6 wall.
  recipient_kind smallint NOT NULL CHECK (recipient_kind BETWEEN 1 AND 6),
  -- Empty for a telephone, which is sealed with the content.
  recipient text NOT NULL CHECK (length(recipient) <= 200),
  -- In the inbox of the recipient; NULL for what goes to no inbox.
  position bigint CHECK (position > 0),
  -- 1 accepted, 2 sent, 3 failed, 4 expired.
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),
  content_sealed bytea NOT NULL,
  -- Only until it has left or expired.
  code_sealed bytea,
  link text NOT NULL CHECK (length(link) <= 200),
  create_time timestamptz NOT NULL,
  expire_time timestamptz,
  -- Of two that arrive at once, the later runs again and finds the earlier.
  CONSTRAINT message_retry_key PRIMARY KEY (county_id, id),
  CHECK ((recipient_kind = 5) = (recipient = '')),
  CHECK (recipient_kind <> 5 OR position IS NULL),
  CHECK (code_sealed IS NULL OR expire_time IS NOT NULL),
  CHECK (code_sealed IS NULL OR state = 1)
);
-- An inbox, in the order of time.
CREATE UNIQUE INDEX message_inbox ON messages.message (county_id, recipient, create_time)
  WHERE position IS NOT NULL;
-- Codes that must go when their time is over.
CREATE INDEX message_code ON messages.message (county_id, expire_time)
  WHERE code_sealed IS NOT NULL;

-- How far an account has read an inbox without a gap, and how often that changed.
CREATE TABLE messages.inbox_reader (
  county_id integer NOT NULL CHECK (county_id > 0),
  account_id uuid NOT NULL,
  recipient text NOT NULL CHECK (length(recipient) BETWEEN 3 AND 200),
  read_position bigint NOT NULL CHECK (read_position >= 0),
  -- Of the message at read_position.
  read_time timestamptz NOT NULL,
  changes bigint NOT NULL CHECK (changes > 0),
  PRIMARY KEY (county_id, account_id, recipient),
  FOREIGN KEY (county_id, recipient) REFERENCES messages.inbox_head (county_id, recipient)
);

-- What it has read beyond that.
CREATE TABLE messages.read_mark (
  county_id integer NOT NULL CHECK (county_id > 0),
  account_id uuid NOT NULL,
  recipient text NOT NULL,
  position bigint NOT NULL CHECK (position > 0),
  -- Of the message there.
  message_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, account_id, recipient, position),
  FOREIGN KEY (county_id, account_id, recipient)
    REFERENCES messages.inbox_reader (county_id, account_id, recipient)
);

CREATE TABLE messages.preferences (
  county_id integer NOT NULL CHECK (county_id > 0),
  account_id uuid NOT NULL,
  -- 1 Chinese, 2 English.
  locale smallint NOT NULL CHECK (locale IN (1, 2)),
  -- Minutes after midnight in Beijing.
  quiet_start smallint NOT NULL CHECK (quiet_start BETWEEN 0 AND 1439),
  quiet_end smallint NOT NULL CHECK (quiet_end BETWEEN 0 AND 1439),
  -- NULL: everything at once.
  digest_hour smallint CHECK (digest_hour BETWEEN 0 AND 23),
  wechat_sealed bytea,
  changes bigint NOT NULL CHECK (changes > 0),
  CONSTRAINT preferences_retry_key PRIMARY KEY (county_id, account_id)
);

-- The groups for which the owner chose channels.
CREATE TABLE messages.channel_choice (
  county_id integer NOT NULL CHECK (county_id > 0),
  account_id uuid NOT NULL,
  message_group smallint NOT NULL CHECK (message_group > 0),
  channels smallint[] NOT NULL CHECK (channels <@ ARRAY[2, 3]::smallint[]),
  PRIMARY KEY (county_id, account_id, message_group),
  FOREIGN KEY (county_id, account_id) REFERENCES messages.preferences (county_id, account_id)
);

GRANT SELECT, INSERT, UPDATE ON
  messages.inbox_head, messages.message, messages.inbox_reader, messages.preferences
  TO qianmo_messages;
GRANT SELECT, INSERT, DELETE ON messages.read_mark, messages.channel_choice TO qianmo_messages;
