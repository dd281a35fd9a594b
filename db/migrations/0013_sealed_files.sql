-- Registry: files are personal (tables of households, licences of bidders). What is new is sealed,
-- for the place registry.chunk.body/county/upload/start.
ALTER TABLE registry.chunk ADD COLUMN sealed boolean NOT NULL DEFAULT false;
ALTER TABLE registry.chunk DROP CONSTRAINT chunk_check;
ALTER TABLE registry.chunk ADD CONSTRAINT chunk_body_size
  CHECK (octet_length(body) = size + CASE WHEN sealed THEN 33 ELSE 0 END);
