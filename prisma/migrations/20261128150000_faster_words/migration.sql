-- The same words as before, in less time: most texts are ASCII once their quotation marks and dashes are spaces, and need no regular expression over all
-- of Unicode. No document changes.

-- Without looking behind, for which PostgreSQL reads the text again from its start at every place: a long text of "a.a.a.a" took minutes.
CREATE OR REPLACE FUNCTION search_form(source text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  words text := source;
BEGIN
  IF octet_length(words) > length(words) THEN
    IF words IS NOT NFKC NORMALIZED THEN words := normalize(words, NFKC); END IF;
    -- Persian writes one word in parts with a non-joiner, a hyphen of its own.
    IF strpos(words, U&'\200C') > 0 THEN
      words := regexp_replace(words, '([\u0600-\u06ff])\u200c(?=[\u0600-\u06ff])', '\1-', 'g');
    END IF;
    words := regexp_replace(words, '[\u00ad\u034f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff]', '', 'g');
    words := regexp_replace(regexp_replace(words, '[\u2018\u2019\u201b\u02bc\u02b9\u2032`\u00b4]', '''', 'g'), '[\u2010\u2011\u05be]', '-', 'g');
    IF words ~ '[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0e50-\u0e59\u0ed0-\u0ed9\u0f20-\u0f29\u1040-\u1049\u17e0-\u17e9]' THEN
      words := translate(words, '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯੦੧੨੩੪੫੬੭੮੯૦૧૨૩૪૫૬૭૮૯௦௧௨௩௪௫௬௭௮௯౦౧౨౩౪౫౬౭౮౯೦೧೨೩೪೫೬೭೮೯൦൧൨൩൪൫൬൭൮൯๐๑๒๓๔๕๖๗๘๙໐໑໒໓໔໕໖໗໘໙༠༡༢༣༤༥༦༧༨༩၀၁၂၃၄၅၆၇၈၉០១២៣៤៥៦៧៨៩',
        repeat('0123456789', 15));
    END IF;
    -- Gershayim and geresh, also as people type them
    IF words ~ '[א-ת]["''\u05f3\u05f4\u201c\u201d]' THEN
      words := regexp_replace(words, '([א-ת])["''\u05f3\u05f4\u201c\u201d]+(?=[א-ת])', '\1', 'g');
    END IF;
    -- Quotation marks, dashes and bullets, which end a word as a space does: without them most texts of English are ASCII.
    words := regexp_replace(words, '[\u201c-\u201e\u00ab\u00bb\u2039\u203a\u2013\u2014\u2022]', ' ', 'g');
  END IF;
  -- A stop between letters that stand for words is left out: U.S., e.g.
  IF octet_length(words) > length(words) THEN
    words := lower(words);
    IF words ~ '[[:alpha:]]\.[[:alpha:]]\M' THEN
      words := regexp_replace(words, '\m([[:alpha:]])\.(?=[[:alpha:]]\M)', '\1', 'g');
    END IF;
  ELSE
    words := lower(words COLLATE "C");
    IF words COLLATE "C" ~ '[a-z]\.[a-z]\M' THEN
      words := regexp_replace(words COLLATE "C", '\m([a-z])\.(?=[a-z]\M)', '\1', 'g');
    END IF;
  END IF;
  RETURN words;
END
$$;

CREATE OR REPLACE FUNCTION search_words(form text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  words text;
BEGIN
  IF octet_length(form) = length(form) THEN
    words := regexp_replace(form COLLATE "C", '[^a-z0-9\n]+', ' ', 'g');
    IF words COLLATE "C" ~ '[0-9][^0-9 \n]|[^0-9 \n][0-9]' THEN
      words := regexp_replace(regexp_replace(words COLLATE "C", '([0-9])([^0-9 \n])', '\1 \2', 'g'), '([^0-9 \n])([0-9])', '\1 \2', 'g');
    END IF;
    RETURN words;
  END IF;
  words := regexp_replace(form, ('[' || search_separators() || ']+'), ' ', 'g');
  IF words ~ '[0-9][^0-9 \n]|[^0-9 \n][0-9]' THEN
    words := regexp_replace(regexp_replace(words, '([0-9])([^0-9 \n])', '\1 \2', 'g'), '([^0-9 \n])([0-9])', '\1 \2', 'g');
  END IF;
  IF words ~ ('[' || search_dense_letters() || ']') THEN
    words := (SELECT string_agg(coalesce(search_pairs(line), ''), E'\n' ORDER BY n) FROM unnest(string_to_array(words, E'\n')) WITH ORDINALITY AS l (line, n));
  END IF;
  RETURN words;
END
$$;

CREATE OR REPLACE FUNCTION search_joined(form text, is_whole boolean) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  letters text;
BEGIN
  IF octet_length(form) = length(form) THEN
    IF form COLLATE "C" !~ '[a-z][-.''&][a-z]' THEN RETURN ''; END IF;
    letters := '[a-z]+';
  ELSE
    IF form !~ '[^ \n][-.''&·][^ \n]' THEN RETURN ''; END IF;
    letters := '[^' || search_separators() || '\n0-9]+';
  END IF;
  RETURN coalesce((
    SELECT string_agg(translate(compound[1], '-.''&·', '')
      || CASE WHEN is_whole OR compound[1] !~ '[.''&·]' OR compound[1] !~ '-' THEN ''
         ELSE ' ' || replace(translate(compound[1], '.''&·', ''), '-', ' ') END, ' ')
    FROM regexp_matches(form, letters || '(?:[-.''&·]' || letters || ')+', 'g') AS compound
    WHERE length(compound[1]) <= 60
      AND (octet_length(compound[1]) = length(compound[1]) OR compound[1] !~ ('[' || search_dense_letters() || ']'))), '');
END
$$;

CREATE OR REPLACE FUNCTION search_stems(config regconfig, words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  folded text;
  stems tsvector;
  stripped text;
BEGIN
  IF octet_length(words) = length(words) THEN RETURN to_tsvector(config, words); END IF;
  folded := search_fold(words);
  stems := to_tsvector(config, folded);
  IF folded <> words THEN
    stems := search_both(stems, search_fold(to_tsvector(config, words)::text)::tsvector);
  END IF;
  IF config = 'pg_catalog.simple'::regconfig AND folded ~ '[א-ת]' THEN
    stripped := folded;
    FOR prefixes IN 1..3 LOOP
      stripped := without_hebrew_prefix(stripped, CASE prefixes WHEN 1 THEN 2 ELSE 3 END);
      stems := search_both(stems, to_tsvector(config, stripped));
    END LOOP;
  END IF;
  IF folded ~ '[ء-ي]' THEN
    stems := search_both(stems, to_tsvector(config, without_arabic_article(folded)));
    stems := search_both(stems, to_tsvector(config, regexp_replace(folded, '\mو(?=[ء-ي]{3})', '', 'g')));
  END IF;
  RETURN stems;
END
$$;

-- Their plans do not depend on which articles are named, and planning took as long as the work.
ALTER FUNCTION write_search_documents(uuid[]) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION write_draft_documents(uuid[]) SET plan_cache_mode = force_generic_plan;
