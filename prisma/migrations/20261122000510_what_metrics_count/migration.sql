-- What happened lately is counted without reading a whole month: rows lie in the order they came.
CREATE INDEX "deliveries_event_brin" ON "deliveries" USING brin ("event_id") WITH (autosummarize = on);
CREATE INDEX "delivery_attempts_at_brin" ON "delivery_attempts" USING brin ("at") WITH (autosummarize = on);
-- Dead letters are few, or somebody is told.
CREATE INDEX "deliveries_dead_idx" ON "deliveries"("endpoint_id") WHERE "status" = 'DEAD';
