-- New details that a bidder proposes, until the centre has decided about them: one at a time, and a
-- later one in the place of an earlier. What was proposed and decided when is in bidder_event.
ALTER TABLE registry.bidder
  ADD COLUMN proposed_details_sealed bytea,
  ADD COLUMN proposed_document_ids uuid[],
  ADD COLUMN propose_time timestamptz,
  -- Why the last ones were not taken.
  ADD COLUMN details_reject_reason text NOT NULL DEFAULT ''
    CHECK (length(details_reject_reason) <= 500),
  ADD CONSTRAINT bidder_proposal_check CHECK (
    (proposed_details_sealed IS NULL) = (propose_time IS NULL)
    AND (proposed_document_ids IS NULL) = (propose_time IS NULL));

-- Also: new details proposed, approved, rejected.
ALTER TABLE registry.bidder_event
  DROP CONSTRAINT bidder_event_kind_check,
  ADD CONSTRAINT bidder_event_kind_check CHECK (kind BETWEEN 1 AND 14);
