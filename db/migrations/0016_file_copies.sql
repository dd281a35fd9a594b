-- Registry: how much there is room for; what is made of photos; which of them everybody may see.

ALTER TABLE registry.uploader ADD COLUMN kept_bytes bigint NOT NULL DEFAULT 0
  CHECK (kept_bytes >= 0);
-- The same of all accounts.
CREATE TABLE registry.file_space (
  county_id integer NOT NULL CHECK (county_id > 0),
  kept_bytes bigint NOT NULL CHECK (kept_bytes >= 0),
  PRIMARY KEY (county_id)
);
UPDATE registry.uploader u SET kept_bytes = k.bytes
FROM (SELECT f.county_id, f.account_id, sum(b.size) AS bytes FROM registry.file f
      JOIN registry.blob b ON b.county_id = f.county_id AND b.sha256 = f.sha256
      GROUP BY f.county_id, f.account_id) AS k
WHERE u.county_id = k.county_id AND u.account_id = k.account_id;
INSERT INTO registry.file_space (county_id, kept_bytes)
  SELECT county_id, sum(kept_bytes) FROM registry.uploader GROUP BY county_id;

-- A copy is content as any other, in the chunks of an upload that the house made itself in the name
-- of whoever brought the photo.
CREATE TABLE registry.file_copy (
  county_id integer NOT NULL,
  sha256 bytea NOT NULL,  -- of the photo
  -- 1 public, 2 large, 3 small.
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
  copy_sha256 bytea NOT NULL,
  PRIMARY KEY (county_id, sha256, kind),
  FOREIGN KEY (county_id, sha256) REFERENCES registry.blob (county_id, sha256),
  FOREIGN KEY (county_id, copy_sha256) REFERENCES registry.blob (county_id, sha256)
);

-- Photos that an object of another service, such as a published listing, shows to everybody.
CREATE TABLE registry.public_file (
  county_id integer NOT NULL,
  file_id uuid NOT NULL,
  object text NOT NULL CHECK (object <> ''),
  PRIMARY KEY (county_id, file_id, object),
  FOREIGN KEY (county_id, file_id) REFERENCES registry.file (county_id, id)
);
CREATE INDEX public_file_object ON registry.public_file (county_id, object);

GRANT SELECT, INSERT, UPDATE ON registry.file_space TO qianmo_registry;
GRANT SELECT, INSERT ON registry.file_copy TO qianmo_registry;
GRANT SELECT, INSERT, DELETE ON registry.public_file TO qianmo_registry;
