const ROW = /^\| \[([a-z]+)\]\(\1\/README\.md\) \|[^|]*\|([^|]*)\|$/gm;

/** The folders of the map's table, each with the folders whose names its last column says. */
export function mapOf(readme: string): ReadonlyMap<string, ReadonlySet<string>> {
  const rows = [...readme.matchAll(ROW)].map(([, folder = "", may = ""]) => ({ folder, may }));
  const names = rows.map(({ folder }) => folder);
  return new Map(
    rows.map(({ folder, may }) => {
      const words: readonly string[] = may.match(/[a-z]+/g) ?? [];
      return [folder, new Set(words.includes("everything") ? names : namesIn(words, names))];
    }),
  );
}

/** What map and arrows disagree about; `arrows`: a pattern of what each folder may import. */
export function offTheMap(
  readme: string,
  folders: readonly string[],
  arrows: Readonly<Record<string, string>>,
): readonly string[] {
  const map = mapOf(readme);
  const found = folders.filter((folder) => !map.has(folder)).map((folder) => `${folder}: no row`);
  for (const [folder, may] of map) {
    const pattern = arrows[folder];
    if (!folders.includes(folder)) found.push(`${folder}: no such folder`);
    if (pattern === undefined) continue;
    const allowed = namesIn(pattern.match(/[a-z]+/g) ?? [], folders).filter(
      (name) => name !== folder,
    );
    const said = [...may];
    for (const name of said)
      if (!allowed.includes(name)) found.push(`${folder}: may not import ${name}`);
    for (const name of allowed) if (!may.has(name)) found.push(`${folder}: may import ${name}`);
  }
  return found;
}

function namesIn(words: readonly string[], names: readonly string[]): readonly string[] {
  return names.filter((name) => words.includes(name));
}
