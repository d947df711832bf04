-- Words for search, made by one set of functions of every text and of every query. docs/decisions/015-words-for-search.md says why they are here.

-- 1. Words as the dictionaries find them.

-- PostgreSQL's dictionary of a language tag; "simple" (words as they are) if there is none, as for Hebrew, or if this version does not have it.
CREATE OR REPLACE FUNCTION text_search_config(locale text) RETURNS regconfig LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT c.oid FROM pg_catalog.pg_ts_config c WHERE c.cfgnamespace = 'pg_catalog'::regnamespace
    AND c.cfgname = CASE split_part(locale, '-', 1)
      WHEN 'ar' THEN 'arabic' WHEN 'ca' THEN 'catalan' WHEN 'da' THEN 'danish' WHEN 'de' THEN 'german' WHEN 'el' THEN 'greek'
      WHEN 'en' THEN 'english' WHEN 'eo' THEN 'esperanto' WHEN 'es' THEN 'spanish' WHEN 'et' THEN 'estonian' WHEN 'eu' THEN 'basque'
      WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'ga' THEN 'irish' WHEN 'hi' THEN 'hindi' WHEN 'hu' THEN 'hungarian'
      WHEN 'hy' THEN 'armenian' WHEN 'id' THEN 'indonesian' WHEN 'it' THEN 'italian' WHEN 'lt' THEN 'lithuanian' WHEN 'nb' THEN 'norwegian'
      WHEN 'ne' THEN 'nepali' WHEN 'nl' THEN 'dutch' WHEN 'nn' THEN 'norwegian' WHEN 'no' THEN 'norwegian' WHEN 'pl' THEN 'polish'
      WHEN 'pt' THEN 'portuguese' WHEN 'ro' THEN 'romanian' WHEN 'ru' THEN 'russian' WHEN 'sr' THEN 'serbian' WHEN 'sv' THEN 'swedish'
      WHEN 'ta' THEN 'tamil' WHEN 'tr' THEN 'turkish' WHEN 'yi' THEN 'yiddish' END)::regconfig, 'pg_catalog.simple'::regconfig)
$$;

-- The same stemmers without their lists of stop words: a headline is found by all its words.
DO $$
DECLARE
  dictionary text;
  config text;
BEGIN
  FOR dictionary IN SELECT dictname FROM pg_ts_dict WHERE dictnamespace = 'pg_catalog'::regnamespace AND dictname LIKE '%\_stem' LOOP
    EXECUTE format('CREATE TEXT SEARCH DICTIONARY %I (TEMPLATE = pg_catalog.snowball, LANGUAGE = %I)', 'all_words_' || dictionary, left(dictionary, -5));
  END LOOP;
  FOR config IN SELECT cfgname FROM pg_ts_config WHERE cfgnamespace = 'pg_catalog'::regnamespace AND cfgname <> 'simple' LOOP
    EXECUTE format('CREATE TEXT SEARCH CONFIGURATION %I (COPY = pg_catalog.%I)', 'all_words_' || config, config);
    FOR dictionary IN
      SELECT DISTINCT d.dictname FROM pg_ts_config c JOIN pg_ts_config_map m ON m.mapcfg = c.oid JOIN pg_ts_dict d ON d.oid = m.mapdict
      WHERE c.cfgname = config AND c.cfgnamespace = 'pg_catalog'::regnamespace AND d.dictname LIKE '%\_stem'
    LOOP
      EXECUTE format('ALTER TEXT SEARCH CONFIGURATION %I ALTER MAPPING REPLACE pg_catalog.%I WITH %I',
        'all_words_' || config, dictionary, 'all_words_' || dictionary);
    END LOOP;
  END LOOP;
END
$$;

CREATE FUNCTION all_words_config(config regconfig) RETURNS regconfig LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT own.oid FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_ts_config own ON own.cfgname = 'all_words_' || c.cfgname
    WHERE c.oid = config LIMIT 1)::regconfig, config)
$$;

-- 2. What is a word.

-- Everything that is no letter, mark or digit, except line ends; for a class of a regular expression, so that no database's own idea of letters matters.
CREATE FUNCTION search_separators() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT '\u0001-\u0009\u000b-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02c5\u02d2-\u02df\u02e5-\u02eb\u02ed\u02ef-\u02ff\u0375\u037e\u0384-\u0385\u0387\u03f6\u0482\u055a-\u055f\u0589-\u058f\u05be\u05c0\u05c3\u05c6\u05f3-\u060f\u061b-\u061f\u066a-\u066d\u06d4\u06dd-\u06de\u06e9\u06fd-\u06fe\u0700-\u070f\u07f6-\u07f9\u07fe-\u07ff\u0830-\u083e\u085e\u0888\u0890-\u0891\u08e2\u0964-\u0965\u0970\u09f2-\u09f3\u09fa-\u09fb\u09fd\u0a76\u0af0-\u0af1\u0b70\u0bf3-\u0bfa\u0c77\u0c7f\u0c84\u0d4f\u0d79\u0df4\u0e3f\u0e4f\u0e5a-\u0e5b\u0f01-\u0f17\u0f1a-\u0f1f\u0f34\u0f36\u0f38\u0f3a-\u0f3d\u0f85\u0fbe-\u0fc5\u0fc7-\u0fda\u104a-\u104f\u109e-\u109f\u10fb\u1360-\u1368\u1390-\u1399\u1400\u166d-\u166e\u1680\u169b-\u169c\u16eb-\u16ed\u1735-\u1736\u17d4-\u17d6\u17d8-\u17db\u1800-\u180a\u180e\u1940-\u1945\u19de-\u19ff\u1a1e-\u1a1f\u1aa0-\u1aa6\u1aa8-\u1aad\u1b4e-\u1b4f\u1b5a-\u1b6a\u1b74-\u1b7f\u1bfc-\u1bff\u1c3b-\u1c3f\u1c7e-\u1c7f\u1cc0-\u1cc7\u1cd3\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fed-\u1fef\u1ffd-\u206f\u207a-\u207e\u208a-\u208e\u20a0-\u20c1\u2100-\u2101\u2103-\u2106\u2108-\u2109\u2114\u2116-\u2118\u211e-\u2123\u2125\u2127\u2129\u212e\u213a-\u213b\u2140-\u2144\u214a-\u214d\u214f\u218a-\u244a\u249c-\u24e9\u2500-\u2775\u2794-\u2bff\u2ce5-\u2cea\u2cf9-\u2cfc\u2cfe-\u2cff\u2d70\u2e00-\u2e2e\u2e30-\u3004\u3008-\u3020\u3030\u3036-\u3037\u303d-\u303f\u309b-\u309c\u30a0\u30fb\u3190-\u3191\u3196-\u319f\u31c0-\u31ef\u3200-\u321e\u322a-\u3247\u3250\u3260-\u327f\u328a-\u32b0\u32c0-\u33ff\u4dc0-\u4dff\ua490-\ua4c6\ua4fe-\ua4ff\ua60d-\ua60f\ua673\ua67e\ua6f2-\ua716\ua720-\ua721\ua789-\ua78a\ua828-\ua82b\ua836-\ua839\ua874-\ua877\ua8ce-\ua8cf\ua8f8-\ua8fa\ua8fc\ua92e-\ua92f\ua95f\ua9c1-\ua9cd\ua9de-\ua9df\uaa5c-\uaa5f\uaa77-\uaa79\uaade-\uaadf\uaaf0-\uaaf1\uab5b\uab6a-\uab6b\uabeb\ue000-\uf8ff\ufb29\ufbb2-\ufbd2\ufd3e-\ufd4f\ufd90-\ufd91\ufdc8-\ufdcf\ufdfc-\ufdff\ufe10-\ufe19\ufe30-\ufe6b\ufeff-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\ufffd\U00010100-\U00010102\U00010137-\U0001013f\U00010179-\U00010189\U0001018c-\U000101fc\U0001039f\U000103d0\U0001056f\U00010857\U00010877-\U00010878\U0001091f\U0001093f\U00010a50-\U00010a58\U00010a7f\U00010ac8\U00010af0-\U00010af6\U00010b39-\U00010b3f\U00010b99-\U00010b9c\U00010d6e\U00010d8e-\U00010d8f\U00010ead\U00010ed0-\U00010ed8\U00010f55-\U00010f59\U00010f86-\U00010f89\U00011047-\U0001104d\U000110bb-\U000110c1\U000110cd\U00011140-\U00011143\U00011174-\U00011175\U000111c5-\U000111c8\U000111cd\U000111db\U000111dd-\U000111df\U00011238-\U0001123d\U000112a9\U000113d4-\U000113d8\U0001144b-\U0001144f\U0001145a-\U0001145d\U000114c6\U000115c1-\U000115d7\U00011641-\U00011643\U00011660-\U0001166c\U000116b9\U0001173c-\U0001173f\U0001183b\U00011944-\U00011946\U000119e2\U00011a3f-\U00011a46\U00011a9a-\U00011a9c\U00011a9e-\U00011aa2\U00011b00-\U00011b09\U00011be1\U00011c41-\U00011c45\U00011c70-\U00011c71\U00011ef7-\U00011ef8\U00011f43-\U00011f4f\U00011fd5-\U00011fff\U00012470-\U00012474\U00012ff1-\U00012ff2\U00013430-\U0001343f\U00016a6e-\U00016a6f\U00016af5\U00016b37-\U00016b3f\U00016b44-\U00016b45\U00016d6d-\U00016d6f\U00016e97-\U00016e9a\U00016fe2\U0001bc9c\U0001bc9f-\U0001ccef\U0001ccfa-\U0001cef0\U0001cf50-\U0001d164\U0001d16a-\U0001d16c\U0001d173-\U0001d17a\U0001d183-\U0001d184\U0001d18c-\U0001d1a9\U0001d1ae-\U0001d241\U0001d245\U0001d300-\U0001d356\U0001d6c1\U0001d6db\U0001d6fb\U0001d715\U0001d735\U0001d74f\U0001d76f\U0001d789\U0001d7a9\U0001d7c3\U0001d800-\U0001d9ff\U0001da37-\U0001da3a\U0001da6d-\U0001da74\U0001da76-\U0001da83\U0001da85-\U0001da8b\U0001e14f\U0001e2ff\U0001e5ff\U0001e95e-\U0001e95f\U0001ecac\U0001ecb0\U0001ed2e\U0001eef0-\U0001f0f5\U0001f10d-\U0001fbef\U0001fbfa\U000e0001-\U000e007f\U000f0000-\U0010fffd' $$;
-- The letters of scripts that are written without spaces, or, as Korean, with particles and compounds that have none; and the marks among them.
CREATE FUNCTION search_dense_letters() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT '\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u109d\uaa60-\uaa7f\u1100-\u11ff\u1780-\u17d3\u17d7\u17dc\u3005\u3007\u3021-\u3029\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003fffd' $$;
CREATE FUNCTION search_dense_marks() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT '\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u17b4-\u17d3\u17dd\u3099\u309a' $$;

-- The text in one form: compatible characters are one (ligatures, full-width letters), what is invisible is gone, and so are the marks that
-- Hebrew and Arabic may be written with or without. Apostrophes, hyphens and digits are ASCII, letters are small.
CREATE FUNCTION search_form(source text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
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
    words := regexp_replace(words, '(?<=\m[[:alpha:]])\.(?=[[:alpha:]]\M)', '', 'g');
  END IF;
  RETURN words;
END
$$;

-- Letters without their accents. Marks that are vowels, as those of Hindi and Thai, are no accents, and й is a letter of its own.
CREATE FUNCTION search_fold(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  folded text;
BEGIN
  IF octet_length(words) = length(words) THEN RETURN words; END IF;
  folded := replace(normalize(words, NFD), U&'\0438\0306', U&'\0439');
  folded := regexp_replace(folded, '[\u0300-\u036f\u0483-\u0487\u0653-\u0655\u093c\u09bc\u0a3c\u0abc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g');
  folded := normalize(lower(folded), NFC);
  IF folded ~ '[ßæœþøłđðħıŧŋĸɓɗƙƴςґٱىةکیەۀ]' THEN
    folded := replace(replace(replace(replace(folded, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
    folded := translate(folded, 'øłđðħıŧŋĸɓɗƙƴςґٱىةکیەۀ', 'olddhitnkbdkyσгايهكيهه');
  END IF;
  RETURN folded;
END
$$;

-- What is written without spaces is divided by its letters, with the marks that belong to them: each is a word together with the next one, the
-- last one of a run a word alone. So whatever is a part of a text is found in it, without a dictionary that could divide text and query differently.
CREATE FUNCTION search_pairs(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(CASE WHEN run !~ ('^[' || search_dense_letters() || ']') THEN run ELSE (
      SELECT string_agg(letter || coalesce(next, ''), ' ' ORDER BY place)
      FROM (SELECT letter, place, lead(letter) OVER (ORDER BY place) AS next
        FROM unnest(string_to_array(ltrim(regexp_replace(run, ('([^' || search_dense_marks() || '])'), U&'\0001' || '\1', 'g'), U&'\0001'), U&'\0001'))
          WITH ORDINALITY AS l (letter, place)) letters) END, ' ' ORDER BY n)
  FROM unnest(string_to_array(regexp_replace(words, ('([' || search_dense_letters() || ']+)'), ' \1 ', 'g'), ' ')) WITH ORDINALITY AS r (run, n)
  WHERE run <> ''
$$;

-- The words of a text in `search_form`, with a space between them; letters and digits are words of their own, so that "P-8A", "P8A" and "P 8 A" are the
-- same. Lines stay lines.
CREATE FUNCTION search_words(form text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  words text;
BEGIN
  words := CASE WHEN octet_length(form) = length(form) THEN regexp_replace(form, '[^a-z0-9\n]+', ' ', 'g')
    ELSE regexp_replace(form, ('[' || search_separators() || ']+'), ' ', 'g') END;
  IF words ~ '[0-9][^0-9 \n]|[^0-9 \n][0-9]' THEN
    words := regexp_replace(regexp_replace(words, '([0-9])([^0-9 \n])', '\1 \2', 'g'), '([^0-9 \n])([0-9])', '\1 \2', 'g');
  END IF;
  IF words ~ ('[' || search_dense_letters() || ']') THEN
    words := (SELECT string_agg(coalesce(search_pairs(line), ''), E'\n' ORDER BY n) FROM unnest(string_to_array(words, E'\n')) WITH ORDINALITY AS l (line, n));
  END IF;
  RETURN words;
END
$$;

-- Words that are written in parts, as one: "o'brien" as "obrien", "wi-fi" as "wifi", "at&t" as "att". Of "o'brien-smith" also the parts
-- that its hyphens divide, unless `is_whole`.
CREATE FUNCTION search_joined(form text, is_whole boolean) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF form !~ '[^ \n][-.''&·][^ \n]' THEN RETURN ''; END IF;
  RETURN coalesce((
    SELECT string_agg(regexp_replace(compound[1], '[-.''&·]', '', 'g')
      || CASE WHEN is_whole OR compound[1] !~ '[.''&·]' OR compound[1] !~ '-' THEN ''
         ELSE ' ' || replace(regexp_replace(compound[1], '[.''&·]', '', 'g'), '-', ' ') END, ' ')
    FROM regexp_matches(form, ('[^' || search_separators() || '\n0-9]+(?:[-.''&·][^' || search_separators() || '\n0-9]+)+'), 'g') AS compound
    WHERE length(compound[1]) <= 60 AND compound[1] !~ ('[' || search_dense_letters() || ']')), '');
END
$$;

-- Hebrew writes "and", "the", "in", "to", "as", "from", "that" as a letter before the word: without one of them, if so many letters are left.
CREATE FUNCTION without_hebrew_prefix(words text, letters_left int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(words, '\m[והבלכמש](?=[א-ת]{' || letters_left || '})', '', 'g')
$$;

-- Arabic writes "the", also after "and", "in", "as" and "to", as letters before the word, and "and" too.
CREATE FUNCTION without_arabic_article(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(words, '\m(?:[وفبك]?ال|لل)(?=[ء-ي]{2})', '', 'g')
$$;

-- 3. Vectors and queries, of the same words.

-- Two vectors with the places of their words.
CREATE FUNCTION search_both(one tsvector, other tsvector) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN one = other THEN one ELSE (one::text || ' ' || other::text)::tsvector END
$$;

-- A word is its stem as it is written, without accents, and the stem of the word without accents: stemmers need accents, and people leave them out.
CREATE FUNCTION search_stems(config regconfig, words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  folded text := search_fold(words);
  stems tsvector := to_tsvector(config, folded);
  stripped text;
BEGIN
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

CREATE FUNCTION search_vector(config regconfig, source text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  form text := search_form(source);
  joined text := search_joined(form, false);
  stems tsvector := search_stems(config, search_words(form));
BEGIN
  RETURN CASE WHEN joined = '' THEN stems ELSE stems || search_stems(config, joined) END;
END
$$;

-- Either of two queries; null is a query without words.
CREATE FUNCTION search_either(one tsquery, other tsquery) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN one = other THEN one ELSE coalesce(one || other, one, other) END
$$;

-- Words side by side; null if the dictionary has none of them.
CREATE FUNCTION search_phrase(config regconfig, words text, last text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  -- The syntax of web searches reports no stop words, and has no prefixes.
  phrase tsquery := CASE last WHEN '' THEN websearch_to_tsquery(config, '"' || words || '"')
    ELSE to_tsquery(config, array_to_string(regexp_split_to_array(words, '\s+'), ' <-> ') || last) END;
BEGIN
  RETURN CASE WHEN numnode(phrase) > 0 THEN phrase END;
END
$$;

-- What finds a word, or words side by side, in the vectors above. `is_begun`: the last word may be incomplete.
CREATE FUNCTION search_term(config regconfig, term text, is_begun boolean) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  form text := search_form(term);
  words text := btrim(replace(search_words(form), E'\n', ' '));
  joined text := search_joined(form, true);
  last text := CASE WHEN is_begun THEN ':*' ELSE '' END;
  folded text;
  stripped text;
  asked tsquery;
BEGIN
  -- The text may go on where the query ends.
  IF words ~ ('[' || search_dense_letters() || ']$') THEN
    IF words ~ ('(?:^| )[' || search_dense_letters() || '][' || search_dense_marks() || ']*$') THEN
      -- The last letter is in the pair before it, if there is one.
      IF words ~ ('[' || search_dense_letters() || '][' || search_dense_marks() || ']*[' || search_dense_letters() || '][' || search_dense_marks() || ']* [^ ]+$') THEN
        words := regexp_replace(words, ' [^ ]+$', '');
      ELSE
        last := ':*';
      END IF;
    END IF;
  END IF;
  IF words = '' THEN RETURN NULL; END IF;
  folded := search_fold(words);
  asked := search_phrase(config, folded, last);
  IF folded <> words THEN
    asked := search_either(asked, search_fold(search_phrase(config, words, last)::text)::tsquery);
  END IF;
  IF config = 'pg_catalog.simple'::regconfig AND folded ~ '^[א-ת]+$' THEN
    stripped := folded;
    WHILE stripped <> without_hebrew_prefix(stripped, 3) LOOP
      stripped := without_hebrew_prefix(stripped, 3);
      asked := search_either(asked, search_phrase(config, stripped, last));
    END LOOP;
  END IF;
  IF folded ~ '^[ء-ي]+$' THEN
    asked := search_either(asked, search_phrase(config, without_arabic_article(folded), last));
  END IF;
  IF joined = replace(words, ' ', '') AND joined <> words THEN
    folded := search_fold(joined);
    asked := search_either(asked, search_phrase(config, folded, last));
    IF folded <> joined THEN
      asked := search_either(asked, search_fold(search_phrase(config, joined, last)::text)::tsquery);
    END IF;
  END IF;
  RETURN asked;
END
$$;

-- A query in a language. `alternatives` is a list of lists: [[{ "text", "not", "begun" }]]. Stop words count where there is nothing else: then only headlines
-- and names have them.
CREATE FUNCTION search_query(config regconfig, alternatives jsonb) RETURNS tsquery LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  alternative jsonb;
  term jsonb;
  used regconfig;
  part tsquery;
  wanted tsquery;
  unwanted tsquery;
  asked tsquery;
  has_wanted boolean;
BEGIN
  FOR alternative IN SELECT a FROM jsonb_array_elements(alternatives) a LOOP
    FOREACH used IN ARRAY ARRAY[config, all_words_config(config)] LOOP
      wanted := NULL;
      unwanted := NULL;
      has_wanted := false;
      FOR term IN SELECT t FROM jsonb_array_elements(alternative) t LOOP
        part := search_term(used, term->>'text', coalesce((term->>'begun')::boolean, false));
        IF coalesce((term->>'not')::boolean, false) THEN
          unwanted := coalesce(unwanted && !! part, unwanted, !! part);
        ELSE
          has_wanted := true;
          wanted := coalesce(wanted && part, wanted, part);
        END IF;
      END LOOP;
      EXIT WHEN wanted IS NOT NULL OR NOT has_wanted;
    END LOOP;
    CONTINUE WHEN has_wanted AND wanted IS NULL;
    asked := search_either(asked, coalesce(wanted && unwanted, wanted, unwanted));
  END LOOP;
  RETURN asked;
END
$$;

-- The words of a query as they are written, any of them.
CREATE FUNCTION search_words_as_written(alternatives jsonb) RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT string_agg(DISTINCT quote_literal(word), ' | ')::tsquery
  FROM jsonb_array_elements(alternatives) a, jsonb_array_elements(a) t,
    LATERAL unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', search_words(search_form(t->>'text'))))) word
  WHERE NOT coalesce((t->>'not')::boolean, false)
$$;

-- Every word of some words, as alternatives of a query.
CREATE FUNCTION search_any_word(words text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_array(jsonb_build_object('text', word))), '[]')
  FROM regexp_split_to_table(words, '\s+') word WHERE word <> ''
$$;

-- Which words of a text, also those in parts as "Wi-Fi" and the parts of those, a query asks for: as they are written. src/search/marks.ts divides a
-- text in the same way.
CREATE FUNCTION search_marks(config regconfig, source text, query tsquery) RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  letters text := '[^\n' || search_separators() || ']+';
  parts text[];
  words text[];
  every_word regconfig := all_words_config(config);
BEGIN
  SELECT array_agg(part) INTO parts FROM (
    SELECT m[1] AS part FROM regexp_matches(source, letters || '(?:(?:[-.''&·\u00ad\u05be\u05f3\u05f4\u200b-\u200f\u2010\u2011\u2018\u2019\u2060\ufeff]|(?<=[א-ת])["\u201d](?=[א-ת]))' || letters || ')*', 'g') m
    UNION SELECT m[1] FROM regexp_matches(source, letters, 'g') m) p;
  IF parts IS NULL OR query IS NULL THEN RETURN '{}'; END IF;
  words := string_to_array(search_words(search_form(array_to_string(parts, E'\n'))), E'\n');
  RETURN coalesce((SELECT array_agg(part) FROM unnest(parts, words) p (part, word)
    WHERE CASE WHEN octet_length(part) > length(part) THEN search_vector(every_word, part)
      ELSE to_tsvector(every_word, word || CASE WHEN word ~ '[a-z] [a-z]' THEN ' ' || replace(word, ' ', '') ELSE '' END) END @@ query), '{}');
END
$$;

-- 4. Documents.

-- What search finds a revision by: headline before standfirst before names before body. A tsvector takes at most 1 MB of lexemes,
-- so of a very long body the first 200,000 characters count.
DROP FUNCTION search_document(regconfig, text, text, text, text, text);
CREATE FUNCTION search_document(config regconfig, headline text, kicker text, standfirst text, names text, body text) RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT setweight(search_vector(all_words_config(config), concat_ws(' ', headline, kicker)), 'A')
    || setweight(search_vector(config, coalesce(standfirst, '')), 'B')
    || setweight(search_vector(all_words_config(config), coalesce(names, '')), 'C')
    || setweight(search_vector(config, left(body, 200000)), 'D')
$$;

-- The words as they are written, only to rank what has a word of the query above what has another form of it: of the headline, and of the start
-- of the rest.
CREATE FUNCTION search_as_written(headline text, kicker text, standfirst text, names text, body text) RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('pg_catalog.simple', search_words(search_form(concat_ws(' ', headline, kicker)))), 'A')
    || strip(to_tsvector('pg_catalog.simple', search_words(search_form(concat_ws(' ', standfirst, names, left(body, 400))))))
$$;

-- How well a document matches: words as they are written count up to half more.
CREATE FUNCTION search_rank(document tsvector, as_written tsvector, query tsquery, written tsquery) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ts_rank(document, query, 1)::float8 * (1 + 0.7 * coalesce(ts_rank('{0.8,0.8,0.8,1}', as_written, written), 0)::float8)
$$;

-- Documents of another form than this are written again in the background (src/search/rewrite-documents.write.ts).
CREATE FUNCTION search_form_number() RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 1::smallint $$;

ALTER TABLE "live_search" ADD COLUMN "as_written" tsvector, ADD COLUMN "form" SMALLINT NOT NULL DEFAULT 0;
-- In the row, if it fits into a page: ranking reads the row of every match.
ALTER TABLE "live_search" ALTER COLUMN "document" SET STORAGE MAIN, ALTER COLUMN "as_written" SET STORAGE MAIN;
CREATE INDEX "live_search_of_old_form" ON "live_search" ("article_id") WHERE form < 1;
CREATE VIEW "outdated_document" AS SELECT article_id FROM live_search WHERE form < 1;

-- The latest revisions that are not live.
CREATE TABLE "draft_search" (
  "article_id" UUID NOT NULL,
  "config" regconfig NOT NULL,
  "document" tsvector NOT NULL,
  "as_written" tsvector,
  "form" SMALLINT NOT NULL DEFAULT 0,
  CONSTRAINT "draft_search_pkey" PRIMARY KEY ("article_id"),
  CONSTRAINT "draft_search_article_id_fkey" FOREIGN KEY ("article_id") REFERENCES "article"("id") ON DELETE CASCADE ON UPDATE NO ACTION
);
ALTER TABLE "draft_search" ALTER COLUMN "document" SET STORAGE MAIN, ALTER COLUMN "as_written" SET STORAGE MAIN;
CREATE INDEX "draft_search_document_idx" ON "draft_search" USING GIN ("document");
CREATE INDEX "draft_search_config_idx" ON "draft_search" ("config");

-- The texts of a revision that documents are made of.
CREATE VIEW "searched_revision" AS
  SELECT r.id, r.headline, r.kicker, r.standfirst, r.plain_text,
    concat_ws(' ', r.dateline,
      (SELECT string_agg(t.name, ' ') FROM revision_topic rt JOIN topic t ON t.id = rt.topic_id WHERE rt.revision_id = r.id),
      (SELECT string_agg(DISTINCT c.name, ' ') FROM credit c WHERE c.revision_id = r.id),
      -- A page's name may differ from the name as printed.
      (SELECT string_agg(DISTINCT w.name, ' ') FROM credit c JOIN author w ON w.id = c.author_id WHERE c.revision_id = r.id)) AS names
  FROM revision r;

CREATE VIEW "missing_draft_document" AS SELECT a.id AS article_id FROM article a
  WHERE a.latest_revision_id IS DISTINCT FROM a.live_revision_id AND NOT EXISTS (SELECT FROM draft_search d WHERE d.article_id = a.id);

-- Whoever writes a document locks it before looking at what it is made of: the second of two sees what the first has changed.
CREATE OR REPLACE FUNCTION write_search_documents(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM live_search WHERE article_id = ANY (ids) ORDER BY article_id FOR UPDATE;
  INSERT INTO live_search (article_id, config, document, as_written, form)
  SELECT a.id, text_search_config(a.locale), search_document(text_search_config(a.locale), r.headline, r.kicker, r.standfirst, r.names, r.plain_text),
    search_as_written(r.headline, r.kicker, r.standfirst, r.names, r.plain_text), search_form_number()
  FROM article a CROSS JOIN LATERAL (SELECT * FROM searched_revision s WHERE s.id = a.live_revision_id OFFSET 0) r
  WHERE a.id = ANY (ids)
  ON CONFLICT (article_id) DO UPDATE
    SET config = excluded.config, document = excluded.document, as_written = excluded.as_written, form = excluded.form;
END
$$;

CREATE FUNCTION write_draft_documents(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM draft_search WHERE article_id = ANY (ids) ORDER BY article_id FOR UPDATE;
  DELETE FROM draft_search d USING article a
    WHERE d.article_id = ANY (ids) AND a.id = d.article_id AND a.latest_revision_id = a.live_revision_id;
  INSERT INTO draft_search (article_id, config, document, as_written, form)
  SELECT a.id, text_search_config(a.locale), search_document(text_search_config(a.locale), r.headline, r.kicker, r.standfirst, r.names, r.plain_text),
    search_as_written(r.headline, r.kicker, r.standfirst, r.names, r.plain_text), search_form_number()
  FROM article a CROSS JOIN LATERAL (SELECT * FROM searched_revision s WHERE s.id = a.latest_revision_id OFFSET 0) r
  WHERE a.id = ANY (ids) AND a.latest_revision_id IS DISTINCT FROM a.live_revision_id
  ON CONFLICT (article_id) DO UPDATE
    SET config = excluded.config, document = excluded.document, as_written = excluded.as_written, form = excluded.form;
END
$$;

-- A new latest revision holds the names it has, before any totals are locked: a topic or author that is renamed at the same time waits for it, or it for them.
CREATE FUNCTION hold_names_of_latest() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  latest uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(latest_revision_id) INTO latest FROM new_rows;
  ELSE
    SELECT array_agg(n.latest_revision_id) INTO latest FROM old_rows o JOIN new_rows n ON n.id = o.id
    WHERE n.latest_revision_id IS DISTINCT FROM o.latest_revision_id;
  END IF;
  IF latest IS NULL THEN RETURN NULL; END IF;
  PERFORM 1 FROM topic t WHERE t.id IN (SELECT topic_id FROM revision_topic WHERE revision_id = ANY (latest)) ORDER BY t.id FOR SHARE;
  PERFORM 1 FROM author w WHERE w.id IN (SELECT author_id FROM credit WHERE revision_id = ANY (latest)) ORDER BY w.id FOR SHARE;
  RETURN NULL;
END
$$;
CREATE FUNCTION search_latest() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(id) INTO ids FROM new_rows WHERE latest_revision_id IS DISTINCT FROM live_revision_id;
  ELSE
    SELECT array_agg(n.id) INTO ids FROM old_rows o JOIN new_rows n ON n.id = o.id
    WHERE (n.latest_revision_id, n.locale, n.latest_revision_id IS NOT DISTINCT FROM n.live_revision_id)
      IS DISTINCT FROM (o.latest_revision_id, o.locale, o.latest_revision_id IS NOT DISTINCT FROM o.live_revision_id);
  END IF;
  IF ids IS NOT NULL THEN PERFORM write_draft_documents(ids); END IF;
  RETURN NULL;
END
$$;
-- Triggers fire in the order of their names: names are held before totals, and drafts are written last.
CREATE TRIGGER "article_holds_names_after_insert" AFTER INSERT ON "article" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION hold_names_of_latest();
CREATE TRIGGER "article_holds_names_after_update" AFTER UPDATE ON "article" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION hold_names_of_latest();
CREATE TRIGGER "article_searched_after_insert" AFTER INSERT ON "article" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION search_latest();
CREATE TRIGGER "article_searched_after_update" AFTER UPDATE ON "article" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION search_latest();

CREATE FUNCTION drafts_of_topic(topic uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(SELECT a.id FROM revision_topic rt JOIN article a ON a.latest_revision_id = rt.revision_id
    WHERE rt.topic_id = topic AND a.latest_revision_id IS DISTINCT FROM a.live_revision_id)
$$;
CREATE OR REPLACE FUNCTION topic_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM topic_total WHERE topic_id = NEW.id FOR UPDATE;
  PERFORM write_search_documents(ARRAY(SELECT article_id FROM live_topic WHERE topic_id = NEW.id));
  PERFORM write_draft_documents(drafts_of_topic(NEW.id));
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION author_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM author_total WHERE author_id = NEW.id FOR UPDATE;
  PERFORM write_search_documents(ARRAY(SELECT article_id FROM live_credit WHERE author_id = NEW.id));
  PERFORM write_draft_documents(ARRAY(SELECT DISTINCT a.id FROM credit c JOIN article a ON a.latest_revision_id = c.revision_id
    WHERE c.author_id = NEW.id AND a.latest_revision_id IS DISTINCT FROM a.live_revision_id));
  RETURN NULL;
END
$$;

-- What is added to a draft afterwards is found. (A save writes a revision with all that belongs to it, and its document once.)
CREATE OR REPLACE FUNCTION refuse_addition_to_live() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
BEGIN
  IF EXISTS (SELECT 1 FROM new_rows n JOIN article a ON a.live_revision_id = n.revision_id) THEN
    RAISE EXCEPTION 'a live revision takes no further %: write a new revision', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT array_agg(DISTINCT a.id) INTO ids FROM new_rows n JOIN revision r ON r.id = n.revision_id
    JOIN article a ON a.id = r.article_id AND a.latest_revision_id = r.id
    WHERE r.xmin::text <> pg_current_xact_id()::xid::text;
  IF ids IS NOT NULL THEN PERFORM write_draft_documents(ids); END IF;
  RETURN NULL;
END
$$;

-- 5. Images. An index over this: so it names the place of the functions that it calls.
CREATE FUNCTION image_words(headline text, alt_text text, description text, credit text, creator text, copyright_holder text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
  SELECT search_vector('pg_catalog.simple', concat_ws(' ', headline, alt_text, description, credit, creator, copyright_holder))
$$;
DROP INDEX "image_search";
CREATE INDEX "image_search" ON "image" USING gin (image_words(headline, alt_text, description, credit, creator, copyright_holder));
DROP FUNCTION image_document(text, text, text, text, text, text);
