-- Registry: files are seen by whoever sees an object that they hang on. Where an object belongs is
-- read from its own row, so that nothing here has to move with it.
CREATE TABLE registry.file_link (
  county_id integer NOT NULL,
  file_id uuid NOT NULL,
  -- 1 asset, 2 parcel, 3 recovery case, 4 bidder.
  object_kind smallint NOT NULL CHECK (object_kind BETWEEN 1 AND 4),
  object_id uuid NOT NULL,
  PRIMARY KEY (county_id, file_id, object_kind, object_id),
  FOREIGN KEY (county_id, file_id) REFERENCES registry.file (county_id, id)
);
CREATE INDEX file_link_object ON registry.file_link (county_id, object_kind, object_id, file_id);

GRANT SELECT, INSERT, DELETE ON registry.file_link TO qianmo_registry;

-- What hung somewhere before.
INSERT INTO registry.file_link (county_id, file_id, object_kind, object_id)
  SELECT county_id, file_id, 1, asset_id FROM registry.asset_photo
  UNION
  SELECT county_id, evidence_id, 2, parcel_id FROM registry.parcel_overlap
  WHERE evidence_id IS NOT NULL
  UNION
  SELECT county_id, evidence_id, 3, case_id FROM registry.recovery_step
  UNION
  SELECT county_id, unnest(document_ids), 4, id FROM registry.bidder;
