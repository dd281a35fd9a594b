-- What every part of the house stands on: the counties, the database's clock, and the tables that
-- each service has.

REVOKE ALL ON SCHEMA house FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON house.migration FROM PUBLIC;

-- The counties that this database serves. Global: the number is the tenant of every other table.
-- The code (GB/T 2260) changes when counties merge; the number never does.
CREATE TABLE house.county (
  county_id integer PRIMARY KEY CHECK (county_id > 0),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  code text NOT NULL CHECK (code ~ '^[0-9]{6}$')
);

-- The one place where SQL asks for the time, so that a test may put another clock here.
CREATE FUNCTION house.clock_now() RETURNS timestamptz
LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';
REVOKE ALL ON FUNCTION house.clock_now() FROM PUBLIC;

-- Gives a service its schema with the journal, the outbox and the operations, and its role
-- (qianmo_<service>, made by roles.sql) exactly the rights that it needs there.
CREATE PROCEDURE house.furnish(service text)
LANGUAGE plpgsql AS $furnish$
DECLARE
  service_role text := 'qianmo_' || service;
BEGIN
  IF service !~ '^[a-z]{1,40}$' OR service IN ('house', 'public') THEN
    RAISE EXCEPTION 'house.furnish: % cannot be the name of a service', service;
  END IF;

  EXECUTE format('CREATE SCHEMA %I', service);
  EXECUTE format('GRANT USAGE ON SCHEMA %I, house TO %I', service, service_role);
  EXECUTE format('GRANT SELECT ON house.county TO %I', service_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION house.clock_now() TO %I', service_role);

  -- One row a request: at once the record that makes a retry harmless and the audit trail. Its key
  -- ends in _retry_key, so that of two equal requests at once the later runs again and finds the
  -- answer of the earlier.
  EXECUTE format($table$
    CREATE TABLE %I.journal (
      county_id integer NOT NULL CHECK (county_id > 0),
      caller uuid NOT NULL,
      request_id uuid NOT NULL,
      person text NOT NULL CHECK (length(person) <= 200),
      on_behalf_of text NOT NULL CHECK (length(on_behalf_of) <= 200),
      channel smallint NOT NULL CHECK (channel BETWEEN 0 AND 4),
      method text NOT NULL CHECK (length(method) BETWEEN 1 AND 200),
      body_mac bytea NOT NULL CHECK (octet_length(body_mac) = 32),
      status smallint NOT NULL CHECK (status BETWEEN 0 AND 16),
      answer bytea NOT NULL,
      sealed boolean NOT NULL,
      trace_id text NOT NULL CHECK (trace_id ~ '^([0-9a-f]{32})?$'),
      recorded_time timestamptz NOT NULL,
      CONSTRAINT journal_retry_key PRIMARY KEY (county_id, caller, request_id)
    )$table$, service);
  EXECUTE format('GRANT SELECT, INSERT ON %I.journal TO %I', service, service_role);

  -- Calls to other services, written by the transaction that wants them; gone once delivered.
  EXECUTE format($table$
    CREATE TABLE %I.outbox (
      county_id integer NOT NULL CHECK (county_id > 0),
      outbox_id uuid NOT NULL,
      ordering_key text NOT NULL CHECK (length(ordering_key) BETWEEN 1 AND 200),
      position bigint NOT NULL CHECK (position >= 0),
      method text NOT NULL CHECK (length(method) BETWEEN 1 AND 200),
      request bytea NOT NULL,
      request_id uuid NOT NULL,
      actor bytea NOT NULL,
      traceparent text NOT NULL CHECK (length(traceparent) <= 64),
      created_time timestamptz NOT NULL,
      attempts integer NOT NULL CHECK (attempts >= 0),
      faults integer NOT NULL DEFAULT 0 CHECK (faults >= 0),  -- attempts that the receiver failed
      next_time timestamptz NOT NULL,
      lease_until timestamptz,
      state smallint NOT NULL CHECK (state IN (1, 2)),  -- 1 pending, 2 dead
      last_error text NOT NULL,
      CONSTRAINT outbox_pkey PRIMARY KEY (county_id, outbox_id),
      CONSTRAINT outbox_position_retry_key UNIQUE (county_id, ordering_key, position)
    )$table$, service);
  -- With outbox_position_retry_key this finds the heads of keys that are due.
  EXECUTE format('CREATE INDEX outbox_due ON %I.outbox (county_id, next_time) WHERE state = 1',
                 service);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I.outbox TO %I', service, service_role);

  -- Long work (AIP-151).
  EXECUTE format($table$
    CREATE TABLE %I.operation (
      county_id integer NOT NULL CHECK (county_id > 0),
      operation_id uuid NOT NULL,
      kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 200),
      state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),  -- running, done, failed, cancelled
      request bytea NOT NULL,
      cursor bytea NOT NULL,
      account_id uuid NOT NULL,  -- who started it
      caller bytea NOT NULL,
      progress_done bigint NOT NULL CHECK (progress_done >= 0),
      progress_total bigint NOT NULL CHECK (progress_total >= 0),  -- 0 while unknown
      result bytea,
      error bytea,
      cancel_requested boolean NOT NULL,
      failures integer NOT NULL CHECK (failures >= 0),  -- steps in a row that broke
      created_time timestamptz NOT NULL,
      updated_time timestamptz NOT NULL,
      CONSTRAINT operation_pkey PRIMARY KEY (county_id, operation_id),
      CONSTRAINT operation_result_of_done CHECK (result IS NULL OR state = 2),
      CONSTRAINT operation_error_of_ended CHECK (error IS NULL OR state IN (3, 4))
    )$table$, service);
  EXECUTE format(
    'CREATE INDEX operation_running ON %I.operation (county_id, updated_time) WHERE state = 1',
    service);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I.operation TO %I', service,
                 service_role);
END
$furnish$;
REVOKE ALL ON PROCEDURE house.furnish(text) FROM PUBLIC;
