/**
 * The module of a worker thread, which stands beside this one. From source, the thread has to learn
 * TypeScript first, as Node 20 does not read it.
 */
export function threadModule(name: string): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(isSource ? `./${name}-from-source.mjs` : `./${name}.js`, import.meta.url);
}
