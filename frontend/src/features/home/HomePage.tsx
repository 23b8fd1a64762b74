import { Stack } from "@mantine/core";
import { MyListProvider } from "@/shared/myList";
import { PageTitle } from "@/shared/PageTitle";
import { Market } from "./Market";
import { TopPicks } from "./TopPicks";

/** Top opportunities, and the whole market in a table. */
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
