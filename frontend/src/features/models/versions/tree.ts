import type { Version } from "./queries";

/** Versions with the same parameters, newest first, and the lines whose parent is one of them. */
export type Line = { name: string; universe: string; versions: Version[]; children: Line[] };

/**
 * The lines of the versions as a tree.
 *
 * @param versions newest first; a parent that is not among them leaves its child at the top.
 */
export function treeOf(versions: Version[]): Line[] {
  const lines = new Map<string, Line>();
  const lineOf = new Map<string, Line>();
  for (const version of versions) {
    const key = `${version.universe}/${version.line}`;
    const line = lines.get(key) ?? {
      name: version.line,
      universe: version.universe,
      versions: [],
      children: [],
    };
    line.versions.push(version);
    lines.set(key, line);
    lineOf.set(version.version, line);
  }
  const roots: Line[] = [];
  for (const line of lines.values()) {
    const parent = lineOf.get(line.versions[0]?.parent ?? "");
    if (parent && parent !== line) parent.children.push(line);
    else roots.push(line);
  }
  return roots;
}
