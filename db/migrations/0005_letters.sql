-- Batches of letters and wall notices: which deliveries are printed together, and the PDF as long
-- as it is needed. Enumerations are the numbers of proto/qianmo/messages/v1.

CREATE TABLE messages.letter_batch (
  county_id integer NOT NULL CHECK (county_id > 0),
  -- The request_id that made it.
  id uuid NOT NULL,
  org_path text NOT NULL CHECK (org_path LIKE '/' || county_id || '/%' AND org_path LIKE '%/'),
  -- 1 letters, 2 wall notices.
  kind smallint NOT NULL CHECK (kind IN (1, 2)),
  -- 1 printing, 2 printed, 3 handed over, 4 cancelled, 5 failed.
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 5),
  print_date date NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  place text NOT NULL CHECK (length(place) BETWEEN 1 AND 30),
  sender text NOT NULL CHECK (length(sender) BETWEEN 1 AND 60),
  letter_count integer NOT NULL CHECK (letter_count >= 0),
  page_count integer NOT NULL CHECK (page_count >= 0),
  left_count integer NOT NULL CHECK (left_count >= 0),
  -- Of the PDF; they stay when it goes.
  size_bytes bigint CHECK (size_bytes > 0),
  content_hash bytea CHECK (octet_length(content_hash) = 32),
  has_content boolean NOT NULL,
  creator_id uuid NOT NULL,
  create_time timestamptz NOT NULL,
  print_time timestamptz,
  end_time timestamptz,
  PRIMARY KEY (county_id, id),
  CONSTRAINT letter_batch_number_retry_key UNIQUE (county_id, org_path, print_date, kind, number),
  CHECK ((print_time IS NOT NULL) = (size_bytes IS NOT NULL)),
  CHECK ((print_time IS NOT NULL) = (content_hash IS NOT NULL)),
  CHECK (state <> 2 OR print_time IS NOT NULL),
  CHECK (NOT has_content OR state = 2),
  CHECK ((end_time IS NOT NULL) = (state >= 3))
);
CREATE INDEX letter_batch_org ON messages.letter_batch (county_id, org_path text_pattern_ops, id);
CREATE INDEX letter_batch_content ON messages.letter_batch (county_id, print_time)
  WHERE has_content;

-- A delivery in a batch, from the moment it is taken into it until the batch is cancelled. Of two
-- batches that want the same delivery at once, the later looks again.
CREATE TABLE messages.letter (
  county_id integer NOT NULL,
  batch_id uuid NOT NULL,
  position integer NOT NULL CHECK (position > 0),
  delivery_id uuid NOT NULL,
  PRIMARY KEY (county_id, batch_id, position),
  CONSTRAINT letter_delivery_retry_key UNIQUE (county_id, delivery_id),
  FOREIGN KEY (county_id, batch_id) REFERENCES messages.letter_batch (county_id, id),
  FOREIGN KEY (county_id, delivery_id) REFERENCES messages.delivery (county_id, id)
);

-- What was taken into a batch and could not be printed.
CREATE TABLE messages.letter_set_aside (
  county_id integer NOT NULL,
  batch_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 60),
  detail text NOT NULL CHECK (length(detail) <= 500),
  PRIMARY KEY (county_id, batch_id, delivery_id),
  FOREIGN KEY (county_id, batch_id) REFERENCES messages.letter_batch (county_id, id),
  FOREIGN KEY (county_id, delivery_id) REFERENCES messages.delivery (county_id, id)
);

-- The PDF in pieces of 256 KiB; the last one is shorter.
CREATE TABLE messages.letter_chunk (
  county_id integer NOT NULL,
  batch_id uuid NOT NULL,
  position integer NOT NULL CHECK (position >= 0),
  content_sealed bytea NOT NULL,
  PRIMARY KEY (county_id, batch_id, position),
  FOREIGN KEY (county_id, batch_id) REFERENCES messages.letter_batch (county_id, id)
);

-- Who read of a PDF, by the minute.
CREATE TABLE messages.letter_reading (
  county_id integer NOT NULL,
  batch_id uuid NOT NULL,
  account_id uuid NOT NULL,
  read_time timestamptz NOT NULL,
  person text NOT NULL CHECK (length(person) <= 200),
  channel smallint NOT NULL CHECK (channel BETWEEN 0 AND 4),
  PRIMARY KEY (county_id, batch_id, account_id, read_time),
  FOREIGN KEY (county_id, batch_id) REFERENCES messages.letter_batch (county_id, id)
);

GRANT SELECT, INSERT, UPDATE ON messages.letter_batch TO qianmo_messages;
GRANT SELECT, INSERT ON messages.letter_set_aside, messages.letter_reading TO qianmo_messages;
GRANT SELECT, INSERT, DELETE ON messages.letter, messages.letter_chunk TO qianmo_messages;
