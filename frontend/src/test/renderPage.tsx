import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { signIn, signOut } from "@/api/session";
import { App } from "@/app/App";

/**
 * The whole application at an address, as a user of the test server (`ds1`, `enduser1`, `admin1`) or signed out.
 *
 * @returns the simulated user, and the history, which holds the address.
 */
export async function renderPage(path: string, username: string | null = "ds1") {
  if (username === null) await signOut();
  else await signIn(username, "pass1234");
  const history = createMemoryHistory({ initialEntries: [path] });
  render(<App history={history} />);
  return { user: userEvent.setup(), history };
}
