-- Where a statement's evidence lies is not signed, and what its signer wrote there goes when they ask for it.
DROP TRIGGER receipt_attestations_append_only ON "receipt_attestations";
CREATE FUNCTION refuse_change_but_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.evidence_ref IS NOT NULL
    OR (to_jsonb(NEW) - 'evidence_ref') IS DISTINCT FROM (to_jsonb(OLD) - 'evidence_ref') THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER receipt_attestations_append_only BEFORE UPDATE OR DELETE ON "receipt_attestations" FOR EACH ROW EXECUTE FUNCTION refuse_change_but_forgetting();
