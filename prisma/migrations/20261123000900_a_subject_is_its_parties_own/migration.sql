-- What a task is called is between its two sides: strangers who use the same name are in nobody's way.
DROP INDEX "receipts_subject_kind_subject_id_key";
CREATE INDEX "receipts_subject_kind_subject_id_idx" ON "receipts"("subject_kind", "subject_id");
CREATE UNIQUE INDEX "receipts_challenge_key" ON "receipts"("subject_id") WHERE "kind" = 'challenge';
CREATE UNIQUE INDEX "receipts_task_key" ON "receipts"("subject_id", "parties") WHERE "kind" = 'task';
