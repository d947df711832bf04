-- Only words that may match are divided and stemmed: to do so with every word of a text took longer than the whole search.
CREATE OR REPLACE FUNCTION search_marks(config regconfig, source text, query tsquery) RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  letters text := '[^\n' || search_separators() || ']+';
  every_word regconfig := all_words_config(config);
  likely text := source;
  starts text;
  within text;
  parts text[];
  words text[];
BEGIN
  IF query IS NULL THEN RETURN '{}'; END IF;
  -- These two stemmers cut the beginnings of words; all others leave their first letter. What is not ASCII may match in many ways.
  IF config::text !~ '(irish|indonesian)$' THEN
    SELECT string_agg(DISTINCT m[1], '') INTO starts FROM regexp_matches(query::text, '''([a-z0-9])', 'g') m;
    starts := coalesce(starts || translate(starts, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), '-');
    within := '[^a-zA-Z][' || starts || ']' || CASE WHEN starts ~ '[0-9]' THEN '|[0-9]' ELSE '' END;
    SELECT string_agg(DISTINCT token COLLATE "C", E'\n') INTO likely
    FROM unnest(string_to_array(translate(source, E'\t\r\n\u00a0', '    '), ' ')) token
    WHERE strpos(starts, left(token, 1)) > 0 OR octet_length(token) > length(token)
      OR (translate(token, '-.''&"()[]/:0123456789', '') <> token AND token ~ within);
  END IF;
  SELECT array_agg(part) INTO parts FROM (
    SELECT m[1] AS part FROM regexp_matches(likely, letters || '(?:(?:[-.''&·\u00ad\u05be\u05f3\u05f4\u200b-\u200f\u2010\u2011\u2018\u2019\u2060\ufeff]|["\u201d](?=[א-ת]))' || letters || ')*', 'g') m
    UNION SELECT m[1] FROM regexp_matches(likely, letters, 'g') m) p;
  IF parts IS NULL THEN RETURN '{}'; END IF;
  words := string_to_array(search_words(search_form(array_to_string(parts, E'\n'))), E'\n');
  RETURN coalesce((SELECT array_agg(part) FROM unnest(parts, words) p (part, word)
    WHERE CASE WHEN octet_length(part) > length(part) THEN search_vector(every_word, part)
      ELSE to_tsvector(every_word, word || CASE WHEN word ~ '[a-z] [a-z]' THEN ' ' || replace(word, ' ', '') ELSE '' END) END @@ query), '{}');
END
$$;
