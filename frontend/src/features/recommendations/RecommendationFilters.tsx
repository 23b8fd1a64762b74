import { m } from "@/paraglide/messages";
import { Filters, SelectFilter, TextFilter } from "@/shared/components/Filters";
import { profileName } from "@/shared/format/profiles";
import { capital } from "@/shared/format/words";
import { oneOf } from "@/shared/search";
import { optionsOf, upper } from "./options";
import { HORIZONS, LABELS, PROFILES, type RecommendationSearch, tickerOf } from "./search";

type Props = {
  search: RecommendationSearch;
  filtered: boolean;
  onChange: (part: RecommendationSearch) => void;
};

/** The filters of the recommendations. */
export function RecommendationFilters({ search, filtered, onChange }: Props) {
  return (
    <Filters
      filtered={filtered}
      onReset={() =>
        onChange({ profile: undefined, label: undefined, horizon: undefined, ticker: undefined })
      }
    >
      <SelectFilter
        label={m.recommendations_profile()}
        all={m.recommendations_of_my_settings()}
        options={optionsOf(PROFILES, (name) => capital(profileName(name)))}
        value={search.profile}
        onChange={(profile) => onChange({ profile: oneOf(PROFILES, profile) })}
      />
      <SelectFilter
        label={m.recommendations_label()}
        all={m.recommendations_all_labels()}
        options={optionsOf(LABELS, upper)}
        value={search.label}
        onChange={(label) => onChange({ label: oneOf(LABELS, label) })}
      />
      <SelectFilter
        label={m.recommendations_horizon()}
        all={m.recommendations_all_horizons()}
        options={optionsOf(HORIZONS, upper)}
        value={search.horizon}
        onChange={(horizon) => onChange({ horizon: oneOf(HORIZONS, horizon) })}
      />
      <TextFilter
        label={m.recommendations_ticker()}
        placeholder={m.recommendations_such_as_fpt()}
        maxLength={20}
        value={search.ticker}
        onChange={(ticker) => onChange({ ticker: tickerOf(ticker) })}
      />
    </Filters>
  );
}
