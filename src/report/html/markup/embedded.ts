/** What is written into `<script>`, where entities are not read: nothing in it may end the element. */

/** JSON that HTML and every JavaScript parser read as the same data. */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/**
 * The client's script must hold neither `</script` nor `<!--`; the bundler escapes the first, and a
 * page with either would be broken, so that it is refused here.
 */
export function isEmbeddable(script: string): boolean {
  return !/<\/script|<!--/i.test(script);
}
