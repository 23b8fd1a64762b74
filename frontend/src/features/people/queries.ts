import { notifications } from "@mantine/notifications";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { allPages } from "@/shared/table/allPages";
import { orderQuery } from "@/shared/table/serverOrder";
import type { PeopleSearch } from "./search";

export type UserRow = Schemas["UserRow"];

const USERS = "/api/v1/users";
const PAGE_SIZE = 50;

/** A page of the accounts; the previous page stays on the screen until the next is loaded. */
export function usePeople({ page = 1, ...search }: PeopleSearch) {
  const query = { page, pageSize: PAGE_SIZE, ...wantedOf(search) };
  return $api.useQuery(
    "get",
    USERS,
    { params: { query } },
    { staleTime: 0, placeholderData: keepPreviousData },
  );
}

/** All accounts that match. */
export function allPeople(search: PeopleSearch) {
  return allPages(async (page) =>
    given(await api.GET(USERS, { params: { query: { ...wantedOf(search), ...page } } })),
  );
}

function wantedOf({ text, role, state, ...order }: Omit<PeopleSearch, "page">) {
  return {
    ...(text ? { search: text } : {}),
    ...(role ? { role } : {}),
    ...(state ? { state } : {}),
    ...orderQuery(order),
  };
}

/** Change role or state of an account. */
export function useChangeUser() {
  const client = useQueryClient();
  return $api.useMutation("patch", "/api/v1/users/{userId}", {
    onSuccess: (user) =>
      notifications.show({ color: "green", message: m.people_changed({ name: user.displayName }) }),
    onSettled: () => client.invalidateQueries({ queryKey: ["get", USERS] }),
  });
}
