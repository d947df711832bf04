-- A tsvector takes at most 1 MB of lexemes. How much text that is depends on its words: of 200,000 Chinese characters that never repeat it is less than
-- half. So a document that is too large is made of the half of the body, until it is not.
CREATE FUNCTION search_document_of(config regconfig, headline text, kicker text, standfirst text, names text, body text) RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT setweight(search_vector(all_words_config(config), concat_ws(' ', headline, kicker)), 'A')
    || setweight(search_vector(config, coalesce(standfirst, '')), 'B')
    || setweight(search_vector(all_words_config(config), coalesce(names, '')), 'C')
    || setweight(search_vector(config, body), 'D')
$$;

CREATE OR REPLACE FUNCTION search_document(config regconfig, headline text, kicker text, standfirst text, names text, body text) RETURNS tsvector
LANGUAGE plpgsql STABLE PARALLEL UNSAFE AS $$
DECLARE
  longest int := 200000;
BEGIN
  -- What is short needs no subtransaction.
  IF octet_length(body) < 50000 THEN RETURN search_document_of(config, headline, kicker, standfirst, names, body); END IF;
  LOOP
    BEGIN
      RETURN search_document_of(config, headline, kicker, standfirst, names, left(body, longest));
    EXCEPTION WHEN program_limit_exceeded THEN
      IF longest < 10000 THEN RAISE; END IF;
      longest := longest / 2;
    END;
  END LOOP;
END
$$;

-- Without looking behind, for which PostgreSQL reads the text again from its start at every place: a long text of "a.a.a.a" took minutes.
CREATE OR REPLACE FUNCTION search_form(source text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  words text := source;
BEGIN
  IF octet_length(words) > length(words) THEN
    words := normalize(words, NFKC);
    -- Persian writes one word in parts with a non-joiner, a hyphen of its own.
    IF strpos(words, U&'\200C') > 0 THEN
      words := regexp_replace(words, '([\u0600-\u06ff])\u200c(?=[\u0600-\u06ff])', '\1-', 'g');
    END IF;
    words := regexp_replace(words, '[\u00ad\u034f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff]', '', 'g');
    words := translate(words, U&'\2018\2019\201B\02BC\02B9\2032`\00B4\2010\2011\05BE', '''''''''''''''''---');
    IF words ~ '[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0e50-\u0e59\u0ed0-\u0ed9\u0f20-\u0f29\u1040-\u1049\u17e0-\u17e9]' THEN
      words := translate(words, '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯੦੧੨੩੪੫੬੭੮੯૦૧૨૩૪૫૬૭૮૯௦௧௨௩௪௫௬௭௮௯౦౧౨౩౪౫౬౭౮౯೦೧೨೩೪೫೬೭೮೯൦൧൨൩൪൫൬൭൮൯๐๑๒๓๔๕๖๗๘๙໐໑໒໓໔໕໖໗໘໙༠༡༢༣༤༥༦༧༨༩၀၁၂၃၄၅၆၇၈၉០១២៣៤៥៦៧៨៩',
        repeat('0123456789', 15));
    END IF;
    -- Gershayim and geresh, also as people type them
    IF words ~ '[א-ת]["''\u05f3\u05f4\u201c\u201d]' THEN
      words := regexp_replace(words, '([א-ת])["''\u05f3\u05f4\u201c\u201d]+(?=[א-ת])', '\1', 'g');
    END IF;
  END IF;
  words := lower(words);
  -- U.S., e.g.: letters that stand for words are one word
  IF words ~ '[[:alpha:]]\.[[:alpha:]]\M' THEN
    words := regexp_replace(words, '\m([[:alpha:]])\.(?=[[:alpha:]]\M)', '\1', 'g');
  END IF;
  RETURN words;
END
$$;

CREATE OR REPLACE FUNCTION search_marks(config regconfig, source text, query tsquery) RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  letters text := '[^\n' || search_separators() || ']+';
  parts text[];
  words text[];
  every_word regconfig := all_words_config(config);
BEGIN
  SELECT array_agg(part) INTO parts FROM (
    SELECT m[1] AS part FROM regexp_matches(source, letters || '(?:(?:[-.''&·\u00ad\u05be\u05f3\u05f4\u200b-\u200f\u2010\u2011\u2018\u2019\u2060\ufeff]|["\u201d](?=[א-ת]))' || letters || ')*', 'g') m
    UNION SELECT m[1] FROM regexp_matches(source, letters, 'g') m) p;
  IF parts IS NULL OR query IS NULL THEN RETURN '{}'; END IF;
  words := string_to_array(search_words(search_form(array_to_string(parts, E'\n'))), E'\n');
  RETURN coalesce((SELECT array_agg(part) FROM unnest(parts, words) p (part, word)
    WHERE CASE WHEN octet_length(part) > length(part) THEN search_vector(every_word, part)
      ELSE to_tsvector(every_word, word || CASE WHEN word ~ '[a-z] [a-z]' THEN ' ' || replace(word, ' ', '') ELSE '' END) END @@ query), '{}');
END
$$;
