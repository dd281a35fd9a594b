-- Registry: income-right units (收益权份额) in hundredths of a share. Who holds how many follows from
-- events that are only ever added, each with the day from which it counts and the instant at which
-- it was learnt. Kinds: 1 member, 2 the collective's own, 3 labour years, 4 land, 5 asset. Acts:
-- 1 issue, 2 transfer, 3 inherit, 4 buy back, 5 freeze, 6 unfreeze, 7 pledge, 8 release, 9 carried
-- by a merge or split.

-- The row that every change of the collective's units locks first, so that they follow each other
-- and record_time rises. Its charter: page 3.7.
CREATE TABLE registry.unit_book (
  county_id integer NOT NULL,
  collective_id uuid NOT NULL,
  cap_numerator bigint NOT NULL,
  cap_denominator bigint NOT NULL,
  heirs_without_vote boolean NOT NULL,
  house_fen_per_share bigint CHECK (house_fen_per_share > 0),
  ground text NOT NULL CHECK (length(ground) <= 500),  -- the decision that the charter rests on
  last_record_time timestamptz NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (county_id, collective_id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.collective (county_id, id),
  CHECK (cap_numerator > 0 AND cap_denominator >= cap_numerator)
);

CREATE TABLE registry.unit_total (
  county_id integer NOT NULL,
  collective_id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
  issued bigint NOT NULL CHECK (issued >= 0),
  bought_back bigint NOT NULL CHECK (bought_back >= 0),
  carried_in bigint NOT NULL CHECK (carried_in >= 0),
  carried_out bigint NOT NULL CHECK (carried_out >= 0),
  outstanding bigint NOT NULL CHECK (outstanding >= 0),
  PRIMARY KEY (county_id, collective_id, kind),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.unit_book (county_id, collective_id),
  CHECK (outstanding = issued - bought_back + carried_in - carried_out)
);

-- What is held now. The holder is a household, or the collective itself for its own units.
CREATE TABLE registry.unit_holding (
  county_id integer NOT NULL,
  collective_id uuid NOT NULL,
  holder_id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
  household_id uuid,
  units bigint NOT NULL CHECK (units >= 0),
  frozen bigint NOT NULL CHECK (frozen BETWEEN 0 AND units),
  pledged bigint NOT NULL CHECK (pledged BETWEEN 0 AND units),
  PRIMARY KEY (county_id, collective_id, holder_id, kind),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.unit_book (county_id, collective_id),
  FOREIGN KEY (county_id, household_id) REFERENCES registry.household (county_id, id),
  CHECK (holder_id = coalesce(household_id, collective_id)),
  CHECK ((kind = 2) = (household_id IS NULL))
);
CREATE INDEX unit_holding_household ON registry.unit_holding (county_id, household_id);

-- A change that somebody asked for. What leaves one holder arrives at another, or is issued, or
-- bought back: its shape cannot be anything else.
CREATE TABLE registry.unit_change (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  collective_id uuid NOT NULL,
  act smallint NOT NULL CHECK (act BETWEEN 1 AND 8),
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
  units bigint NOT NULL CHECK (units > 0),
  giver_id uuid,
  taker_id uuid,
  effective_date date,  -- none: the day on which it is done
  without_vote boolean NOT NULL,  -- the heir is no member
  ground text NOT NULL CHECK (length(ground) BETWEEN 1 AND 500),
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),  -- proposed, done, cancelled
  proposer_id uuid NOT NULL,
  proposer_person uuid NOT NULL,
  propose_time timestamptz NOT NULL,
  giver_person uuid,
  giver_time timestamptz,
  taker_person uuid,
  taker_time timestamptz,
  ender_id uuid,
  ender_person uuid,
  end_time timestamptz,
  record_time timestamptz,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.unit_book (county_id, collective_id),
  CHECK ((giver_id IS NULL) = (act = 1)),
  CHECK ((taker_id IS NOT NULL) = (act IN (1, 2, 3))),
  CHECK (giver_id <> taker_id),
  CHECK (act IN (2, 3) OR (kind = 2) = (coalesce(giver_id, taker_id) = collective_id)),
  CHECK (NOT (act IN (2, 3) AND kind = 2)),
  CHECK ((giver_person IS NULL) = (giver_time IS NULL)),
  CHECK ((taker_person IS NULL) = (taker_time IS NULL)),
  CHECK ((state = 1) = (end_time IS NULL)),
  CHECK ((end_time IS NULL) = (ender_id IS NULL) AND (end_time IS NULL) = (ender_person IS NULL)),
  CHECK ((state = 2) = (record_time IS NOT NULL)),
  CHECK (state <> 2 OR effective_date IS NOT NULL),
  -- Two persons at least have seen what is done.
  CHECK (state <> 2 OR act = 2 OR ender_person <> proposer_person),
  CHECK (state <> 2 OR act <> 2 OR
         (giver_person IS NOT NULL AND taker_person IS NOT NULL AND giver_person <> taker_person))
);
CREATE INDEX unit_change_collective ON registry.unit_change (county_id, collective_id, id);
CREATE INDEX unit_change_giver ON registry.unit_change (county_id, giver_id, id);
CREATE INDEX unit_change_taker ON registry.unit_change (county_id, taker_id, id);

-- What happened to one holder's units of one kind: never changed, never removed.
CREATE TABLE registry.unit_event (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  collective_id uuid NOT NULL,
  holder_id uuid NOT NULL,
  kind smallint NOT NULL,
  act smallint NOT NULL CHECK (act BETWEEN 1 AND 9),
  -- What was added to the holding.
  units bigint NOT NULL,
  frozen bigint NOT NULL,
  pledged bigint NOT NULL,
  effective_date date NOT NULL,
  record_time timestamptz NOT NULL,
  change_id uuid,
  account_id uuid NOT NULL,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, collective_id, holder_id, kind)
    REFERENCES registry.unit_holding (county_id, collective_id, holder_id, kind),
  FOREIGN KEY (county_id, change_id) REFERENCES registry.unit_change (county_id, id),
  CHECK ((change_id IS NULL) = (act = 9)),
  CHECK (act NOT IN (1, 2, 3, 4) OR units <> 0 AND frozen = 0 AND pledged = 0),
  CHECK (act <> 1 OR units > 0),
  CHECK (act <> 4 OR units < 0),
  CHECK (act <> 5 OR frozen > 0),
  CHECK (act <> 6 OR frozen < 0),
  CHECK (act <> 7 OR pledged > 0),
  CHECK (act <> 8 OR pledged < 0),
  -- Freezing and pledging never change who holds.
  CHECK (act NOT IN (5, 6, 7, 8) OR units = 0),
  CHECK (act NOT IN (5, 6) OR pledged = 0),
  CHECK (act NOT IN (7, 8) OR frozen = 0)
);
-- A roll is one walk along this index, page by page, and touches no row.
CREATE INDEX unit_event_roll ON registry.unit_event
  (county_id, collective_id, holder_id, kind, effective_date, record_time)
  INCLUDE (units, frozen, pledged);
CREATE INDEX unit_event_holder ON registry.unit_event (county_id, holder_id, id);
CREATE INDEX unit_event_collective ON registry.unit_event (county_id, collective_id, id);

-- Houses as shares (房屋入股). State: 1 proposed, 2 in, 3 leaving, 4 out; exit: 1 bought at its
-- valuation, 2 handed back.
CREATE TABLE registry.house_share (
  county_id integer NOT NULL,
  id uuid NOT NULL,
  collective_id uuid NOT NULL,
  household_id uuid NOT NULL,
  house text NOT NULL CHECK (length(house) BETWEEN 1 AND 200),
  valuation_fen bigint NOT NULL CHECK (valuation_fen > 0),
  fen_per_share bigint NOT NULL CHECK (fen_per_share > 0),
  units bigint NOT NULL CHECK (units > 0),
  exit smallint NOT NULL CHECK (exit BETWEEN 1 AND 2),
  start_date date NOT NULL,
  issue_change_id uuid NOT NULL,
  exit_change_id uuid,
  PRIMARY KEY (county_id, id),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.unit_book (county_id, collective_id),
  FOREIGN KEY (county_id, household_id) REFERENCES registry.household (county_id, id),
  FOREIGN KEY (county_id, issue_change_id) REFERENCES registry.unit_change (county_id, id),
  FOREIGN KEY (county_id, exit_change_id) REFERENCES registry.unit_change (county_id, id),
  CHECK (units = div(valuation_fen::numeric * 100, fen_per_share::numeric))
);
CREATE INDEX house_share_list ON registry.house_share (county_id, collective_id, id);
CREATE INDEX house_share_household ON registry.house_share (county_id, household_id, id);

-- Certificates of units (股权证), numbered without gaps in the county.
CREATE TABLE registry.unit_certificate_counter (
  county_id integer NOT NULL CHECK (county_id > 0),
  next_number bigint NOT NULL CHECK (next_number > 0),
  PRIMARY KEY (county_id)
);

CREATE TABLE registry.unit_certificate (
  county_id integer NOT NULL CHECK (county_id > 0),
  id uuid NOT NULL,
  serial bigint NOT NULL CHECK (serial > 0),
  number text NOT NULL CHECK (number <> ''),
  collective_id uuid NOT NULL,
  household_id uuid NOT NULL,
  collective_name text NOT NULL,
  household_number text NOT NULL,
  head_name text NOT NULL,
  as_of_date date NOT NULL,
  known_time timestamptz NOT NULL,
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),  -- of its canonical bytes
  account_id uuid NOT NULL,
  issue_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, id),
  CONSTRAINT unit_certificate_serial UNIQUE (county_id, serial),
  FOREIGN KEY (county_id, collective_id) REFERENCES registry.unit_book (county_id, collective_id),
  FOREIGN KEY (county_id, household_id) REFERENCES registry.household (county_id, id)
);
CREATE INDEX unit_certificate_household
  ON registry.unit_certificate (county_id, household_id, id);

CREATE TABLE registry.unit_certificate_line (
  county_id integer NOT NULL,
  certificate_id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
  units bigint NOT NULL CHECK (units > 0),
  frozen bigint NOT NULL CHECK (frozen BETWEEN 0 AND units),
  pledged bigint NOT NULL CHECK (pledged BETWEEN 0 AND units),
  PRIMARY KEY (county_id, certificate_id, kind),
  FOREIGN KEY (county_id, certificate_id) REFERENCES registry.unit_certificate (county_id, id)
);

-- Each time that it was put on paper: the first print, and every reprint with its reason.
CREATE TABLE registry.unit_certificate_print (
  county_id integer NOT NULL,
  certificate_id uuid NOT NULL,
  print_number integer NOT NULL CHECK (print_number > 0),
  reason text NOT NULL CHECK (length(reason) <= 500),
  account_id uuid NOT NULL,
  print_time timestamptz NOT NULL,
  PRIMARY KEY (county_id, certificate_id, print_number),
  FOREIGN KEY (county_id, certificate_id) REFERENCES registry.unit_certificate (county_id, id)
);

GRANT SELECT, INSERT, UPDATE ON
  registry.unit_book, registry.unit_total, registry.unit_holding, registry.unit_change,
  registry.house_share, registry.unit_certificate_counter
  TO qianmo_registry;
-- What happened stays as it was written.
GRANT SELECT, INSERT ON
  registry.unit_event, registry.unit_certificate, registry.unit_certificate_line,
  registry.unit_certificate_print
  TO qianmo_registry;
