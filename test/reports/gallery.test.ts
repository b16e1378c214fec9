import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GALLERY, type GalleryEntry } from "../../reports/gallery.ts";
import { indexPage } from "../../reports/index-page.ts";
import { type ReadPage, readPage } from "../../reports/read-page.ts";
import { DiskFiles } from "../../src/cli/files.ts";
import { simulate } from "../../src/explore/run-scenario.ts";
import type { Verdict } from "../../src/oracle/verdict.ts";
import { reportPage } from "../../src/report/html/page/document.ts";
import { loadScenario } from "../../src/scenario/load-scenario.ts";

const AGAIN = "the page is stale: npm run gallery makes it anew";

/** What a page may not contradict: the verdict, its counts, and what each property came to. */
type Said = Pick<Verdict, "status" | "headline"> & {
  readonly properties: Readonly<Record<string, string>>;
};

function said({ status, headline, properties }: Omit<Said, "properties"> & PropertyList): Said {
  const came = properties.map((property) => [property.name, property.status] as const);
  return { status, headline, properties: Object.fromEntries(came) };
}

interface PropertyList {
  readonly properties: readonly { readonly name: string; readonly status: string }[];
}

/** What stands against the page, if its scenario is simulated today. */
function stale({ scenario }: Pick<GalleryEntry, "scenario">, { model }: ReadPage): string[] {
  const loaded = loadScenario(scenario, new DiskFiles("0"));
  if (!loaded.ok) return [`${scenario} cannot be read`];
  const { options, properties } = loaded.scenario;
  const today = said(simulate(options, properties, model.header.seed).verdict);
  const page = said(model.verdict);
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  const known = Object.keys(page.properties);
  return [
    ...(today.status === page.status ? [] : [`came to ${page.status}, now ${today.status}`]),
    ...(differs(today.headline, page.headline) ? ["other counts"] : []),
    // One that has come since is no contradiction.
    ...known.filter((name) => page.properties[name] !== today.properties[name]),
  ];
}

const pages = new Map(GALLERY.map((entry) => [entry.name, readPage(`reports/${entry.name}.html`)]));

describe.each(GALLERY)("the gallery's page $name", (entry) => {
  const page = pages.get(entry.name) as ReadPage;

  it("says what its scenario and seed come to today", () => {
    expect(stale(entry, page), AGAIN).toEqual([]);
  });

  it("can be drawn today from the run that it carries", () => {
    const { model, script, live, text } = page;
    const drawn = reportPage({ model, script, live });
    const title = (of: string): string | undefined => /<title>.*?<\/title>/.exec(of)?.[0];
    expect(title(drawn), AGAIN).toBe(title(text));
  });

  it("lets its own script run, and is no larger than a page may be", () => {
    const { text, script, live } = page;
    expect(createHash("sha256").update(script.text).digest("base64")).toBe(script.sha256);
    expect(text.length).toBeLessThan(live === undefined ? 700_000 : 1_200_000);
  });

  it("holds no path of a machine, and no address", () => {
    const words = page.text.replace(/<script[\s\S]*?<\/script>/g, "");
    expect(words).not.toMatch(/https?:\/\/|file:\/\//);
  });
});

describe("the gallery's list", () => {
  it("has a page for each thing that a run can come to", () => {
    const statuses = [...pages.values()].map(({ model }) => model.verdict.status);
    expect(new Set(statuses)).toEqual(new Set(["pass", "fail", "inconclusive"]));
  });

  it("leads to every page, and says what each came to", () => {
    const list = readFileSync("reports/index.html", "utf8");
    const listed = GALLERY.map((entry) => ({
      entry,
      model: (pages.get(entry.name) as ReadPage).model,
    }));
    const items = (of: string): readonly string[] => of.match(/<li>[\s\S]*?<\/li>/g) ?? [];
    expect(items(list), AGAIN).toEqual(items(indexPage(listed)));
  });
});

describe("the guard of the gallery", () => {
  it("finds a page whose scenario comes to something else", () => {
    const [entry] = GALLERY.filter(({ name }) => name === "too-short");
    const page = pages.get("flights") as ReadPage;
    expect(stale(entry as GalleryEntry, page)).toContain("came to pass, now inconclusive");
  });
});
