import { Stack } from "@mantine/core";
import { PageTitle } from "@/shared/components/PageTitle";
import { MyListProvider } from "@/shared/hooks/useMyList";
import { Market } from "./Market";
import { TopPicks } from "./TopPicks";

/** The top picks, and the whole market in a table. */
export function HomePage() {
  return (
    <MyListProvider>
      <PageTitle>Home</PageTitle>
      <Stack gap="md">
        <TopPicks />
        <Market />
      </Stack>
    </MyListProvider>
  );
}
