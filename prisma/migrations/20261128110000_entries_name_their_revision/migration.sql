-- An entry of the audit trail names the revision that it is about. Entries that were about none named the latest one.
UPDATE "activity" AS entry SET revision_id = NULL
WHERE entry.subject_type = 'Article' AND entry.revision_id IS NOT NULL AND (
  entry.action IN ('EMBARGO_SET', 'CORRECTED', 'RELATED_SET', 'TRASHED', 'RESTORED_FROM_TRASH', 'UNSCHEDULED')
  -- Only the withdrawal was planned.
  OR entry.action = 'SCHEDULED' AND NOT 'scheduledFor' = ANY (entry.changed_paths) AND 'unpublishAt' = ANY (entry.changed_paths)
  -- Saved without a new text: the revision is older than the entry.
  OR entry.action = 'SAVED' AND EXISTS (
    SELECT FROM "activity" AS earlier
    WHERE earlier.subject_id = entry.subject_id AND earlier.revision_id = entry.revision_id AND earlier.version < entry.version));
