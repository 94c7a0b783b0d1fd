-- When an inbox item was handed out, which handle ended it, and leases that ran out found without looking at all heads.
ALTER TABLE "inbox_heads" ADD COLUMN "leased_at" TIMESTAMPTZ(3);
ALTER TABLE "deliveries" ADD COLUMN "handle" UUID;
CREATE INDEX "inbox_heads_leased_idx" ON "inbox_heads"("visible_at") WHERE "handle" IS NOT NULL;

-- A small table, rewritten with every lease and every ack.
ALTER TABLE "inbox_heads" SET (fillfactor = 70, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.1);
