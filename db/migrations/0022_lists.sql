-- What lists are filtered by and no index served yet, so that a rare one is gathered by its index
-- in a county with a million rows; and the texts that leave next, in the order in which they do.
CREATE INDEX asset_class ON registry.asset (county_id, asset_class, id);
CREATE INDEX household_dissolved ON registry.household (county_id, state, id) WHERE state <> 1;
CREATE INDEX household_number ON registry.household (county_id, number);
CREATE INDEX member_gone ON registry.member (county_id, state, id) WHERE state <> 1;
CREATE INDEX parcel_retired ON registry.parcel (county_id, id) WHERE retire_time IS NOT NULL;
CREATE INDEX recovery_case_state ON registry.recovery_case (county_id, state, id);
CREATE INDEX bidder_state ON registry.bidder (county_id, state, id);
CREATE INDEX bidder_suspended ON registry.bidder (county_id, id) WHERE suspend_time IS NOT NULL;

CREATE INDEX account_kind ON identity.account (county_id, kind, id);
CREATE INDEX account_inactive ON identity.account (county_id, state, id) WHERE state <> 2;

CREATE INDEX delivery_state ON messages.delivery (county_id, state, id);
CREATE INDEX delivery_create ON messages.delivery (county_id, create_time);
CREATE INDEX delivery_turn ON messages.delivery (county_id, urgent, not_before_time, id)
  WHERE state <= 2 AND channel <= 3;

-- What a party was found by under older keys goes when it is sealed anew.
GRANT DELETE ON registry.party_key TO qianmo_registry;
-- Chunks of files come under newer keys.
GRANT UPDATE ON registry.chunk TO qianmo_registry;
