-- Everything that leaves the desk: the log in months, endpoints with deliveries and each try, inboxes in order, what people
-- are written, who did what, and what the live tail and the charts are drawn from.

-- The log is read across organizations too (fan-out), and old months are dropped whole.
ALTER TABLE "events" RENAME TO "events_before";
ALTER TABLE "events_before" RENAME CONSTRAINT "events_pkey" TO "events_before_pkey";
DROP INDEX "events_organization_id_subject_sequence_key";
DROP INDEX "events_position_idx";

CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "fact_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "tx" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "debug" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- Not unique, since the month is not part of it: the locked row in event_subjects keeps it so.
CREATE INDEX "events_organization_id_subject_sequence_idx" ON "events"("organization_id", "subject", "sequence");
CREATE INDEX "events_organization_id_id_idx" ON "events"("organization_id", "id");
-- Readers follow the log by (tx, id): a late commit has a later tx than everything already seen.
CREATE INDEX "events_position_idx" ON "events"("organization_id", "tx", "id");
CREATE INDEX "events_fan_out_idx" ON "events"("tx", "id");

CREATE TABLE "fan_out" (
    "id" INTEGER NOT NULL,
    "tx" xid8 NOT NULL,
    "last_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fan_out_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "endpoints" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "description" TEXT,
    "event_types" TEXT[] NOT NULL,
    "url" TEXT,
    "secret" BYTEA,
    "previous_secret" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "concurrency" INTEGER NOT NULL DEFAULT 10,
    "user_id" UUID,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_reason" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "first_failure_at" TIMESTAMPTZ(3),
    "last_success_at" TIMESTAMPTZ(3),
    "probe_at" TIMESTAMPTZ(3),
    "probes" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "endpoints_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "endpoints_kind_check" CHECK ("kind" IN ('WEBHOOK', 'INBOX', 'HANDLER', 'EMAIL', 'SMS')),
    CONSTRAINT "endpoints_status_check" CHECK ("status" IN ('ACTIVE', 'DISABLED', 'DELETED')),
    CONSTRAINT "endpoints_disabled_check" CHECK (("status" = 'DISABLED') = ("disabled_reason" IS NOT NULL)),
    CONSTRAINT "endpoints_webhook_check" CHECK ("kind" <> 'WEBHOOK' OR "status" = 'DELETED' OR ("url" IS NOT NULL AND "secret" IS NOT NULL)),
    CONSTRAINT "endpoints_person_check" CHECK (("kind" IN ('EMAIL', 'SMS')) = ("user_id" IS NOT NULL))
);
CREATE INDEX "endpoints_organization_id_kind_idx" ON "endpoints"("organization_id", "kind");
CREATE INDEX "endpoints_active_idx" ON "endpoints"("organization_id") WHERE "status" = 'ACTIVE';
CREATE INDEX "endpoints_probe_idx" ON "endpoints"("probe_at") WHERE "probe_at" IS NOT NULL;
CREATE UNIQUE INDEX "endpoints_default_inbox_key" ON "endpoints"("organization_id") WHERE "kind" = 'INBOX' AND "is_default";
CREATE UNIQUE INDEX "endpoints_person_key" ON "endpoints"("organization_id", "user_id", "kind") WHERE "user_id" IS NOT NULL;

-- One default inbox per organization: made with it, whoever makes it.
INSERT INTO "endpoints" ("id", "organization_id", "kind", "is_default", "event_types", "created_at", "updated_at")
SELECT gen_random_uuid(), "id", 'INBOX', true, '{*}', "created_at", "created_at" FROM "organizations";
CREATE FUNCTION give_default_inbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO endpoints (id, organization_id, kind, is_default, event_types, created_at, updated_at)
  VALUES (gen_random_uuid(), NEW.id, 'INBOX', true, '{*}', NEW.created_at, NEW.created_at);
  RETURN NEW;
END $$;
CREATE TRIGGER organizations_default_inbox AFTER INSERT ON "organizations" FOR EACH ROW EXECUTE FUNCTION give_default_inbox();

CREATE TABLE "deliveries" (
    "endpoint_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "requeues" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "ordered" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "debug" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("endpoint_id", "event_id"),
    CONSTRAINT "deliveries_status_check" CHECK ("status" IN ('PENDING', 'RETRYING', 'DELIVERED', 'DEAD')),
    CONSTRAINT "deliveries_ended_check" CHECK (("status" IN ('DELIVERED', 'DEAD')) = ("ended_at" IS NOT NULL)),
    CONSTRAINT "deliveries_due_check" CHECK (("due_at" IS NOT NULL) = ("status" IN ('PENDING', 'RETRYING') AND NOT "ordered"))
) PARTITION BY RANGE ("event_id");
-- What is to be pushed, endpoint by endpoint.
CREATE INDEX "deliveries_due_idx" ON "deliveries"("endpoint_id", "due_at", "event_id") WHERE "due_at" IS NOT NULL;
-- The next open item of a subject.
CREATE INDEX "deliveries_subject_idx" ON "deliveries"("endpoint_id", "subject", "sequence") WHERE "ordered" AND "status" IN ('PENDING', 'RETRYING');
-- Lists and counts by state.
CREATE INDEX "deliveries_status_idx" ON "deliveries"("organization_id", "status", "event_id");

CREATE TABLE "delivery_attempts" (
    "endpoint_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER,
    "outcome" TEXT NOT NULL,
    "status_code" INTEGER,
    "reason" TEXT,
    "answer" TEXT,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_attempts_pkey" PRIMARY KEY ("endpoint_id", "event_id", "number"),
    CONSTRAINT "delivery_attempts_outcome_check" CHECK ("outcome" IN ('DELIVERED', 'RETRY', 'DEAD'))
) PARTITION BY RANGE ("event_id");

CREATE TABLE "inbox_heads" (
    "endpoint_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "visible_at" TIMESTAMPTZ(3) NOT NULL,
    "handle" UUID,
    "leased_by" TEXT,
    "leases" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "inbox_heads_pkey" PRIMARY KEY ("endpoint_id", "subject")
);
CREATE INDEX "inbox_heads_endpoint_id_visible_at_idx" ON "inbox_heads"("endpoint_id", "visible_at");

-- A month of the log and of what hangs on it, by the time in the ids (UUIDv7). Returns how many partitions were made. A month
-- that already has rows in the catch-all stays there.
CREATE FUNCTION ensure_log_months(first_day date, last_day date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz := date_trunc('month', first_day::timestamp) AT TIME ZONE 'UTC';
  made integer := 0;
  parent text;
  child text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('countersign.log_months', 0));
  WHILE month <= last_day::timestamp AT TIME ZONE 'UTC' LOOP
    FOREACH parent IN ARRAY ARRAY['events', 'deliveries', 'delivery_attempts'] LOOP
      child := parent || '_' || to_char(month AT TIME ZONE 'UTC', 'YYYYMM');
      CONTINUE WHEN to_regclass(child) IS NOT NULL;
      BEGIN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent,
          uuid_floor(month), uuid_floor((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'));
        made := made + 1;
      EXCEPTION WHEN check_violation THEN NULL;
      END;
    END LOOP;
    month := (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
  END LOOP;
  RETURN made;
END $$;

-- The smallest UUIDv7 of an instant.
CREATE FUNCTION uuid_floor(instant timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM instant) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

CREATE TABLE "events_default" PARTITION OF "events" DEFAULT;
CREATE TABLE "deliveries_default" PARTITION OF "deliveries" DEFAULT;
CREATE TABLE "delivery_attempts_default" PARTITION OF "delivery_attempts" DEFAULT;
SELECT ensure_log_months(
  coalesce((SELECT min("created_at") FROM "events_before"), CURRENT_TIMESTAMP)::date,
  (CURRENT_TIMESTAMP + interval '2 months')::date);

INSERT INTO "events" ("id", "fact_id", "organization_id", "type", "subject", "sequence", "source", "data", "metadata", "request_id", "tx", "created_at")
SELECT "id", "fact_id", "organization_id", "type", "subject", "sequence", "source", "data", "metadata", "request_id", "tx", "created_at" FROM "events_before";
DROP TABLE "events_before";

-- What is in the log so far was told by the streams; endpoints begin after it.
INSERT INTO "fan_out" ("id", "tx", "last_id", "at")
SELECT 1, pg_current_xact_id(), '00000000-0000-0000-0000-000000000000', CURRENT_TIMESTAMP;

-- Append-only, but for what somebody asked to have erased.
CREATE FUNCTION refuse_change_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('countersign.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON "events" FOR EACH ROW EXECUTE FUNCTION refuse_change_but_erasing();

CREATE TABLE "contacts" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "address" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "code_hash" TEXT,
    "code_expires_at" TIMESTAMPTZ(3),
    "code_tries" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "contacts_channel_check" CHECK ("channel" IN ('EMAIL', 'SMS'))
);
CREATE UNIQUE INDEX "contacts_user_id_channel_key" ON "contacts"("user_id", "channel");

CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "sealed" BYTEA,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "messages_status_check" CHECK ("status" IN ('PENDING', 'SENT', 'FAILED', 'KEPT'))
);
CREATE UNIQUE INDEX "messages_key_key" ON "messages"("key");
CREATE INDEX "messages_created_at_idx" ON "messages"("created_at");

CREATE TABLE "audit_log" (
    "organization_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT,
    "allowed" BOOLEAN NOT NULL DEFAULT true,
    "details" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("organization_id", "sequence")
);
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE "log_lines" (
    "id" UUID NOT NULL,
    "organization_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "level" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "request_id" TEXT,
    "context" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "log_lines_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "log_lines_organization_id_id_idx" ON "log_lines"("organization_id", "id");

CREATE TABLE "call_minutes" (
    "organization_id" UUID NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "route" TEXT NOT NULL,
    "status_class" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "total_ms" DOUBLE PRECISION NOT NULL,
    "buckets" INTEGER[],

    CONSTRAINT "call_minutes_pkey" PRIMARY KEY ("organization_id", "minute", "route", "status_class")
);
CREATE INDEX "call_minutes_minute_idx" ON "call_minutes"("minute");
