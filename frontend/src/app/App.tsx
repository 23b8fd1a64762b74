import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { type RouterHistory, RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useUser } from "@/api/session";
import { Messages } from "./Messages";
import { newQueryClient } from "./queryClient";
import { newRouter } from "./router";
import { cssVariables, theme } from "./theme";

/** The whole application: theme, queries, notifications and routes. `history` defaults to the browser's. */
export function App({ history }: { history?: RouterHistory }) {
  const [queryClient] = useState(newQueryClient);
  const [router] = useState(() => newRouter(queryClient, history));
  const user = useUser();
  const signedInAs = user?.id;

  // After a sign-out, here or by the server, no data of that user stays on the screen or in memory.
  useEffect(() => {
    if (signedInAs === undefined) queryClient.clear();
    void router.invalidate();
  }, [signedInAs, queryClient, router]);

  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Messages />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
