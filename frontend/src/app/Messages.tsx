import { useNotifications } from "@mantine/notifications";
import { lazy, Suspense, useState } from "react";

const MessageArea = lazy(() => import("./MessageArea"));

/** The messages on the outcomes of actions. */
export function Messages() {
  const { notifications } = useNotifications();
  const [needed, setNeeded] = useState(false);
  if (notifications.length > 0 && !needed) setNeeded(true);
  return <Suspense>{needed && <MessageArea />}</Suspense>;
}
