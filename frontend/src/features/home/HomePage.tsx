import { Stack } from "@mantine/core";
import { PageTitle } from "@/shared/components/PageTitle";
import { MyListProvider } from "@/shared/hooks/useMyList";
import { Market } from "./Market";
import { RegimeCard } from "./regimes/RegimeCard";
import { TopPicks } from "./TopPicks";

/** The top picks, the regime of the market, and the whole market in a table. */
export function HomePage() {
  return (
    <MyListProvider>
      <PageTitle>Home</PageTitle>
      <Stack gap="md">
        <TopPicks />
        <RegimeCard />
        <Market />
      </Stack>
    </MyListProvider>
  );
}
