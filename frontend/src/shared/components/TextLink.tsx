import { Anchor } from "@mantine/core";
import { createLink } from "@tanstack/react-router";

/** A link within a text or a table, to one of the routes. */
export const TextLink = createLink(Anchor<"a">);
