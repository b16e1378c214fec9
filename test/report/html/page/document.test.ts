import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { ReportModel } from "../../../../src/explore/report-model.ts";
import { type Packed, unpack } from "../../../../src/explore/report-pack.ts";
import { reportPage } from "../../../../src/report/html/page/document.ts";
import { modelOf } from "../fixture.ts";
import { HOSTILE, hostile } from "../hostile.ts";

const SCRIPT = {
  text: "console.log(1)",
  sha256: createHash("sha256").update("console.log(1)").digest("base64"),
};

function pageOf(model: ReportModel): string {
  return reportPage({ model, script: undefined, live: undefined });
}

/** What a parser sees of tags; text and data aside. */
function tagsOf(page: string): readonly string[] {
  const body = page.replace(/<style>[\s\S]*?<\/style>|(<script[^>]*>)[\s\S]*?<\/script>/g, "$1");
  return body.match(/<[^>]*>/g) ?? [];
}

describe("the page", () => {
  it("is the same, byte for byte, whenever the same run is drawn", () => {
    expect(pageOf(modelOf())).toBe(pageOf(structuredClone(modelOf())));
  });

  it("asks for nothing: no address, and no link but into itself", () => {
    const tags = tagsOf(reportPage({ model: modelOf(), script: SCRIPT, live: undefined }));
    const links = tags.flatMap((tag) => tag.match(/(?:href|src|action|xlink:href)="[^"]*"/g) ?? []);
    expect(links.filter((link) => !/href="(?:#|data:,")/.test(link))).toEqual([]);
    expect(
      tags.filter((tag) => /^<(?:img|iframe|object|embed|link(?! rel="icon"))/.test(tag)),
    ).toEqual([]);
    expect(tags.filter((tag) => /\son[a-z]+=/.test(tag))).toEqual([]);
  });

  it("lets its own script run and no other", () => {
    const page = reportPage({ model: modelOf(), script: SCRIPT, live: undefined });
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
    expect(policy).toContain("default-src &#39;none&#39;");
    expect(policy).toContain(`script-src &#39;sha256-${SCRIPT.sha256}&#39;`);
    expect(page).toContain(`<script>${SCRIPT.text}</script>`);
    expect(() =>
      reportPage({ model: modelOf(), script: { ...SCRIPT, text: "</script>" }, live: undefined }),
    ).toThrow();
  });

  it("carries the whole run, and its summary as text to read", () => {
    const model = modelOf();
    const page = pageOf(model);
    const data = /id="report-data">([^<]*)</.exec(page)?.[1] ?? "";
    const zipped = Buffer.from(data, "base64");
    expect(unpack(JSON.parse(gunzipSync(zipped).toString()) as Packed)).toEqual(model);
    expect([...zipped.subarray(4, 8), zipped[9]]).toEqual([0, 0, 0, 0, 3]);
    const summary = /id="summary">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? "";
    expect(JSON.parse(summary)).toMatchObject({ header: { seed: 7 }, verdict: { status: "fail" } });
  });

  it("says the verdict in its title, which a tab shows", () => {
    const title = (model: ReportModel): string =>
      /<title>(.*)<\/title>/.exec(pageOf(model))?.[1] ?? "";
    expect(title(modelOf())).toMatch(/^FAIL: orders-enrichment, \d+/);
    expect(title(modelOf({ slowMicros: 500_000, lateEvery: 0 }))).toMatch(
      /^PASS: .* came out exactly once$/,
    );
    expect(title(modelOf({ handsOver: false, slowMicros: 0 }))).toMatch(/^INCONCLUSIVE: /);
  });
});

/** Names of the tags, in order. */
function shapeOf(page: string): readonly string[] {
  return tagsOf(page).map((tag) => tag.replace(/\s[\s\S]*/, ""));
}

describe("hostile names", () => {
  const small = modelOf({ partitions: 3, perPartition: 60, slowMicros: 7_000_000 });
  const calm = shapeOf(pageOf(hostile(small, "calm")));

  it.each(HOSTILE)("never become markup or script: %j", (text) => {
    expect(shapeOf(pageOf(hostile(small, text)))).toEqual(calm);
  });

  it("would be seen to: a page with the text as it is has other tags", () => {
    const page = pageOf(hostile(small, "calm")).replace("calm", HOSTILE[0]!);
    expect(shapeOf(page)).not.toEqual(calm);
  });
});

describe("a page of any size", () => {
  it.each([1, 2, 12, 13, 64, 128])("is drawn for %i partitions, below 500 kB", (partitions) => {
    const page = pageOf(modelOf({ partitions, perPartition: Math.min(320, 12_000 / partitions) }));
    expect(page.length).toBeLessThan(500_000);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("is drawn for 12 000 failures, of which it shows the first 500 and says so", () => {
    const page = pageOf(modelOf({ partitions: 4, perPartition: 12_000, slowMicros: 13_000_000 }));
    expect(page).toMatch(/the first 500 of \d+\u00a0\d+/);
    expect(page.length).toBeLessThan(500_000);
  });
});
