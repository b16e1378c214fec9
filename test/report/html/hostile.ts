import type { ReportModel } from "../../../src/explore/report-model.ts";

/** What somebody may write where a name is asked for. */
export const HOSTILE: readonly string[] = [
  "</script><img src=x onerror=alert(1)>",
  "<!--",
  "]]><svg onload=alert(1)>",
  '"><a href="javascript:alert(1)">',
  "' onmouseover='alert(1)",
  "&lt;b&gt;&#60;i&#62;",
  "</style></title></svg></textarea>",
  "\u202eright to left\u2066",
  "אבגד ערבית",
  "a\u0000b\u0007\u001b[31m",
  "line\nbreak\r\u2028\u2029",
  "😀👩‍👩‍👧‍👦\ud800",
  "x".repeat(4_000),
];

/** The model with that text in every field that holds free text. */
export function hostile(model: ReportModel, text: string): ReportModel {
  return replaced(model, text, "") as ReportModel;
}

/** Words of our own, which the page looks up, and links between parts of the model. */
const OURS = new Set([
  ...["status", "kind", "colour", "role", "name", "state", "rule", "late", "property", "failing"],
  ...[
    "schema",
    "outcome",
    "readAt",
    "ticksAt",
    "ticks",
    "via",
    "from",
    "unit",
    "change",
    "setting",
  ],
  ...["failure", "first", "failed", "failures", "path", "stopReason", "doubts", "inputs", "id"],
  ...["fingerprint", "outgoing", "incoming", "kept", "removed", "aside", "verdict", "findings"],
]);

function replaced(value: unknown, text: string, key: string): unknown {
  if (typeof value === "string") return OURS.has(key) ? value : text;
  if (Array.isArray(value)) return value.map((one) => replaced(one, text, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      replaced(part, text, nameIsOurs(key, name) ? name : ""),
    ]),
  );
}

/** Names of jobs and stages are the user's, those of properties and moments are ours. */
function nameIsOurs(parent: string, name: string): boolean {
  return !(name === "name" && (parent === "" || parent === "jobs" || parent === "stages"));
}
