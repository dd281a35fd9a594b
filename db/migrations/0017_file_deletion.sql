-- Registry: who brought a file may throw it away as long as nothing needs it, and has its room
-- back.
GRANT DELETE ON registry.file_copy TO qianmo_registry;
-- UPDATE for the locks: a file is not needed while it goes, nor content while it comes.
GRANT UPDATE, DELETE ON registry.file, registry.blob TO qianmo_registry;

-- Who else needs it.
CREATE INDEX file_content ON registry.file (county_id, sha256);
CREATE INDEX file_copy_content ON registry.file_copy (county_id, copy_sha256);
CREATE INDEX asset_photo_file ON registry.asset_photo (county_id, file_id);
CREATE INDEX parcel_overlap_evidence ON registry.parcel_overlap (county_id, evidence_id)
  WHERE evidence_id IS NOT NULL;
CREATE INDEX recovery_step_evidence ON registry.recovery_step (county_id, evidence_id);
CREATE INDEX import_file ON registry.import (county_id, file_id);
CREATE INDEX import_bad_rows_file ON registry.import (county_id, bad_rows_file_id)
  WHERE bad_rows_file_id IS NOT NULL;
