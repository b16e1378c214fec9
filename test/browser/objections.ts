import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** Rows of a long table are alike, and axe takes its time for each. */
const ALIKE = "tbody tr:nth-child(n+25)";

/** What axe objects to, by all its rules or by those; each with the elements that it means. */
export async function objections(page: Page, rules?: string[]): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).exclude(ALIKE);
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
  );
}

/** The same for the colours of the dark page. */
export async function darkObjections(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: "dark" });
  const faults = await objections(page, ["color-contrast"]);
  await page.emulateMedia({ colorScheme: "light" });
  return faults;
}
