import { Stack } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { PageTitle } from "@/shared/components/PageTitle";
import { MyListProvider } from "@/shared/hooks/useMyList";
import { Market } from "./Market";
import { NewsCards } from "./NewsCards";
import { RegimeCard } from "./regimes/RegimeCard";
import { TopPicks } from "./TopPicks";

/** The top picks, the regime of the market, the newest news, and the whole market in a table. */
export function HomePage() {
  return (
    <MyListProvider>
      <PageTitle>{m.home_page()}</PageTitle>
      <Stack gap="md">
        <TopPicks />
        <RegimeCard />
        <NewsCards />
        <Market />
      </Stack>
    </MyListProvider>
  );
}
