import { useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Role } from "@/api/session";
import { m } from "@/paraglide/messages";
import { groupsOf } from "./navigation";
import classes from "./Shell.module.css";

const SearchDialog = lazy(() => import("@/features/search/SearchDialog"));

/** Opens the search over stocks and pages, as Ctrl-K does; it is loaded when it is first opened. */
export function SearchButton({ role }: { role: Role }) {
  const [opened, setOpened] = useState<boolean | null>(null);
  // It works within fields too.
  useHotkeys([["mod+K", () => setOpened(true)]], []);
  const pages = groupsOf(role).flatMap((group) =>
    group.pages.map(({ to, label }) => ({ to, label, group: group.label })),
  );
  return (
    <>
      <button
        type="button"
        className={classes.search}
        aria-label={m.app_search_open()}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K"
        title={m.app_search_open()}
        onClick={() => setOpened(true)}
      >
        <IconSearch size={16} aria-hidden />
        <span>{m.app_search()}</span>
        <kbd aria-hidden>Ctrl K</kbd>
      </button>
      {opened !== null && (
        <Suspense>
          <SearchDialog opened={opened} pages={pages} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
