-- The few seats of disputes are found without reading the many of tasks.
DROP INDEX "committee_seats_member_created_at_subject_id_idx";
CREATE INDEX "committee_seats_member_subject_kind_created_at_subject_id_idx" ON "committee_seats"("member", "subject_kind", "created_at", "subject_id");
