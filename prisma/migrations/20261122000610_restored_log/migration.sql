-- Places in the log are transaction ids. Restored into another cluster they lie in its future, where no reader looks: so they
-- may be given anew (lib/retention/mend-restored.ts), and nothing else of an event may change.
CREATE OR REPLACE FUNCTION refuse_change_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('countersign.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' AND current_setting('countersign.mending', true) = 'on'
    AND to_jsonb(NEW) - 'tx' = to_jsonb(OLD) - 'tx' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

-- Old rows of a month are found by their pages: ids are made in the order of time.
CREATE INDEX "deliveries_old_idx" ON "deliveries" USING brin ("event_id");
CREATE INDEX "delivery_attempts_old_idx" ON "delivery_attempts" USING brin ("event_id");
CREATE INDEX "messages_ended_at_idx" ON "messages"("ended_at") WHERE "ended_at" IS NOT NULL;

-- Drops a month whole, if nothing in it is still needed: of deliveries, nothing is open; of events, all were handed out and
-- no delivery of the month is left. Under the lock nobody can change that. Whether it is old enough is for the caller to know.
CREATE FUNCTION drop_log_month(parent text, month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  child text := parent || '_' || to_char(month, 'YYYYMM');
  needed boolean;
BEGIN
  IF parent NOT IN ('events', 'deliveries', 'delivery_attempts') OR to_regclass(child) IS NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('LOCK TABLE ONLY %I IN ACCESS EXCLUSIVE MODE', parent);
  needed := CASE parent WHEN 'events' THEN to_regclass('deliveries_' || to_char(month, 'YYYYMM')) IS NOT NULL
    WHEN 'delivery_attempts' THEN to_regclass('deliveries_' || to_char(month, 'YYYYMM')) IS NOT NULL ELSE false END;
  IF parent = 'events' AND NOT needed THEN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I e, fan_out f WHERE (e.tx, e.id) > (f.tx, f.last_id))', child) INTO needed;
  ELSIF parent = 'deliveries' THEN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %1$I WHERE "ordered" AND "status" IN (''PENDING'', ''RETRYING''))
      OR EXISTS (SELECT 1 FROM %1$I WHERE "due_at" IS NOT NULL)', child) INTO needed;
  END IF;
  IF needed THEN
    RETURN false;
  END IF;
  EXECUTE format('DROP TABLE %I', child);
  RETURN true;
END $$;
