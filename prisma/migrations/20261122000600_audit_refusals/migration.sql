-- How often somebody was refused lately: what bounds what a flood of refused calls may write.
CREATE INDEX "audit_log_refused_idx" ON "audit_log"("organization_id", "actor", "at") WHERE NOT "allowed";
