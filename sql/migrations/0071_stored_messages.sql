-- Texts that are stored in English keep their messages and values beside them, from which they are written in
-- other languages (vn30.i18n.localized.to_json). NULL in older rows, which stay in English.

-- The reasons, with each text as message and values.
ALTER TABLE recommendations ADD COLUMN messages JSONB;

-- title, details and resolution.
ALTER TABLE alerts ADD COLUMN messages JSONB NOT NULL DEFAULT '{}';
