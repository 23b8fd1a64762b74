import { Notifications } from "@mantine/notifications";

/** The place of messages: a file of its own, which is loaded for the first of them. */
export default function MessageArea() {
  return <Notifications position="top-right" />;
}
