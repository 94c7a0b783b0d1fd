-- Challenges are found by the hash of one of their documents. Most have none and cost the index nothing.
CREATE INDEX "challenges_documents_idx" ON "challenges" USING gin ("documents" jsonb_path_ops) WHERE "documents" <> '[]';
