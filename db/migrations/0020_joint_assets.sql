-- Assets of several owners are in the lists of each: found by the parts that are less than the
-- whole.
CREATE INDEX asset_owner_joint ON registry.asset_owner (county_id, collective_id)
  WHERE numerator < denominator AND collective_id IS NOT NULL;
