/**
 * A browser for the tests: the one that `npm ci` brings, unpacked once, or else what the machine has.
 * Where none starts, the tests are skipped, and say so.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

export interface FoundBrowser {
  readonly browser: Browser;
  /** Which one, and its version. */
  readonly name: string;
}

interface Candidate {
  readonly name: string;
  readonly path: () => string | undefined;
  readonly env: () => Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = `${root}node_modules/.cache/handover`;

const CANDIDATES: readonly Candidate[] = [
  { name: "HANDOVER_CHROMIUM", path: () => process.env["HANDOVER_CHROMIUM"], env: () => ({}) },
  { name: "@sparticuz/chromium", path: () => `${unpacked()}/chromium`, env: ownLibraries },
  ...["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map((path) => ({
    name: path,
    path: () => (existsSync(path) ? path : undefined),
    env: () => ({}),
  })),
];

/** The first that starts; undefined: none does, and stderr says why. */
export async function startBrowser(): Promise<FoundBrowser | undefined> {
  const reasons: string[] = [];
  for (const { name, path, env } of CANDIDATES) {
    try {
      const executablePath = path();
      if (executablePath === undefined) continue;
      const browser = await chromium.launch({
        executablePath,
        args: ["--no-sandbox", "--font-render-hinting=none"],
        env: { ...stringsOf(process.env), ...env() },
      });
      return { browser, name: `${name}, Chromium ${browser.version()}` };
    } catch (error) {
      reasons.push(`${name}: ${String(error).split("\n").slice(0, 3).join(" ")}`);
    }
  }
  const line = "=".repeat(80);
  console.error(
    `${line}\nNO BROWSER STARTS: the tests of the report in a browser are SKIPPED, not passed.\n${reasons.join("\n")}\n${line}`,
  );
  return undefined;
}

/** The package's files, unpacked beside others of its kind; two processes at once do no harm. */
function unpacked(): string {
  const manifest = readFileSync(`${root}node_modules/@sparticuz/chromium/package.json`, "utf8");
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const folder = `${cache}/chromium-${version}`;
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const temporary = mkdtempSync(`${cache}/unpacking-`);
  const script = fileURLToPath(new URL("unpack-browser.mjs", import.meta.url));
  const env = { ...process.env, TMPDIR: temporary, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" };
  execFileSync(process.execPath, [script], { env, stdio: ["ignore", "ignore", "inherit"] });
  try {
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Behind those of the machine, which come first where it has them. */
function ownLibraries(): Readonly<Record<string, string>> {
  const folder = unpacked();
  const before = process.env["LD_LIBRARY_PATH"];
  const libraries = `${folder}/al2023/lib`;
  const fonts = existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: `${folder}/fonts` };
  return { LD_LIBRARY_PATH: before ? `${before}:${libraries}` : libraries, ...fonts };
}

function stringsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
