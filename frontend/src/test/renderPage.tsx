import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { signIn, signOut } from "@/api/session";
import { App } from "@/app/App";

/**
 * The whole application at an address, as a user whom the test server knows (`ds1`, `enduser1`) or as nobody.
 *
 * @returns the keyboard and mouse, and the history to read the address from.
 */
export async function renderPage(path: string, username: string | null = "ds1") {
  if (username === null) await signOut();
  else await signIn(username, "pass1234");
  const history = createMemoryHistory({ initialEntries: [path] });
  render(<App history={history} />);
  return { user: userEvent.setup(), history };
}
