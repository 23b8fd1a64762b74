UPDATE lake_versions
SET checked_as_of = greatest(checked_as_of, :as_of)
WHERE id = :id;
