-- As before, but whether events of a month still wait to be handed out is asked of its index, not of the whole month: nobody
-- else gets at the log meanwhile.
CREATE OR REPLACE FUNCTION drop_log_month(parent text, month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  child text := parent || '_' || to_char(month, 'YYYYMM');
  needed boolean;
BEGIN
  IF parent NOT IN ('events', 'deliveries', 'delivery_attempts') OR to_regclass(child) IS NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('LOCK TABLE ONLY %I IN ACCESS EXCLUSIVE MODE', parent);
  needed := parent <> 'deliveries' AND to_regclass('deliveries_' || to_char(month, 'YYYYMM')) IS NOT NULL;
  IF parent = 'events' AND NOT needed THEN
    EXECUTE format('SELECT coalesce((SELECT (last.tx, last.id) > (f.tx, f.last_id)
      FROM (SELECT tx, id FROM %I ORDER BY tx DESC, id DESC LIMIT 1) AS last, fan_out f), false)', child) INTO needed;
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
