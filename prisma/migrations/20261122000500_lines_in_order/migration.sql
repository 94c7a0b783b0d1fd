-- Lines are written behind by several processes, so ids alone do not tell what a reader has seen: (tx, id) does, as for events.
ALTER TABLE "log_lines" ADD COLUMN "tx" XID8 NOT NULL DEFAULT pg_current_xact_id();
DROP INDEX "log_lines_organization_id_id_idx";
CREATE INDEX "log_lines_position_idx" ON "log_lines"("organization_id", "tx", "id");

-- Of a sweep: how often it means to run. Null for processes.
ALTER TABLE "heartbeats" ADD COLUMN "every_seconds" INTEGER;
