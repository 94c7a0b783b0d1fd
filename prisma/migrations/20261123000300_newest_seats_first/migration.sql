-- A member's seats are read the newest first, however many there are.
DROP INDEX "committee_seats_member_idx";
CREATE INDEX "committee_seats_member_created_at_subject_id_idx" ON "committee_seats"("member", "created_at", "subject_id");
