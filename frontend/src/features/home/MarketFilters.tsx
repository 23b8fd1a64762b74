import { CloseButton, NativeSelect, Switch, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { useDebouncedText } from "@/shared/hooks/useDebouncedText";
import classes from "./MarketFilters.module.css";
import { type HomeSearch, MAX_SEARCH_LENGTH, SORTS } from "./search";

const ORDERS = [
  { value: "", label: m.home_symbol() },
  ...SORTS.flatMap((sort) => [
    { value: `${sort} desc`, label: m.home_decreasing({ name: nameOf(sort) }) },
    { value: `${sort} asc`, label: m.home_increasing({ name: nameOf(sort) }) },
  ]),
];

type MarketFilters = {
  search: HomeSearch;
  sectors: string[];
  onChange: (part: Partial<HomeSearch>) => void;
  /** The number of stocks; a live region announces its changes. */
  children: ReactNode;
};

/** Search, sector, My List, and the order on small screens, which show no headers. */
export function MarketFilters({ search, sectors, onChange, children }: MarketFilters) {
  const [text, setText] = useDebouncedText(search.search ?? "", (typed) =>
    onChange({ search: typed || undefined }),
  );
  // An unknown sector in the address stays selectable, so that the user can see and clear it.
  const known = search.sector === undefined || sectors.includes(search.sector);
  return (
    <div className={classes.filters}>
      <TextInput
        className={classes.search}
        aria-label={m.home_search_by_symbol_or_name()}
        placeholder={m.home_symbol_or_name()}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          text && <CloseButton size="sm" aria-label={m.home_clear_the_search()} onClick={() => setText("")} />
        }
        maxLength={MAX_SEARCH_LENGTH}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <NativeSelect
        className={classes.select}
        aria-label={m.home_sector()}
        value={search.sector ?? ""}
        onChange={(event) => onChange({ sector: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: m.home_all_sectors() },
          ...sectors,
          ...(known || search.sector === undefined ? [] : [search.sector]),
        ]}
      />
      <NativeSelect
        className={classes.select}
        aria-label={m.home_order()}
        hiddenFrom="sm"
        value={search.sortBy ? `${search.sortBy} ${search.sortDir ?? "desc"}` : ""}
        onChange={(event) => {
          const [by, dir] = event.currentTarget.value.split(" ");
          onChange({
            sortBy: SORTS.find((sort) => sort === by),
            sortDir: dir === "asc" ? "asc" : undefined,
          });
        }}
        data={ORDERS}
      />
      <Switch
        label={m.home_my_list_only()}
        checked={search.myList ?? false}
        onChange={(event) => onChange({ myList: event.currentTarget.checked || undefined })}
      />
      <output className={classes.total}>{children}</output>
    </div>
  );
}

function nameOf(sort: (typeof SORTS)[number]): string {
  if (sort === "price") return m.home_price();
  if (sort === "predicted_change_7d") return m.home_predicted_7d();
  if (sort === "vn30_rank_7d") return m.home_rank_7d();
  return m.home_irl({ horizon: sort.replace("change_", "").toUpperCase() });
}
