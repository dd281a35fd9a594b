-- Registry, its first room: files. Content is kept once a county, however many files have it, in
-- the chunks of the upload that brought it first.
CALL house.furnish('registry');

-- A row to lock, so that an account's uploads are counted one request at a time.
CREATE TABLE registry.uploader (
  county_id integer NOT NULL CHECK (county_id > 0),
  account_id uuid NOT NULL,
  PRIMARY KEY (county_id, account_id)
);

CREATE TABLE registry.upload (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
  total_size bigint NOT NULL CHECK (total_size > 0),
  received_size bigint NOT NULL CHECK (received_size BETWEEN 0 AND total_size),
  declared_sha256 bytea CHECK (octet_length(declared_sha256) = 32),
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),  -- open, finished, cancelled
  create_time timestamptz NOT NULL,
  expire_time timestamptz NOT NULL,
  end_time timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, account_id) REFERENCES registry.uploader (county_id, account_id),
  CHECK ((state = 1) = (end_time IS NULL)),
  CHECK (state <> 2 OR received_size = total_size)
);
CREATE INDEX upload_open ON registry.upload (county_id, account_id) WHERE state = 1;
CREATE INDEX upload_expiry ON registry.upload (county_id, expire_time) WHERE state <> 2;

CREATE TABLE registry.chunk (
  county_id integer NOT NULL,
  upload_id uuid NOT NULL,
  start bigint NOT NULL CHECK (start >= 0),
  size integer NOT NULL CHECK (size > 0),
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  body bytea NOT NULL CHECK (octet_length(body) = size),
  PRIMARY KEY (county_id, upload_id, start),
  FOREIGN KEY (county_id, upload_id) REFERENCES registry.upload (county_id, id)
);
-- Pictures and archives do not get smaller, and a window is cut out without reading the rest.
ALTER TABLE registry.chunk ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE registry.blob (
  county_id integer NOT NULL,
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  size bigint NOT NULL CHECK (size > 0),
  content_type text NOT NULL CHECK (content_type <> ''),
  upload_id uuid NOT NULL,  -- whose chunks are the content
  create_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, sha256),
  FOREIGN KEY (county_id, upload_id) REFERENCES registry.upload (county_id, id)
);

-- Has the id of its upload.
CREATE TABLE registry.file (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
  sha256 bytea NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, id) REFERENCES registry.upload (county_id, id),
  FOREIGN KEY (county_id, sha256) REFERENCES registry.blob (county_id, sha256)
);
CREATE INDEX file_account ON registry.file (county_id, account_id, id);

GRANT SELECT, INSERT, UPDATE ON registry.uploader TO qianmo_registry;
GRANT SELECT, INSERT, UPDATE, DELETE ON registry.upload TO qianmo_registry;
GRANT SELECT, INSERT, DELETE ON registry.chunk TO qianmo_registry;
GRANT SELECT, INSERT ON registry.blob, registry.file TO qianmo_registry;
