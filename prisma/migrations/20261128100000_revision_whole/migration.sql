-- A revision is immutable as a whole row, so that a new column needs no line here. Only the person who made it may be deleted, and the column
-- is null from then on.
DROP TRIGGER "revision_is_immutable" ON "revision";
CREATE TRIGGER "revision_is_immutable" BEFORE UPDATE ON "revision" FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'created_by_id' IS DISTINCT FROM to_jsonb(NEW) - 'created_by_id')
  EXECUTE FUNCTION refuse_change_of_revision();
