-- Dead letters of all organizations, for whoever operates the desk: few among many rows.
CREATE INDEX "deliveries_dead_letters_idx" ON "deliveries"("organization_id", "endpoint_id", "event_id") WHERE "status" = 'DEAD';
-- Errors of the desk itself.
CREATE INDEX "log_lines_errors_idx" ON "log_lines"("at") WHERE "organization_id" IS NULL AND "level" = 'error';
