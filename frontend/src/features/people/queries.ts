import { notifications } from "@mantine/notifications";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import type { PeopleSearch } from "./search";

export type UserRow = Schemas["UserRow"];

const USERS = "/api/v1/users";
const PAGE_SIZE = 50;

/** A page of the accounts; the previous page stays on the screen until the next is loaded. */
export function usePeople({ text, role, state, page = 1 }: PeopleSearch) {
  const query = {
    page,
    pageSize: PAGE_SIZE,
    ...(text ? { search: text } : {}),
    ...(role ? { role } : {}),
    ...(state ? { state } : {}),
  };
  return $api.useQuery(
    "get",
    USERS,
    { params: { query } },
    { staleTime: 0, placeholderData: keepPreviousData },
  );
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
