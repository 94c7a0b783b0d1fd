-- Heads in the very order they are leased in: the first of many are found without sorting the others.
DROP INDEX "inbox_heads_endpoint_id_visible_at_idx";
CREATE INDEX "inbox_heads_endpoint_id_visible_at_event_id_idx" ON "inbox_heads"("endpoint_id", "visible_at", "event_id");
